/** The entry of a code that was checked. */
import type { VerificationAnswer } from '../../contract/routes/verify-token.ts';
import type { Refusal } from '../decision.ts';
import { CourierError } from '../errors.ts';
import type { TokenRecord } from '../token/token-store.ts';
import type { ActivityRecord } from './activity-log.ts';
import type { AboutRequest } from './request-entries.ts';
import { base } from './request-entries.ts';

export interface CheckedCode {
  readonly user_id: string;
  readonly purpose: string;
  readonly client_group: string;
  /** What it was compared with; absent where nothing was found, or not yet. */
  readonly token?: TokenRecord | undefined;
}

/** The answer that was given; `isRepeat` for one that was kept for its Idempotency-Key. */
export const verificationEntry = (
  about: AboutRequest,
  code: CheckedCode,
  answer: VerificationAnswer,
  isRepeat = false,
): ActivityRecord => ({
  ...checked(about, code),
  outcome: isRepeat ? 'repeated' : answer.verified ? 'verified' : answer.reason,
});

export const refusedVerification = (
  about: AboutRequest,
  code: CheckedCode,
  { code: problem, extensions }: Pick<Refusal, 'code' | 'extensions'>,
): ActivityRecord => ({
  ...checked(about, code),
  outcome: 'refused',
  problem,
  rule: extensions?.limit?.name,
});

export const failedVerification = (
  about: AboutRequest,
  code: CheckedCode,
  error: unknown,
): ActivityRecord => ({
  ...checked(about, code),
  outcome: 'failed',
  ...(error instanceof CourierError
    ? { error: error.name, problem: error.code }
    : { error: 'InternalError', problem: 'internal_error' }),
});

function checked(about: AboutRequest, code: CheckedCode): Omit<ActivityRecord, 'outcome'> {
  const { user_id, purpose, client_group, token } = code;
  return {
    ...base(about, { kind: 'verification', user_id, purpose, client_group }),
    ...(token && {
      token_id: token.token_id,
      channel: token.channel,
      destination_masked: token.destination_masked,
      destination_digest: token.destination_digest,
      sends: token.sends,
    }),
  };
}
