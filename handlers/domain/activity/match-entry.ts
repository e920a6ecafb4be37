/** Which entries of a search's ranges are wanted. */
import type { SearchActivityBody } from '../../contract/routes/activity.ts';
import type { Clients } from '../token/client-groups.ts';
import type { ActivityRecord } from './activity-log.ts';

/** Sort before and after every time; DynamoDB takes no empty text for a key. */
export const BEGINNING_OF_TIME = '0';
export const END_OF_TIME = '9999';

export const isFiltered = (body: SearchActivityBody): boolean =>
  FILTERS.some((name) => body[name] !== undefined) ||
  body.client_group !== undefined ||
  body.kinds !== undefined ||
  body.outcomes !== undefined;

const FILTERS = ['token_id', 'purpose', 'channel', 'country'] as const;

export function matcherOf(
  body: SearchActivityBody,
  { groupOf }: Pick<Clients, 'groupOf'>,
): (record: ActivityRecord) => boolean {
  const { client_group, kinds, outcomes, from, to } = body;
  // A request that was refused before its client's group was looked up has the client alone.
  const groupIn = (record: ActivityRecord) =>
    record.client_group ?? (record.client_id === undefined ? undefined : groupOf(record.client_id));
  const earliest = from === undefined ? BEGINNING_OF_TIME : instantOf(from);
  const end = to === undefined ? END_OF_TIME : instantOf(to);
  return (record) =>
    FILTERS.every((name) => body[name] === undefined || record[name] === body[name]) &&
    (client_group === undefined || groupIn(record) === client_group) &&
    (kinds === undefined || kinds.includes(record.kind)) &&
    (outcomes === undefined || outcomes.includes(record.outcome)) &&
    record.at >= earliest &&
    record.at < end;
}

/** As entries have it. */
export const instantOf = (time: string): string => new Date(time).toISOString();
