/** Random waits, so that callers that failed together do not retry together, and waits with a limit. */
import { setTimeout as sleep } from 'node:timers/promises';

/** Full jitter: https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/ */
export const waitUpTo = (atMostMs: number): Promise<void> => sleep(Math.random() * atMostMs);

/**
 * Waits for work to end, but no longer than `atMostMs`. Unfinished work continues while its function runs.
 */
export async function waitWithin(work: Promise<unknown>, atMostMs: number): Promise<void> {
  const patience = new AbortController();
  try {
    await Promise.race([work, sleep(atMostMs, undefined, { signal: patience.signal })]);
  } finally {
    patience.abort();
  }
}
