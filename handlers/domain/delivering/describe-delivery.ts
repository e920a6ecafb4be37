/** What is recorded and answered of a delivery: the same whether its step says so or the machine has to presume it. */
import type { Channel } from '../../contract/vocabulary.ts';
import type { AdmittedRequest, Delivery, PresumedDeliveries, SealedToken } from '../../contract/workflow.ts';
import { legBy } from '../route.ts';
import { issuedAnswer, responseOf } from '../token/issued-answer.ts';
import { channelsOf } from './hand-over.ts';
import type { SentInTime } from './send-in-time.ts';
import { UNKNOWN_SENT } from './send-in-time.ts';

export interface DeliveredToken {
  readonly request: AdmittedRequest;
  readonly token: SealedToken;
}

/** `nowMs` is when the message was handed over, `firstWaitSeconds` the wait after the first send. */
export function describeDelivery(
  { request, token }: DeliveredToken,
  channel: Channel,
  { outcome, messageId }: SentInTime,
  nowMs: number,
  firstWaitSeconds: number,
): Delivery {
  const sent_at = new Date(nowMs).toISOString();
  const { user_id, purpose, sends, sent_again_at } = request;
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
 * What the machine takes for the delivery when its step was ended and could say nothing: a message may be out. It
 * is worded before the delivery, because afterwards there may be no function left to do it.
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
