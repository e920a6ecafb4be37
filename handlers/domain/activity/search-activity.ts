/**
 * Finds entries of the activity log, newest first, a page at a time.
 *
 * One request, person or destination is found by its key. All entries are found by time, in shards by class of outcome,
 * so what failed is found without reading what did not. Everything else is a filter over what was read, which is why a
 * page can be short. So is what keeps clients apart: it is no part of any key.
 */
import type { OutcomeClass } from '../../contract/activity.ts';
import { ACTIVITY_SHARDS, classOf, OUTCOME_CLASS_NAMES, outcomeShard } from '../../contract/activity.ts';
import type { ActivityAnswer, SearchActivityBody } from '../../contract/routes/activity.ts';
import { executionName, executionNameIn, idOfPart, MOST_EXECUTIONS } from '../../contract/workflow.ts';
import type { Decision } from '../decision.ts';
import { accept, refuseFields } from '../decision.ts';
import type { Randomness } from '../randomness.ts';
import type { Clients, Reach } from '../token/client-groups.ts';
import type { KeySource } from '../token/token-keys.ts';
import { readDestination } from '../verifying/presented-destination.ts';
import { readPosition, writePosition } from './activity-cursor.ts';
import type { ActivityRange, ActivityReader, ActivityRecord } from './activity-log.ts';
import { positionOf } from './activity-log.ts';
import { BEGINNING_OF_TIME, END_OF_TIME, instantOf, isFiltered, matcherOf } from './match-entry.ts';
import { shownEntry } from './shown-entry.ts';

/** Limits the reads of one request when a filter lets little through; the cursor continues where they stopped. */
const MAX_ROUNDS = 5;

/** Rows that a round reads for a filter. */
const FILTERED_ROWS = 100;

export interface SearchActivityPorts {
  readonly activity: ActivityReader;
  readonly subjectKeys: Pick<KeySource, 'current'>;
  /** From the secret that is never rotated, so that a cursor stays valid. */
  readonly cursorKeys: Pick<KeySource, 'current'>;
  readonly random: Pick<Randomness, 'bytes'>;
  readonly defaultCountry: string;
  readonly groupOf: Clients['groupOf'];
}

type Ranges = readonly Pick<ActivityRange, 'index' | 'key'>[];

/** Within the caller's reach. @throws StoreUnavailable, SecretUnavailable */
export async function searchActivity(
  asks: SearchActivityBody,
  reach: Reach,
  ports: SearchActivityPorts,
): Promise<Decision<ActivityAnswer>> {
  if (reach === 'nothing') {
    return accept({ entries: [] });
  }
  const body = { ...asks, ...reach };
  const { from, to, limit, cursor, ...asked } = body;
  if (from !== undefined && to !== undefined && Date.parse(to) <= Date.parse(from)) {
    return refuseFields([{ field: 'to', rule: 'must be later than from' }]);
  }
  const start =
    cursor === undefined ? accept(undefined) : readPosition(cursor, asked, await ports.cursorKeys.current());
  if (!start.ok) {
    return start;
  }
  const matches = matcherOf(body, ports);
  const entryIds = entryIdsIn(body);
  if (entryIds !== undefined) {
    const entries = await Promise.all(entryIds.map((id) => ports.activity.get(id)));
    const named = entries.filter((entry) => entry !== undefined).filter(matches);
    return accept({ entries: named.sort(newestFirst).map(shownEntry) });
  }
  const ranges = await rangesOf(body, ports);
  if (!ranges.ok) {
    return ranges;
  }
  const found: ActivityRecord[] = [];
  const earliest = from === undefined ? BEGINNING_OF_TIME : instantOf(from);
  let before = start.value ?? (to === undefined ? END_OF_TIME : instantOf(to));
  // Nothing lies between: a cursor may come with a later `from`, and DynamoDB refuses such a range.
  let hasMore = earliest < before;
  for (let round = 0; hasMore && found.length < limit && round < MAX_ROUNDS; round += 1) {
    const wanted = isFiltered(body) ? FILTERED_ROWS : limit - found.length;
    const page = await newestOf(ranges.value, { from: earliest, before, limit: wanted }, ports.activity);
    for (const record of page.records) {
      if (found.length === limit) {
        page.hasMore = true;
        break;
      }
      before = positionOf(record);
      if (matches(record)) {
        found.push(record);
      }
    }
    hasMore = page.hasMore;
  }
  const entries = found.map(shownEntry);
  return accept(
    hasMore
      ? { entries, next_cursor: writePosition(before, asked, await ports.cursorKeys.current(), ports.random) }
      : { entries },
  );
}

/** The newest of several ranges together, at most `limit`. */
async function newestOf(
  ranges: Ranges,
  { limit, ...range }: Pick<ActivityRange, 'from' | 'before' | 'limit'>,
  activity: ActivityReader,
): Promise<{ readonly records: readonly ActivityRecord[]; hasMore: boolean }> {
  const read = await Promise.all(
    ranges.map((each) => activity.newest({ ...each, ...range, limit: limit + 1 })),
  );
  const merged = read.flat().sort(newestFirst);
  return { records: merged.slice(0, limit), hasMore: merged.length > limit };
}

const newestFirst = (one: ActivityRecord, other: ActivityRecord): number =>
  positionOf(one) < positionOf(other) ? 1 : -1;

async function rangesOf(
  { user_id, phone_number, email, outcomes }: SearchActivityBody,
  { defaultCountry, subjectKeys }: SearchActivityPorts,
): Promise<Decision<Ranges>> {
  if (user_id !== undefined) {
    return accept([{ index: 'by-person', key: user_id }]);
  }
  const destination = await readDestination({ phone_number, email }, defaultCountry, subjectKeys);
  if (!destination.ok) {
    return destination;
  }
  if (destination.value !== undefined) {
    return accept([{ index: 'by-destination', key: destination.value.digest }]);
  }
  const classes = outcomes === undefined ? OUTCOME_CLASS_NAMES : [...new Set(outcomes.map(classOf))];
  return accept(classes.flatMap(shardsOf));
}

const shardsOf = (outcomeClass: OutcomeClass): Ranges =>
  Array.from({ length: ACTIVITY_SHARDS }, (_, shard) => ({
    index: 'by-time',
    key: outcomeShard(outcomeClass, shard),
  }));

/** Of what has a key; undefined for any other search. */
function entryIdsIn({ request_id, execution_arn }: SearchActivityBody): readonly string[] | undefined {
  if (request_id !== undefined) {
    return Array.from({ length: MOST_EXECUTIONS }, (_, index) => executionName(idOfPart(request_id, index)));
  }
  const name = execution_arn === undefined ? undefined : executionNameIn(execution_arn);
  return name === undefined ? undefined : [name];
}
