/**
 * Notes what was reported of a message: on its token, if it is the token's latest message, and once for the metrics.
 *
 * Reports come at least once, late and in any order. The token is noted first, which may be repeated; then the
 * message is forgotten, which only one run can do. That run counts the report.
 *
 * A refused message whose code may be sent by another channel is kept instead, until that is settled
 * (channels/mail-instead.ts): a run that could not send it leaves it to the next.
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
  readonly messages: Pick<MessageStore, 'find' | 'forget' | 'keepRefused'>;
  readonly tokens: Pick<TokenStore, 'noteArrival'>;
  /** Whether the code of a refused message may be sent by its other leg. */
  readonly handsOn: boolean;
}

/** A report that leaves something to do. */
export interface NotedReport {
  readonly message: MessageRecord;
  /** Whether it is to be counted, which only one run is told. */
  readonly isNew: boolean;
  /** Whether the message is kept because its code may be sent by its other leg. */
  readonly isKept: boolean;
}

/**
 * Undefined for a message of another service, or one that was reported on before and is settled.
 * @throws StoreUnavailable; the same report may be noted again
 */
export async function noteReport(
  report: DeliveryReport,
  { messages, tokens, handsOn }: NoteReportPorts,
): Promise<NotedReport | undefined> {
  const message = await messages.find(report.messageId);
  if (message === undefined) {
    return undefined;
  }
  const isRefused = report.arrival === 'undelivered';
  if (message.refusal_noted === true) {
    return isRefused && handsOn ? { message, isNew: false, isKept: true } : undefined;
  }
  const { token_id, sends, channel } = message;
  const isLatest = await tokens.noteArrival(message, {
    ...{ token_id, sends, channel },
    arrival: report.arrival,
    ...(report.arrival === 'undelivered' && { arrival_reason: report.reason }),
  });
  if (isRefused && isLatest && handsOn && message.other_leg !== undefined) {
    return { message, isNew: await messages.keepRefused(report.messageId), isKept: true };
  }
  return (await messages.forget(report.messageId)) ? { message, isNew: true, isKept: false } : undefined;
}
