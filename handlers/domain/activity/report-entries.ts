/** The entries of what carriers and mail servers reported, and of an email that was sent in place of a text. */
import type { Channel, DeliveryOutcome } from '../../contract/vocabulary.ts';
import type { Leg } from '../../contract/workflow.ts';
import { messageKeys } from '../delivering/message-keys.ts';
import type { MessageRecord } from '../delivering/message-store.ts';
import type { DeliveryReport } from '../delivering/note-report.ts';
import { groupOfClients, kindOf } from '../token/delivery-slot.ts';
import type { ActivityRecord } from './activity-log.ts';

/** No code of any country: a report may have none. */
const COUNTRY = /^[A-Z]{2}$/;

/** A message that replaces one that was refused. */
interface ReplacingMessage {
  readonly outcome: DeliveryOutcome;
  readonly channel: Channel;
  /** Undefined if whoever sent it never said how that ended. */
  readonly leg?: Leg | undefined;
}

export const reportEntry = (
  report: DeliveryReport,
  message: MessageRecord,
  nowMs: number,
): ActivityRecord => ({
  ...ofMessage('report', report.messageId, message, nowMs),
  kind: 'report',
  outcome: report.arrival,
  ...(report.arrival === 'undelivered' && { reason: report.reason }),
  channel: message.channel,
  ...(message.destination_digest && { destination_digest: message.destination_digest }),
  ...(COUNTRY.test(report.country) && { country: report.country }),
});

/** The message's text was refused, and its code was mailed. */
export const insteadEntry = (
  messageId: string,
  message: MessageRecord,
  { outcome, channel, leg }: ReplacingMessage,
  nowMs: number,
): ActivityRecord => ({
  ...ofMessage('instead', messageId, message, nowMs),
  kind: kindOf(message) === 'delivery' ? 'delivery' : 'issue',
  outcome,
  channel,
  ...(leg && { destination_masked: leg.masked, destination_digest: leg.digest }),
  tried: `${message.channel}:Undelivered`,
});

const ofMessage = (what: string, messageId: string, message: MessageRecord, nowMs: number) => ({
  entry_id: `${what}.${messageKeys(messageId).digest}`,
  at: new Date(nowMs).toISOString(),
  user_id: message.user_id,
  purpose: message.purpose,
  client_group: groupOfClients(message),
  token_id: message.token_id,
  sends: message.sends,
});
