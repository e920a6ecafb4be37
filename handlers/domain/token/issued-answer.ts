/**
 * The answer for a delivered token, built from what is stored about it, so that a replay equals the first
 * answer. It is 201 if SNS accepted the message and 202 if it is unknown whether it did (RFC 9110 section
 * 15.3.3).
 */
import type { IssuedTokenAnswer } from '../../contract/routes/issue-token.ts';
import type { HttpAnswer } from '../../contract/workflow.ts';
import type { TokenRecord } from './token-store.ts';
import { weakestChannel } from './weakest-channel.ts';

export type SentToken = Pick<
  TokenRecord,
  | 'token_id'
  | 'user_id'
  | 'purpose'
  | 'channel'
  | 'channels'
  | 'issued_at'
  | 'expiry_time'
  | 'sends'
  | 'last_sent_at'
  | 'outcome'
> & { readonly destination_masked: string; readonly sent_at: string };

/** The answer as JSON. `firstWaitSeconds` is the wait after the first send. */
export function issuedAnswer(token: SentToken, firstWaitSeconds: number): string {
  const answer: IssuedTokenAnswer = {
    token_id: token.token_id,
    user_id: token.user_id,
    purpose: token.purpose,
    channel: weakestChannel(token),
    destination: token.destination_masked,
    status: token.outcome ?? 'sent',
    issued_at: token.issued_at,
    expires_at: new Date(token.expiry_time * 1000).toISOString(),
    expires_in: token.expiry_time - Math.floor(Date.parse(token.sent_at) / 1000),
    resend_after: new Date(resendAfterMs(token, firstWaitSeconds)).toISOString(),
  };
  return JSON.stringify(answer);
}

/** The HTTP answer. The body alone determines the status code, so only the body has to be stored. */
export function responseOf(body: string): HttpAnswer {
  const { status }: Pick<IssuedTokenAnswer, 'status'> = JSON.parse(body);
  return { http_status: status === 'unknown' ? 202 : 201, body };
}

/** When the token may be sent again, epoch milliseconds: the wait doubles with every send. */
export const resendAfterMs = (
  { sends, last_sent_at }: Pick<TokenRecord, 'sends' | 'last_sent_at'>,
  firstWaitSeconds: number,
): number => Date.parse(last_sent_at) + firstWaitSeconds * 2 ** (sends - 1) * 1000;
