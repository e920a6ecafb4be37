/**
 * Opens a sealed token, hands it to one channel, and words the 201 answer.
 *
 * One of the two places where a token is in the clear; it is in neither result nor error.
 */
import type { IssuedTokenAnswer } from '../contract/api.ts';
import type { Channel } from '../contract/vocabulary.ts';
import type { DeliverTokenInput, Delivery, SealedToken } from '../contract/workflow.ts';
import { maskPhoneNumber } from './mask-destination.ts';
import { emailText, type MessageFacts, smsText } from './messages.ts';
import type { Clock, EmailSender, KeySource, SmsSender } from './ports.ts';
import { unsealToken } from './seal-token.ts';

export interface Courier {
  readonly keys: KeySource;
  readonly now: Clock;
  readonly brand: string;
  readonly resendAfterSeconds: number;
}

/** Sends by SMS. @throws SecretUnavailable, DeliveryUnavailable, DeliveryRefused */
export async function deliverBySms(
  input: DeliverTokenInput,
  courier: Courier & { readonly sms: SmsSender; readonly webOtpDomain: string },
): Promise<Delivery> {
  const text = smsText(await openMessage(input, courier), courier.webOtpDomain);
  await courier.sms.send(input.request.phone_number, text);
  return delivered(input, 'sms', maskPhoneNumber(input.request.phone_number), courier);
}

/** Sends to the person's own topic. @throws SecretUnavailable, DeliveryUnavailable, DeliveryRefused */
export async function deliverByEmail(
  input: DeliverTokenInput,
  courier: Courier & { readonly email: EmailSender },
): Promise<Delivery> {
  const { subject, text } = emailText(await openMessage(input, courier));
  await courier.email.send(input.request.topic_arn, subject, text);
  return delivered(input, 'email', input.request.email_masked, courier);
}

async function openMessage({ request, token }: DeliverTokenInput, courier: Courier): Promise<MessageFacts> {
  const keys = await courier.keys.ofVersion(token.secret_version);
  const binding = { user_id: request.user_id, purpose: request.purpose, token_id: token.token_id };
  return {
    code: unsealToken(token.sealed_token, binding, keys),
    brand: courier.brand,
    lifetimeSeconds: lifetimeOf(token),
    locale: request.locale,
  };
}

const lifetimeOf = ({ expiry_time, issued_at }: SealedToken): number =>
  expiry_time - Math.floor(Date.parse(issued_at) / 1000);

function delivered(
  { request, token }: DeliverTokenInput,
  channel: Channel,
  destination: string,
  courier: Courier,
): Delivery {
  const nowMs = courier.now();
  const answer: IssuedTokenAnswer = {
    token_id: token.token_id,
    user_id: request.user_id,
    purpose: request.purpose,
    channel,
    destination,
    status: 'sent',
    issued_at: token.issued_at,
    expires_at: new Date(token.expiry_time * 1000).toISOString(),
    expires_in: token.expiry_time - Math.floor(nowMs / 1000),
    resend_after: new Date(Date.parse(token.issued_at) + courier.resendAfterSeconds * 1000).toISOString(),
  };
  return {
    channel,
    destination_masked: destination,
    sent_at: new Date(nowMs).toISOString(),
    response: { http_status: 201, body: JSON.stringify(answer) },
  };
}
