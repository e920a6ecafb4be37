/**
 * What comes next in a custom sign-in, from the challenges so far: first the password, then the code, then tokens.
 *
 * Each challenge is checked by its name and its place. A sign-in that went any other way fails, because Cognito
 * leaves the decision entirely to this function.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-define-auth-challenge.html
 */

/** A challenge and how it ended, as Cognito lists them, oldest first. */
export interface PastChallenge {
  readonly challengeName: string;
  readonly challengeResult: boolean;
  /** What `createChallenge` noted with it; null for the challenges of Cognito itself. */
  readonly challengeMetadata?: string | null | undefined;
}

export interface SignInRules {
  /** Whether a sign-in may begin without a password. */
  readonly passwordless: boolean;
  readonly answersPerSignIn: number;
}

export type NextStep =
  | { readonly ask: 'PASSWORD_VERIFIER' | 'CUSTOM_CHALLENGE' }
  | { readonly end: 'signed in' | 'failed' };

const FAILED: NextStep = { end: 'failed' };
const ASK_CODE: NextStep = { ask: 'CUSTOM_CHALLENGE' };

/** An unknown user takes the same steps as a known one with wrong answers, and never signs in. */
export function nextStep(
  session: readonly PastChallenge[],
  { passwordless, answersPerSignIn }: SignInRules,
  isUserUnknown: boolean,
): NextStep {
  const [first, second] = session;
  if (first?.challengeName === 'SRP_A' && second === undefined) {
    return first.challengeResult ? { ask: 'PASSWORD_VERIFIER' } : FAILED;
  }
  const provedPassword = isPassed(first, 'SRP_A') && isPassed(second, 'PASSWORD_VERIFIER');
  if (!provedPassword && !passwordless) {
    return FAILED;
  }
  const answers = provedPassword ? session.slice(2) : session;
  if (answers.some(({ challengeName }) => challengeName !== 'CUSTOM_CHALLENGE')) {
    return FAILED;
  }
  if (answers.at(-1)?.challengeResult) {
    return isUserUnknown ? FAILED : { end: 'signed in' };
  }
  return answers.length < answersPerSignIn ? ASK_CODE : FAILED;
}

/** What was noted with the last challenge for a code, or undefined before the first one. */
export const lastNote = (session: readonly PastChallenge[]): string | undefined =>
  session.findLast(({ challengeName }) => challengeName === 'CUSTOM_CHALLENGE')?.challengeMetadata ??
  undefined;

/** How many answers were given to challenges for a code. */
export const answersGiven = (session: readonly PastChallenge[]): number =>
  session.filter(({ challengeName }) => challengeName === 'CUSTOM_CHALLENGE').length;

const isPassed = (challenge: PastChallenge | undefined, name: string): boolean =>
  challenge?.challengeName === name && challenge.challengeResult;
