/** What an answer of the API is: a success, or the error that is thrown in its place. */
import type { ProblemCode } from './contract.ts';
import { PROBLEMS } from './contract.ts';
import type { ReceivedProblem, RequestFacts } from './errors.ts';
import { ProblemError, UnexpectedAnswerError } from './errors.ts';
import type { Answer } from './exchange.ts';

const NO_CONTENT = 204;

/**
 * The body of a successful answer; undefined without one.
 * @param facts whether an earlier attempt at the same request may have been carried out
 * @throws {ProblemError} {UnexpectedAnswerError}
 */
export function successOf({ status, headers, json }: Answer, host: string, facts: RequestFacts): unknown {
  const isSuccess = status >= 200 && status < 300;
  if (status === NO_CONTENT || (isSuccess && json !== undefined)) {
    return json;
  }
  if (isProblemDocument(json)) {
    const retryAfter = Number.parseInt(headers.get('retry-after') ?? '', 10);
    const retryAfterSeconds = Number.isNaN(retryAfter) ? json.retry_after : retryAfter;
    throw new ProblemError(json, retryAfterSeconds, {
      ...facts,
      isOutcomeUnknown: leavesUnknown(json.code, status, facts),
    });
  }
  // A proxy that fails (5xx) may have passed the request on; one that refuses (4xx, 3xx) has not.
  throw new UnexpectedAnswerError(status, host, {
    ...facts,
    isOutcomeUnknown: facts.isOutcomeUnknown || isSuccess || status >= 500,
  });
}

/** The media type does not count: the firewall's problems can only be application/json. */
function isProblemDocument(json: unknown): json is ReceivedProblem {
  const { code, type, status } = (json ?? {}) as Record<string, unknown>;
  return (
    typeof code === 'string' &&
    typeof status === 'number' &&
    (Object.hasOwn(PROBLEMS, code) || typeof type === 'string')
  );
}

/**
 * Problems that do not say whether something was done: the first request is still running, the time ran out
 * after a step that counts, or nobody foresaw the failure.
 */
const WITHOUT_OUTCOME: readonly ProblemCode[] = [
  'request_in_progress',
  'internal_error',
  'service_unavailable',
];

/**
 * Whether nobody knows if the request was carried out. A refusal by a rule settles that for earlier attempts too,
 * because the first thing that the API looks for is their key. Before that look, it can only throttle, reject the
 * access token, or fail.
 */
function leavesUnknown(code: ProblemCode, status: number, facts: RequestFacts): boolean {
  const isBeforeRules = status >= 500 || status === 401 || code === 'throttled';
  return WITHOUT_OUTCOME.includes(code) || (facts.isOutcomeUnknown && isBeforeRules);
}
