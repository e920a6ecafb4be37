import type { IssuedTokenAnswer } from '../../../handlers/contract/routes/issue-token.ts';
import type { VerificationAnswer } from '../../../handlers/contract/routes/verify-token.ts';

export interface TokenCourierClient {
  issueToken(body: object, options: { idempotencyKey: string }): Promise<IssuedTokenAnswer>;
  verifyToken(body: object, options: { idempotencyKey: string }): Promise<VerificationAnswer>;
}

export class TokenCourierError extends Error {
  readonly isOutcomeUnknown: boolean = false;
}

export class ProblemError extends TokenCourierError {
  readonly code: string;
  readonly retryAfterSeconds: number | undefined;

  constructor(code: string, retryAfterSeconds?: number) {
    super(code);
    this.code = code;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

export const isProblem = (error: unknown, ...codes: string[]): error is ProblemError =>
  error instanceof ProblemError && (codes.length === 0 || codes.includes(error.code));
