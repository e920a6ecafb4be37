/** Delivers codes that somebody else made through the API: POST /deliveries. */
import * as z from 'zod/mini';
import { ROUTE_KEYS } from '../../contract/route-keys.ts';
import { CHANNEL_FACTS, DELIVERY_OUTCOMES } from '../../contract/vocabulary.ts';
import type { CodeDelivery } from '../../domain/cognito/courier-ports.ts';
import type { ApiClient } from './api-client.ts';

const delivered = z.object({ status: z.enum(DELIVERY_OUTCOMES) });

export const apiCodeDelivery = ({ post }: ApiClient): CodeDelivery => ({
  async deliver({ channel, destination, code, purpose, locale, userReference }, key, untilMs) {
    const to = { [CHANNEL_FACTS[channel].field]: destination };
    const body = { user_id: userReference, purpose, channel, ...to, code, locale };
    const answer = await post(ROUTE_KEYS.deliverCode.path, body, key, untilMs);
    if (answer.kind !== 'accepted') {
      return answer;
    }
    const { success, data } = delivered.safeParse(answer.document);
    return { kind: success ? data.status : 'unknown' };
  },
});
