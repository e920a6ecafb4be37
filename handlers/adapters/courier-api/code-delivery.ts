/** Delivers codes that somebody else made through the API: POST /deliveries. */
import * as z from 'zod/mini';
import { CHANNEL_FACTS, DELIVERY_OUTCOMES } from '../../contract/vocabulary.ts';
import type { CodeDelivery } from '../../domain/cognito/courier-ports.ts';
import type { ApiClient } from './api-client.ts';

const PATH = '/deliveries';

const delivered = z.object({ status: z.enum(DELIVERY_OUTCOMES) });

/**
 * The body is `user_id`, `purpose`, `channel`, `code`, optional `locale`, and `phone_number` or `email` by the channel.
 * The answer is 201 with `status: "sent"`, 202 with `status: "unknown"`, or a problem like those of POST /tokens.
 */
export const apiCodeDelivery = ({ post }: ApiClient): CodeDelivery => ({
  async deliver({ channel, destination, code, purpose, locale, userReference }, key, untilMs) {
    const to = { [CHANNEL_FACTS[channel].field]: destination };
    const body = { user_id: userReference, purpose, channel, ...to, code, locale };
    const answer = await post(PATH, body, key, untilMs);
    if (answer.kind !== 'accepted') {
      return answer;
    }
    const { success, data } = delivered.safeParse(answer.document);
    return { kind: success ? data.status : 'unknown' };
  },
});
