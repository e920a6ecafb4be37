/**
 * Notes what became of a message: on its token, if the message is the token's latest, and once for those who count.
 *
 * Reports come at least once, late and in any order. The token is noted first, which may be repeated; then the
 * message is forgotten, which one of several does. That one counts the report, and has the code sent by its other
 * channel. A run that ends in between them is repeated; one that ends later sends nothing, rather than twice.
 */
import type { Arrival, UndeliveredReason } from '../../contract/vocabulary.ts';
import type { TokenStore } from '../token/token-store.ts';
import type { MessageRecord, MessageStore } from './message-store.ts';

/** What a carrier or a mail server said; never in its own words, and never where the message went. */
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

/** A report that is news. */
export interface NotedReport {
  readonly message: MessageRecord;
  /** Whether it is about the latest message of a token that is still there. */
  readonly isLatest: boolean;
}

/**
 * Undefined for a message that is not ours, or that was reported on before.
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
