/**
 * Answers for known and unknown users at the same moment, so that the time gives nobody away.
 *
 * Only where a sign-in may begin without a password. Behind a password nobody gets here with a name that is not
 * somebody's, and waiting would be for nothing.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-managing-errors.html
 */
import type { Clock } from '../clock.ts';

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
