/** Keeps in the activity log what became of a code that was checked, also if that was refused or failed. */
import type { VerificationAnswer } from '../contract/routes/verify-token.ts';
import type { AboutRequest } from '../domain/activity/request-entries.ts';
import type { CheckedCode } from '../domain/activity/verification-entry.ts';
import {
  failedVerification,
  refusedVerification,
  verificationEntry,
} from '../domain/activity/verification-entry.ts';
import type { Decision } from '../domain/decision.ts';
import type { TokenRecord } from '../domain/token/token-store.ts';
import type { KeepActivity } from './keep-activity.ts';
import type { Notes } from './observability.ts';

interface Checked {
  readonly answer: VerificationAnswer;
  /** Present for an answer that was kept for its Idempotency-Key. */
  readonly replayed?: boolean;
}

/** Checks a code, and keeps its entry. `check` is given whom to tell the token that the code is compared with. */
export async function keptVerification<T extends Checked>(
  keepActivity: KeepActivity | undefined,
  about: Omit<AboutRequest, 'nowMs'>,
  code: Omit<CheckedCode, 'token'>,
  notes: Notes,
  check: (onToken?: (token: TokenRecord) => void) => Promise<Decision<T>>,
): Promise<Decision<T>> {
  if (keepActivity === undefined) {
    return check();
  }
  let token: TokenRecord | undefined;
  const onToken = (found: TokenRecord) => {
    token = found;
  };
  const now = () => ({ ...about, nowMs: Date.now() });
  try {
    const decision = await check(onToken);
    const checked = { ...code, token };
    await keepActivity(
      decision.ok
        ? verificationEntry(now(), checked, decision.value.answer, decision.value.replayed)
        : refusedVerification(now(), checked, decision.refusal),
      notes,
    );
    return decision;
  } catch (error) {
    await keepActivity(failedVerification(now(), { ...code, token }, error), notes);
    throw error;
  }
}
