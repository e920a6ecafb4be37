/**
 * Opens a sealed token, hands it to one channel, and words the answer.
 *
 * One of the two places where a token is in the clear; it is in neither result nor error.
 */
import type { Channel, DeliveryOutcome } from '../../contract/vocabulary.ts';
import type { DeliverTokenInput, Delivery, SealedToken } from '../../contract/workflow.ts';
import { emailText, type MessageFacts, smsText } from '../messages/messages.ts';
import { unsealToken } from '../token/seal-token.ts';
import type { KeySource } from '../token/token-keys.ts';
import { describeDelivery } from './describe-delivery.ts';
import { type HandOvers, noteHandOver } from './hand-over.ts';
import { FREE_MESSAGE, type SecondMessage, type SendingTime, sendInTime } from './send-in-time.ts';
import type { EmailSender, SmsSender } from './senders.ts';
import { accountForEmail, accountForSms, type EmailAccounts, type SmsAccounts } from './settle-send.ts';

export interface Courier extends SendingTime, HandOvers {
  readonly keys: KeySource;
  readonly brand: string;
}

/**
 * Sends by SMS; to a test destination nothing.
 * @throws SecretUnavailable, StoreUnavailable, DeliveryUnavailable, DeliveryRefused: certainly nothing was sent
 */
export async function deliverBySms(
  input: DeliverTokenInput,
  courier: Courier & {
    readonly sms: SmsSender;
    readonly webOtpDomain: string;
    readonly accounts: SmsAccounts;
  },
): Promise<Delivery> {
  const startedAtMs = courier.now();
  const { request } = input;
  if (request.test_number !== '') return delivered(input, 'sms', 'sent', courier);
  const send = async (second: SecondMessage) => {
    const text = smsText(await openMessage(input, 'sms', courier), courier.webOtpDomain);
    return sendInTime(() => courier.sms.send(request.phone_number, text), second, startedAtMs, courier);
  };
  const owner = `${input.token.token_id}#${request.sends}`;
  const nowSeconds = Math.floor(courier.now() / 1000);
  const outcome = await accountForSms(request, owner, nowSeconds, courier.accounts, send);
  return delivered(input, 'sms', outcome, courier);
}

/**
 * Sends to the person's own topic.
 * @throws SecretUnavailable, StoreUnavailable, DeliveryUnavailable, DeliveryRefused: certainly nothing was sent
 */
export async function deliverByEmail(
  input: DeliverTokenInput,
  courier: Courier & { readonly email: EmailSender; readonly accounts: EmailAccounts },
): Promise<Delivery> {
  const startedAtMs = courier.now();
  const { request } = input;
  const send = async () => {
    const { subject, text } = emailText(await openMessage(input, 'email', courier));
    const mail = () => courier.email.send(request.topic_arn, subject, text);
    return sendInTime(mail, FREE_MESSAGE, startedAtMs, courier);
  };
  return delivered(input, 'email', await accountForEmail(request, courier.accounts, send), courier);
}

const delivered = (
  input: DeliverTokenInput,
  channel: Channel,
  outcome: DeliveryOutcome,
  { now, resendAfterSeconds }: Courier,
): Delivery => describeDelivery(input, channel, outcome, now(), resendAfterSeconds);

async function openMessage(
  input: DeliverTokenInput,
  channel: Channel,
  courier: Courier,
): Promise<MessageFacts> {
  const { request, token } = input;
  // At once: a slow store and a slow secret must not add up in the time of a delivery.
  const [keys] = await Promise.all([
    courier.keys.ofVersion(token.secret_version),
    noteHandOver(input, channel, courier),
  ]);
  const binding = { user_id: request.user_id, purpose: request.purpose, token_id: token.token_id };
  return {
    code: unsealToken(token.sealed_token, binding, keys),
    brand: courier.brand,
    lifetimeSeconds: validSeconds(request, token, courier),
    locale: request.locale,
    context: request.context_shown,
  };
}

/** The whole life in the first message, as people know it; what is left of it in a repeated one. */
const validSeconds = (
  { sends }: DeliverTokenInput['request'],
  { expiry_time, issued_at }: SealedToken,
  { now }: Courier,
): number => expiry_time - Math.floor((sends === 1 ? Date.parse(issued_at) : now()) / 1000);
