/** A token that was just sent, with its times on this browser's clock. */
import type { IssuedTokenAnswer } from '../../../../handlers/contract/routes/issue-token.ts';
import type { TokenRequest } from '../../api/api-client.ts';

export interface LatestToken {
  /** The original request; repeating it sends the same token again. */
  readonly request: TokenRequest;
  readonly answer: IssuedTokenAnswer;
  /** Epoch milliseconds. */
  readonly deadlineMs: number;
  /** When it may be sent again, epoch milliseconds. */
  readonly resendAtMs: number;
}

/** The browser's clock may be wrong, so both times are measured from the answer's `expires_in`. */
export function latestToken(
  request: TokenRequest,
  answer: IssuedTokenAnswer,
  receivedAtMs: number,
): LatestToken {
  const deadlineMs = receivedAtMs + answer.expires_in * 1_000;
  const resendAtMs = deadlineMs - (Date.parse(answer.expires_at) - Date.parse(answer.resend_after));
  return { request, answer, deadlineMs, resendAtMs };
}
