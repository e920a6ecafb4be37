/** Which entries of a search's ranges are wanted. */
import type { SearchActivityBody } from '../../contract/routes/activity.ts';
import type { ActivityRecord } from './activity-log.ts';

/** Sort before and after every time; DynamoDB takes no empty text for a key. */
export const BEGINNING_OF_TIME = '0';
export const END_OF_TIME = '9999';

export const isFiltered = (body: SearchActivityBody): boolean =>
  FILTERS.some((name) => body[name] !== undefined) || body.kinds !== undefined || body.outcomes !== undefined;

const FILTERS = ['token_id', 'purpose', 'client_group', 'channel', 'country'] as const;

export function matcherOf(body: SearchActivityBody): (record: ActivityRecord) => boolean {
  const { kinds, outcomes, from, to } = body;
  const earliest = from === undefined ? BEGINNING_OF_TIME : instantOf(from);
  const end = to === undefined ? END_OF_TIME : instantOf(to);
  return (record) =>
    FILTERS.every((name) => body[name] === undefined || record[name] === body[name]) &&
    (kinds === undefined || kinds.includes(record.kind)) &&
    (outcomes === undefined || outcomes.includes(record.outcome)) &&
    record.at >= earliest &&
    record.at < end;
}

/** As entries have it. */
export const instantOf = (time: string): string => new Date(time).toISOString();
