/** Random waits, so that callers that failed together do not retry together. */
import { setTimeout as sleep } from 'node:timers/promises';

/** Full jitter: https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/ */
export const waitUpTo = (atMostMs: number): Promise<void> => sleep(Math.random() * atMostMs);
