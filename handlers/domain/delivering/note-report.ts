/**
 * Notes what was reported of a message: on its token, if it is the token's latest message, and once for the metrics.
 *
 * Reports come at least once, late and in any order. The token is noted first, which may be repeated; then the
 * message is forgotten, which only one run can do. That run counts the report and may send the code by the other
 * channel. A later report of the same message changes nothing. A run that ends between the two steps is repeated; one that ends later sends nothing rather than twice.
 */
import type { Arrival, UndeliveredReason } from '../../contract/vocabulary.ts';
import type { TokenStore } from '../token/token-store.ts';
import type { MessageRecord, MessageStore } from './message-store.ts';

/** What a carrier or mail server reported: never in its own words, and never with the destination. */
export type DeliveryReport = {
  readonly messageId: string;
  /** ISO 3166-1, or NO_COUNTRY. */
  readonly country: string;
} & (
  | { readonly arrival: Extract<Arrival, 'delivered'> }
  | { readonly arrival: Extract<Arrival, 'undelivered'>; readonly reason: UndeliveredReason }
);

export interface NoteReportPorts {
  readonly messages: Pick<MessageStore, 'find' | 'forget'>;
  readonly tokens: Pick<TokenStore, 'noteArrival'>;
}

/** A report that was not noted before. */
export interface NotedReport {
  readonly message: MessageRecord;
  /** Whether it is about the latest message of a token that still exists. */
  readonly isLatest: boolean;
}

/**
 * Undefined for a message of another service, or one that was reported on before.
 * @throws StoreUnavailable; the same report may be noted again
 */
export async function noteReport(
  report: DeliveryReport,
  { messages, tokens }: NoteReportPorts,
): Promise<NotedReport | undefined> {
  const message = await messages.find(report.messageId);
  if (message === undefined) {
    return undefined;
  }
  const { token_id, sends, channel } = message;
  const isLatest = await tokens.noteArrival(message, {
    ...{ token_id, sends, channel },
    arrival: report.arrival,
    ...(report.arrival === 'undelivered' && { arrival_reason: report.reason }),
  });
  return (await messages.forget(report.messageId)) ? { message, isLatest } : undefined;
}
