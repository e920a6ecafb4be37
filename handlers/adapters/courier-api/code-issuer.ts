/** Issues and verifies codes through the API: POST /tokens and POST /tokens/verify. */
import * as z from 'zod/mini';
import { ROUTE_KEYS } from '../../contract/route-keys.ts';
import { DELIVERY_OUTCOMES } from '../../contract/vocabulary.ts';
import type { CodeIssuer } from '../../domain/cognito/courier-ports.ts';
import type { ApiClient } from './api-client.ts';

/** What is read of the answers; members that are added later do not matter. */
const issued = z.object({
  token_id: z.string(),
  status: z.enum(DELIVERY_OUTCOMES),
  channel: z.string(),
  destination: z.string(),
  expires_at: z.string(),
  resend_after: z.string(),
});
const verdict = z.discriminatedUnion('verified', [
  z.object({ verified: z.literal(true) }),
  z.object({ verified: z.literal(false), reason: z.string() }),
]);

export const apiCodeIssuer = ({ post }: ApiClient): CodeIssuer => ({
  async issue({ userId, purpose, phoneNumber, channels, locale }, key, untilMs) {
    const body = { user_id: userId, purpose, phone_number: phoneNumber, channels, locale };
    const answer = await post(ROUTE_KEYS.issueToken.path, body, key, untilMs);
    if (answer.kind !== 'accepted') {
      return answer;
    }
    const { success, data } = issued.safeParse(answer.document);
    return success
      ? {
          kind: 'sent',
          tokenId: data.token_id,
          status: data.status,
          channel: data.channel,
          destination: data.destination,
          expiresAt: data.expires_at,
          resendAfter: data.resend_after,
        }
      : { kind: 'no answer' };
  },

  async verify({ userId, purpose, code, tokenId, phoneNumber }, key, untilMs) {
    const body = { user_id: userId, purpose, token: code, token_id: tokenId, phone_number: phoneNumber };
    const answer = await post(ROUTE_KEYS.verifyToken.path, body, key, untilMs);
    if (answer.kind !== 'accepted') {
      return answer;
    }
    const { success, data } = verdict.safeParse(answer.document);
    if (!success) {
      return { kind: 'no answer' };
    }
    return data.verified ? { kind: 'verified' } : { kind: 'not verified', reason: data.reason };
  },
});
