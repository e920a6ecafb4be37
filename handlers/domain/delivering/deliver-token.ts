/**
 * What every delivery does: it opens the sealed token for its channel and builds the answer.
 *
 * The code in the clear appears neither in the result nor in an error.
 */
import type { Messages } from '../../contract/settings/messages.ts';
import type { Channel } from '../../contract/vocabulary.ts';
import type { DeliverTokenInput, Delivery } from '../../contract/workflow.ts';
import type { MessageFacts } from '../messages/message-words.ts';
import { unsealToken } from '../token/seal-token.ts';
import type { KeySource } from '../token/token-keys.ts';
import { describeDelivery } from './describe-delivery.ts';
import type { Handed, NoteHandOverPorts } from './hand-over.ts';
import { noteHandOver } from './hand-over.ts';
import type { NoteMessagePorts } from './note-message.ts';
import { noteMessage } from './note-message.ts';
import type { SendInTimePorts, SentInTime } from './send-in-time.ts';

export interface DeliverTokenPorts extends SendInTimePorts, NoteHandOverPorts, NoteMessagePorts {
  readonly keys: KeySource;
  readonly brand: string;
  /** An owner's own words. */
  readonly messages: Messages;
}

/** Notes a message that was handed over, or may have been, and returns the delivery to record and answer. */
export async function delivered(
  input: DeliverTokenInput,
  channel: Channel,
  sent: SentInTime,
  startedAtMs: number,
  ports: DeliverTokenPorts,
): Promise<Delivery> {
  const nowMs = ports.now();
  await noteMessage(input, channel, sent.messageId, startedAtMs, ports);
  return describeDelivery(input, channel, sent, nowMs, ports.resendAfterSeconds);
}

/** The content of the message, after the hand-over to this channel is noted on the token. */
export async function openMessage(
  handed: Handed,
  channel: Channel,
  ports: Pick<DeliverTokenPorts, 'brand' | 'keys' | keyof NoteHandOverPorts>,
): Promise<MessageFacts> {
  const { request, token } = handed;
  // In parallel, so that the waits for a slow store and a slow secret do not add up within the time of a
  // delivery.
  const [keys] = await Promise.all([
    ports.keys.ofVersion(token.secret_version),
    noteHandOver(handed, channel, ports),
  ]);
  const binding = { user_id: request.user_id, purpose: request.purpose, token_id: token.token_id };
  return {
    code: unsealToken(token.sealed_token, binding, keys),
    brand: ports.brand,
    isVerbatim: request.verbatim !== undefined,
    lifetimeSeconds: request.verbatim === 'untimed' ? undefined : validSeconds(request, token, ports),
    locale: request.locale,
    purpose: request.purpose,
    context: request.context_shown,
    fields: request.context_fields ?? {},
  };
}

/** The lifetime that the message states: the full one at first, the remaining one when it is sent again. */
const validSeconds = (
  { sends }: Handed['request'],
  { expiry_time, issued_at }: Handed['token'],
  { now }: Pick<DeliverTokenPorts, 'now'>,
): number => expiry_time - Math.floor((sends === 1 ? Date.parse(issued_at) : now()) / 1000);
