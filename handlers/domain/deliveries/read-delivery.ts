/** What the body of POST /deliveries asks for. */
import type { DeliverCodeBody } from '../../contract/routes/deliveries.ts';
import { CHANNEL_FACTS } from '../../contract/vocabulary.ts';
import type { DeliveryRequest } from './delivery-request.ts';

/** The schema has seen to it that the channel has its destination. An address next to a number is the fallback. */
export function readDelivery(body: DeliverCodeBody): DeliveryRequest {
  const { user_id, purpose, channel, code, email, locale, valid_seconds, limit_keys } = body;
  return {
    ...{ user_id, purpose, channel, code },
    destination: body[CHANNEL_FACTS[channel].field] ?? '',
    ...(CHANNEL_FACTS[channel].isText &&
      email !== undefined && { fallback: { channel: 'email', destination: email } }),
    ...(locale !== undefined && { locale }),
    ...(valid_seconds !== undefined && { validSeconds: valid_seconds }),
    ...(limit_keys && { limitKeys: limit_keys }),
  };
}
