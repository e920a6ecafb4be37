/** What is recorded and answered for a delivery, whether its step reports it or the machine presumes it. */
import type { Channel } from '../../contract/vocabulary.ts';
import type { AdmittedRequest, Delivery, PresumedDeliveries, SealedToken } from '../../contract/workflow.ts';
import { legBy } from '../delivery-route.ts';
import { issuedAnswer, responseOf } from '../token/issued-answer.ts';
import { channelsOf } from './hand-over.ts';
import type { SentInTime } from './send-in-time.ts';
import { UNKNOWN_SENT } from './send-in-time.ts';

export interface DeliveredToken {
  readonly request: AdmittedRequest;
  readonly token: SealedToken;
}

/** `nowMs` is the time of the hand-over, `firstWaitSeconds` the wait after the first send. */
export function describeDelivery(
  { request, token }: DeliveredToken,
  channel: Channel,
  { outcome, messageId }: SentInTime,
  nowMs: number,
  firstWaitSeconds: number,
): Delivery {
  const sent_at = new Date(nowMs).toISOString();
  const { user_id, purpose, locale, sends, sent_again_at } = request;
  const destination_masked = legBy(channel, request).masked;
  const last_sent_at = sent_again_at === '' ? token.issued_at : sent_again_at;
  const sent = {
    ...token,
    user_id,
    purpose,
    channel,
    channels: channelsOf({ request }, channel),
    destination_masked,
    sent_at,
    ...(locale === '' ? {} : { locale }),
    sends,
    last_sent_at,
    outcome,
  };
  return {
    channel,
    destination_masked,
    sent_at,
    outcome,
    message_id: messageId,
    response: responseOf(issuedAnswer(sent, firstWaitSeconds)),
  };
}

/**
 * What the state machine uses as the delivery when the step ended without a result: a message may have been
 * sent. It is built before the delivery, because afterwards no function may be left to build it.
 */
export function presumedDeliveries(
  sent: DeliveredToken,
  nowMs: number,
  firstWaitSeconds: number,
): PresumedDeliveries {
  return Object.fromEntries(
    sent.request.route.map(({ channel }) => [
      channel,
      describeDelivery(sent, channel, UNKNOWN_SENT, nowMs, firstWaitSeconds),
    ]),
  );
}
