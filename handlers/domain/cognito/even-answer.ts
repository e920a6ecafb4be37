/**
 * Answers for known and unknown users at the same moment, so that the time gives nobody away.
 *
 * Only where a sign-in may begin without a password. Behind a password, the user is known to exist, so waiting
 * would be pointless.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-managing-errors.html
 */
import type { Clock } from '../clock.ts';

/** Leaves a second of Cognito's five for a cold start. */
export const ANSWER_WITHIN_MS = 4_000;

/**
 * When a passwordless sign-in answers, after a call for a message and after an answer alike. A message is on its way in
 * the meantime. Also long enough for a cold function, which whoever begins many sign-ins at once can bring about:
 * checking takes longer there, and only for users that exist.
 */
export const EVEN_ANSWER_MS = 3_000;

export interface Waiting {
  readonly now: Clock;
  readonly wait: (ms: number) => Promise<void>;
}

/**
 * Runs work and answers `atMs`, or when the work ends, whichever is later: give the work a deadline not after `atMs`.
 * An error waits too.
 */
export async function answerAt<T>(atMs: number, work: Promise<T>, { now, wait }: Waiting): Promise<T> {
  try {
    return await work;
  } finally {
    const leftMs = atMs - now();
    if (leftMs > 0) {
      await wait(leftMs);
    }
  }
}
