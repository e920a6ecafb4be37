/**
 * What every delivery does: it opens the sealed token for its channel, and words the answer.
 *
 * One of the two places where a token is in the clear; it is in neither result nor error.
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

/** What is recorded and answered of a message that was handed over, or that may have been. */
export const delivered = (
  input: DeliverTokenInput,
  channel: Channel,
  outcome: DeliveryOutcome,
  { now, resendAfterSeconds }: DeliverTokenPorts,
): Delivery => describeDelivery(input, channel, outcome, now(), resendAfterSeconds);

/** What the message says, once the token names every channel that it is handed to. */
export async function openMessage(
  input: DeliverTokenInput,
  channel: Channel,
  ports: DeliverTokenPorts,
): Promise<MessageFacts> {
  const { request, token } = input;
  // At once: a slow store and a slow secret must not add up in the time of a delivery.
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

/** The whole life in the first message, as people know it; what is left of it in a repeated one. */
const validSeconds = (
  { sends }: DeliverTokenInput['request'],
  { expiry_time, issued_at }: SealedToken,
  { now }: DeliverTokenPorts,
): number => expiry_time - Math.floor((sends === 1 ? Date.parse(issued_at) : now()) / 1000);
