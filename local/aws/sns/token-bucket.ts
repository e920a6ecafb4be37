/**
 * A quota in calls per second, as AWS enforces it: a bucket that holds one second's calls and refills
 * steadily.
 */

export interface TokenBucket {
  /** Whether one more call is within the quota. If it is, it counts. */
  take(): boolean;
}

/** A full bucket. `nowMs` must be monotonic, as the default is. */
export function createTokenBucket(
  perSecond: number,
  nowMs: () => number = () => performance.now(),
): TokenBucket {
  let left = perSecond;
  let filledAtMs = nowMs();
  return {
    take() {
      const atMs = nowMs();
      left = Math.min(perSecond, left + ((atMs - filledAtMs) / 1000) * perSecond);
      filledAtMs = atMs;
      if (left < 1) {
        return false;
      }
      left -= 1;
      return true;
    },
  };
}
