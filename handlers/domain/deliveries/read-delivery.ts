/** What the body of POST /deliveries asks for. */
import type { DeliverCodeBody } from '../../contract/routes/deliveries.ts';
import { CHANNEL_FACTS, CHANNELS } from '../../contract/vocabulary.ts';
import type { DeliveryRequest } from './delivery-request.ts';

/** The schema has seen to it that the channel has its destination. The other destination is the fallback. */
export function readDelivery(body: DeliverCodeBody): DeliveryRequest {
  const { user_id, purpose, channel, code, locale, valid_seconds, limit_keys } = body;
  const [second] = CHANNELS.filter((each) => each !== channel).flatMap((each) => {
    const destination = body[CHANNEL_FACTS[each].field];
    return destination === undefined ? [] : [{ channel: each, destination }];
  });
  return {
    ...{ user_id, purpose, channel, code },
    destination: body[CHANNEL_FACTS[channel].field] ?? '',
    ...(second && { fallback: second }),
    ...(locale !== undefined && { locale }),
    ...(valid_seconds !== undefined && { validSeconds: valid_seconds }),
    ...(limit_keys && { limitKeys: limit_keys }),
  };
}
