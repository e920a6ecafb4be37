/**
 * When a failed request is sent again, and after how long.
 *
 * What may have been carried out is repeated only where a repetition has no further effect: by GET, PUT and DELETE, by
 * POST with an Idempotency-Key, and by a report of a delivery. What was certainly not carried out is repeated if the
 * same request can succeed within seconds. All other problems are the caller's to decide, such as a limit that was
 * reached.
 */
import type { TokenCourierError } from './errors.ts';
import { NoAnswerError, ProblemError, UnexpectedAnswerError } from './errors.ts';
import type { Host } from './host.ts';

/** The longest random wait before the first repetition; it doubles with each one. */
const FIRST_BACKOFF_MS = 250;
const LONGEST_BACKOFF_MS = 5_000;

interface Repeating {
  readonly maxRetries: number;
  /** When the call must have ended. */
  readonly endsAtMs: number;
  readonly signal: AbortSignal | undefined;
  /** Whether a second request has no further effect. */
  readonly isRepeatable: boolean;
}

/**
 * Returns what the first attempt that succeeds returns; `wasUnknown` tells an attempt whether an earlier one may
 * have been carried out.
 * @throws what the last attempt threw, or the signal's reason
 */
export async function repeat<T>(
  attempt: (wasUnknown: boolean) => Promise<T>,
  { maxRetries, endsAtMs, signal, isRepeatable }: Repeating,
  host: Host,
): Promise<T> {
  let wasUnknown = false;
  for (let retries = 0; ; retries += 1) {
    try {
      return await attempt(wasUnknown);
    } catch (error) {
      const waitMs = backoff(retries, host) + (error instanceof ProblemError ? retryAfterMs(error) : 0);
      const isInTime = host.nowMs() + waitMs < endsAtMs;
      if (retries >= maxRetries || !isInTime || !mayRepeat(error, retries, isRepeatable)) {
        throw error;
      }
      wasUnknown ||= (error as TokenCourierError).isOutcomeUnknown;
      await host.wait(waitMs, signal ?? NEVER);
    }
  }
}

const NEVER = new AbortController().signal;

/** Full jitter: https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/ */
const backoff = (retries: number, { random }: Host): number =>
  random() * Math.min(LONGEST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** retries);

const retryAfterMs = ({ retryAfterSeconds = 0 }: ProblemError): number => retryAfterSeconds * 1000;

function mayRepeat(error: unknown, retries: number, isRepeatable: boolean): boolean {
  if (error instanceof NoAnswerError) {
    return isRepeatable || !error.isOutcomeUnknown;
  }
  if (error instanceof UnexpectedAnswerError) {
    return (error.status >= 500 || error.status === 429) && (isRepeatable || !error.isOutcomeUnknown);
  }
  return error instanceof ProblemError && mayRepeatProblem(error, retries, isRepeatable);
}

function mayRepeatProblem({ code, status }: ProblemError, retries: number, isRepeatable: boolean): boolean {
  switch (code) {
    case 'throttled':
      return true;
    case 'request_in_progress':
      return isRepeatable;
    case 'internal_error':
      return isRepeatable && retries === 0;
    default:
      return isRepeatable && status === 503;
  }
}
