/**
 * What GetMetricData still has of old metrics, and how much it returns at once.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricStat.html
 */
import { AwsError } from '../wire/aws-error.ts';
import type { Sample } from './metric-store.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** How long points of each period are kept; after that, only the next longer period has them. */
const RETENTION = [
  { periodMs: MINUTE_MS, keptMs: 15 * DAY_MS },
  { periodMs: 5 * MINUTE_MS, keptMs: 63 * DAY_MS },
  { periodMs: 60 * MINUTE_MS, keptMs: 455 * DAY_MS },
];
const LONGEST = RETENTION[RETENTION.length - 1] ?? { periodMs: 0, keptMs: 0 };

/** Of all results of a request together. */
const MOST_POINTS = 100_800;

/** StartTime is rounded down to what is kept at its age. */
export function startOf(startMs: number, nowMs: number): number {
  const { periodMs } = RETENTION.find(({ keptMs }) => nowMs - startMs <= keptMs) ?? LONGEST;
  return Math.floor(startMs / periodMs) * periodMs;
}

/**
 * The time before which there is nothing for a period. For a start that is too old for the period, there is nothing in
 * the whole range.
 */
export const hasPoints = (startMs: number, bucketMs: number, nowMs: number): boolean =>
  RETENTION.some(({ periodMs, keptMs }) => bucketMs % periodMs === 0 && nowMs - startMs <= keptMs) ||
  (bucketMs % LONGEST.periodMs === 0 && nowMs - startMs > LONGEST.keptMs);

/** Older samples are gone. */
export const isKept = (atMs: number, nowMs: number): boolean => nowMs - atMs <= LONGEST.keptMs;

export interface PagedPoints {
  readonly results: readonly (readonly Sample[])[];
  /** Whether there is more of a result on a later page. */
  readonly isPartial: readonly boolean[];
  readonly nextToken: string | undefined;
}

/**
 * One page of the points of several queries, each in the order of `results`. A page ends where it has as many points as
 * were asked for.
 * @throws {AwsError} for a limit or a token that AWS refuses
 */
export function pageOf(
  results: readonly (readonly Sample[])[],
  isAscending: boolean,
  most: unknown = MOST_POINTS,
  token?: unknown,
): PagedPoints {
  const limit = Number(most);
  if (!Number.isInteger(limit) || limit < 1 || limit > MOST_POINTS) {
    throw new AwsError('ValidationException', `MaxDatapoints must be from 1 to ${MOST_POINTS}.`);
  }
  const inTime = results
    .flatMap((samples, query) => samples.map((sample) => ({ query, sample })))
    .sort((one, other) => (isAscending ? 1 : -1) * (one.sample.atMs - other.sample.atMs));
  const from = token === undefined ? 0 : Number(token);
  if (!Number.isInteger(from) || from < 0 || (token !== undefined && from >= inTime.length)) {
    throw new AwsError('InvalidNextToken', 'The next token specified is invalid.');
  }
  const to = from + limit;
  const pick = (query: number, points: typeof inTime) =>
    points.filter((point) => point.query === query).map(({ sample }) => sample);
  return {
    results: results.map((_, query) => pick(query, inTime.slice(from, to))),
    isPartial: results.map((_, query) => pick(query, inTime.slice(to)).length > 0),
    nextToken: to < inTime.length ? String(to) : undefined,
  };
}
