/** Random waits, so that callers that failed together do not retry together; and waits for what may take too long. */
import { setTimeout as sleep } from 'node:timers/promises';

/** Full jitter: https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/ */
export const waitUpTo = (atMostMs: number): Promise<void> => sleep(Math.random() * atMostMs);

/** Waits for work to end, and no longer than this. Work that has not ended goes on, as long as its function does. */
export async function waitWithin(work: Promise<unknown>, atMostMs: number): Promise<void> {
  const patience = new AbortController();
  try {
    await Promise.race([work, sleep(atMostMs, undefined, { signal: patience.signal })]);
  } finally {
    patience.abort();
  }
}
