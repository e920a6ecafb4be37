/**
 * What every delivery does: it opens the sealed token for its channel and builds the answer.
 *
 * The code in the clear appears neither in the result nor in an error.
 */
import type { Messages } from '../../contract/settings/messages.ts';
import type { Channel, DeliveryOutcome } from '../../contract/vocabulary.ts';
import type { DeliverTokenInput, Delivery, SealedToken } from '../../contract/workflow.ts';
import type { MessageFacts } from '../messages/message-words.ts';
import { unsealToken } from '../token/seal-token.ts';
import type { KeySource } from '../token/token-keys.ts';
import { describeDelivery } from './describe-delivery.ts';
import type { NoteHandOverPorts } from './hand-over.ts';
import { noteHandOver } from './hand-over.ts';
import type { SendInTimePorts } from './send-in-time.ts';

export interface DeliverTokenPorts extends SendInTimePorts, NoteHandOverPorts {
  readonly keys: KeySource;
  readonly brand: string;
  /** An owner's own words. */
  readonly messages: Messages;
}

/** The delivery to record and answer for a message that was handed over, or may have been. */
export const delivered = (
  input: DeliverTokenInput,
  channel: Channel,
  outcome: DeliveryOutcome,
  { now, resendAfterSeconds }: DeliverTokenPorts,
): Delivery => describeDelivery(input, channel, outcome, now(), resendAfterSeconds);

/** The content of the message, after the hand-over to this channel is noted on the token. */
export async function openMessage(
  input: DeliverTokenInput,
  channel: Channel,
  ports: DeliverTokenPorts,
): Promise<MessageFacts> {
  const { request, token } = input;
  // In parallel, so that the waits for a slow store and a slow secret do not add up within the time of a
  // delivery.
  const [keys] = await Promise.all([
    ports.keys.ofVersion(token.secret_version),
    noteHandOver(input, channel, ports),
  ]);
  const binding = { user_id: request.user_id, purpose: request.purpose, token_id: token.token_id };
  return {
    code: unsealToken(token.sealed_token, binding, keys),
    brand: ports.brand,
    lifetimeSeconds: validSeconds(request, token, ports),
    locale: request.locale,
    purpose: request.purpose,
    context: request.context_shown,
    fields: request.context_fields ?? {},
  };
}

/** The lifetime that the message states: the full one at first, the remaining one when it is sent again. */
const validSeconds = (
  { sends }: DeliverTokenInput['request'],
  { expiry_time, issued_at }: SealedToken,
  { now }: DeliverTokenPorts,
): number => expiry_time - Math.floor((sends === 1 ? Date.parse(issued_at) : now()) / 1000);
