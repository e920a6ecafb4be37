/**
 * Opens a sealed token, hands it to one channel, and words the 201 answer.
 *
 * One of the two places where a token is in the clear; it is in neither result nor error.
 */
import type { Channel } from '../contract/vocabulary.ts';
import type { DeliverTokenInput, Delivery, SealedToken } from '../contract/workflow.ts';
import { accountForSms, type SmsAccounts } from './account-for-sms.ts';
import { issuedAnswer } from './issued-answer.ts';
import { maskPhoneNumber } from './mask-destination.ts';
import { emailText, type MessageFacts, smsText } from './messages.ts';
import type { EmailSender, KeySource, SmsSender } from './ports.ts';
import { unsealToken } from './seal-token.ts';
import { type SendingTime, sendInTime } from './send-in-time.ts';

export interface Courier extends SendingTime {
  readonly keys: KeySource;
  readonly brand: string;
  readonly resendAfterSeconds: number;
}

/** Sends by SMS; to a test destination nothing. @throws SecretUnavailable, DeliveryUnavailable, DeliveryRefused */
export async function deliverBySms(
  input: DeliverTokenInput,
  courier: Courier & {
    readonly sms: SmsSender;
    readonly webOtpDomain: string;
    readonly accounts: SmsAccounts;
  },
): Promise<Delivery> {
  const startedAtMs = courier.now();
  if (input.request.test_number === '') {
    const text = smsText(await openMessage(input, courier), courier.webOtpDomain);
    const { request } = input;
    const send = () => sendInTime(() => courier.sms.send(request.phone_number, text), startedAtMs, courier);
    await accountForSms(request, Math.floor(courier.now() / 1000), courier.accounts, send);
  }
  return delivered(input, 'sms', maskPhoneNumber(input.request.phone_number), courier);
}

/** Sends to the person's own topic. @throws SecretUnavailable, DeliveryUnavailable, DeliveryRefused */
export async function deliverByEmail(
  input: DeliverTokenInput,
  courier: Courier & { readonly email: EmailSender },
): Promise<Delivery> {
  const startedAtMs = courier.now();
  const { subject, text } = emailText(await openMessage(input, courier));
  await sendInTime(() => courier.email.send(input.request.topic_arn, subject, text), startedAtMs, courier);
  return delivered(input, 'email', input.request.email_masked, courier);
}

async function openMessage({ request, token }: DeliverTokenInput, courier: Courier): Promise<MessageFacts> {
  const keys = await courier.keys.ofVersion(token.secret_version);
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

function delivered(
  { request, token }: DeliverTokenInput,
  channel: Channel,
  destination_masked: string,
  courier: Courier,
): Delivery {
  const sent_at = new Date(courier.now()).toISOString();
  const { user_id, purpose, sends, sent_again_at } = request;
  const sent = { ...token, user_id, purpose, channel, destination_masked, sent_at, sends };
  const last_sent_at = sent_again_at === '' ? token.issued_at : sent_again_at;
  const body = issuedAnswer({ ...sent, last_sent_at }, courier.resendAfterSeconds);
  const destination_digest = request.destination_digests[channel];
  return { channel, destination_masked, destination_digest, sent_at, response: { http_status: 201, body } };
}
