/**
 * Executions of the machine by time: those that failed, those in which an error occurred, or all. An express machine
 * has no list of its executions, so they are read from its log.
 * https://docs.aws.amazon.com/step-functions/latest/dg/diff-standard-express-exec-details-ui.html
 */
import type { ExecutionsQuery, ListedExecution, ListedExecutions } from '../../contract/routes/executions.ts';
import { executionNameIn } from '../../contract/workflow.ts';
import type { Clock } from '../clock.ts';
import type { Decision } from '../decision.ts';
import { accept, refuseFields } from '../decision.ts';
import { endOf } from './execution-path.ts';
import type { ExecutionSearch, Found, FoundEvent } from './execution-search.ts';
import { endsBeforeItBegins, FRAMES_PER_SEARCH, periodOf } from './execution-search.ts';

/**
 * The function has 10 s, and a call takes 5 s at most, with its second attempt. So a page is searched for until
 * 2.5 s have passed, and starts are looked up while fewer than 4.5 s have.
 */
const SEARCH_MS = 2_500;
const FRAMES_MS = 4_500;

/** An execution takes at most 28 s (contract/timeouts.ts); logged times may be off a little. */
const REACH_MS = 30_000;

export interface ListExecutionsPorts {
  readonly log: ExecutionSearch;
  readonly now: Clock;
}

/** @throws ExecutionsUnavailable */
export async function listExecutions(
  query: ExecutionsQuery,
  { log, now }: ListExecutionsPorts,
): Promise<Decision<ListedExecutions>> {
  const period = periodOf(query);
  if (period === undefined) {
    return endsBeforeItBegins();
  }
  const { status, error, limit, cursor } = query;
  const askedAtMs = now();
  const found = await log.search({
    wanted: error === undefined ? { ends: status ?? 'any' } : { error },
    ...period,
    limit,
    cursor,
    giveUpAtMs: askedAtMs + SEARCH_MS,
  });
  if (found === undefined) {
    return refuseFields([{ field: 'cursor', rule: 'must be a next_cursor from a previous response' }]);
  }
  const latest = latestOfEach(found.events);
  const frames = await framesOf(latest, log, now, askedAtMs + FRAMES_MS);
  const rows = latest.map((event) => rowOf(event, frames.get(event.executionArn) ?? []));
  return accept({ executions: rows.filter((row) => hasStatus(row, status)), ...nextOf(found) });
}

/** An error may occur several times in an execution. */
const latestOfEach = (events: readonly FoundEvent[]): readonly FoundEvent[] =>
  [...new Map(events.toReversed().map((event) => [event.executionArn, event])).values()].sort(
    (one, other) => other.atMs - one.atMs,
  );

/** The first and last events by execution, one search after another: CloudWatch Logs allows few at a time. */
async function framesOf(
  events: readonly FoundEvent[],
  log: ExecutionSearch,
  now: Clock,
  giveUpAtMs: number,
): Promise<ReadonlyMap<string, readonly FoundEvent[]>> {
  const frames: FoundEvent[] = [];
  for (let first = 0; first < events.length && now() < giveUpAtMs; first += FRAMES_PER_SEARCH) {
    const some = events.slice(first, first + FRAMES_PER_SEARCH);
    const times = some.map(({ atMs }) => atMs);
    const found = await log.search({
      wanted: { framesOf: some.map(({ executionArn }) => executionArn) },
      fromMs: Math.min(...times) - REACH_MS,
      untilMs: Math.max(...times) + REACH_MS,
      limit: 2 * some.length,
      giveUpAtMs,
    });
    frames.push(...(found?.events ?? []));
  }
  return Map.groupBy(frames, ({ executionArn }) => executionArn);
}

function rowOf(event: FoundEvent, frame: readonly FoundEvent[]): ListedExecution {
  const start = frame.find(({ type }) => type === 'ExecutionStarted');
  const end = endOf([event, ...frame]);
  return {
    execution_arn: event.executionArn,
    execution_name: executionNameIn(event.executionArn) ?? event.executionArn,
    at: iso(event.atMs),
    ...(end === undefined ? {} : { status: end.status, stopped_at: iso(end.atMs) }),
    ...(end?.error === undefined ? {} : { error: end.error }),
    ...(start === undefined ? {} : { started_at: iso(start.atMs) }),
  };
}

/** A search by error finds executions that recovered from it, too. */
function hasStatus({ status }: ListedExecution, asked: ExecutionsQuery['status']): boolean {
  return asked === undefined || (asked === 'succeeded') === (status === 'SUCCEEDED');
}

const nextOf = ({ cursor }: Found) => (cursor === undefined ? {} : { next_cursor: cursor });

const iso = (ms: number): string => new Date(ms).toISOString();
