/** Has the service check a code that somebody typed. */
import { isProblem, TokenCourierError } from '../../../client/src/index.ts';
import type { Notice } from '../shared/page.ts';
import type { Courier } from './send-code.ts';
import { logFailure } from './send-code.ts';
import { NO_CODE, NOT_ACCEPTED, NOT_CHECKED, wrongCode } from './words.ts';

export type CheckResult =
  | { readonly isRight: true }
  /** `isSpent`: no further attempt can succeed; it takes a new code. */
  | { readonly isRight: false; readonly why: Notice; readonly isSpent: boolean };

export interface TypedCode {
  readonly userId: string;
  readonly tokenId: string;
  readonly typed: string;
}

/** @param key requests with the same key are carried out once, and get the same answer */
export async function checkCode(
  courier: Courier,
  { userId, tokenId, typed }: TypedCode,
  key: string,
): Promise<CheckResult> {
  try {
    const answer = await courier.verifyToken(
      { user_id: userId, token_id: tokenId, token: typed },
      { idempotencyKey: key },
    );
    if (answer.verified) {
      return { isRight: true };
    }
    const { reason, attempts_remaining } = answer;
    return reason === 'mismatch' && attempts_remaining > 0
      ? { isRight: false, why: wrongCode(attempts_remaining), isSpent: false }
      : { isRight: false, why: NOT_ACCEPTED[reason === 'mismatch' ? 'locked' : reason], isSpent: true };
  } catch (error) {
    // Empty, for instance. About anything else it is a fault of the app, which the log has to show.
    if (
      isProblem(error, 'invalid_request') &&
      error.problem.errors?.every(({ field }) => field === 'token')
    ) {
      return { isRight: false, why: NO_CODE, isSpent: false };
    }
    if (!(error instanceof TokenCourierError)) {
      throw error;
    }
    logFailure('check', error);
    return { isRight: false, why: NOT_CHECKED, isSpent: false };
  }
}
