/**
 * What one code writes to DynamoDB, item by item, under the keys that the service itself makes.
 *
 * The digest of a number or address is a plain hash here: the service's is keyed, and as evenly spread.
 */
import { createHash } from 'node:crypto';
import type { ActivityIndex } from '../../handlers/contract/activity.ts';
import { ACTIVITY_SHARDS, outcomeShard } from '../../handlers/contract/activity.ts';
import {
  clientSends,
  countsItem,
  DEPLOYMENT_SENDS,
  destinationSends,
  messageItem,
  numberItem,
  personSends,
  prefixTraffic,
  requestClaim,
  SPEND,
  verificationClaim,
} from '../../handlers/contract/limits-table.ts';
import { numberPrefix } from '../../handlers/domain/destinations/number-prefix.ts';
import { listShard } from '../../handlers/domain/issuing/persist-token.ts';
import { slotOf } from '../../handlers/domain/token/client-groups.ts';
import type { Code } from './traffic.ts';

export interface ScaleSettings {
  readonly listShards: number;
  /** Of the pumping guard; null when it is off. */
  readonly prefixDigits: number | null;
  /** Whether these limits are set. */
  readonly budget: boolean;
  readonly clientLimit: boolean;
  readonly deploymentLimit: boolean;
  /** Whether each request has an Idempotency-Key. */
  readonly keyed: boolean;
  readonly deliveryStatus: boolean;
  readonly activity: boolean;
}

/** As a deployment is by default. */
export const DEFAULTS: ScaleSettings = {
  listShards: 4,
  prefixDigits: 3,
  budget: false,
  clientLimit: false,
  deploymentLimit: false,
  keyed: false,
  deliveryStatus: false,
  activity: true,
};

export const EVERYTHING_ON: ScaleSettings = {
  ...DEFAULTS,
  budget: true,
  clientLimit: true,
  deploymentLimit: true,
  keyed: true,
  deliveryStatus: true,
};

export type Table = 'tokens' | 'issued-tokens' | 'limits' | 'activity' | ActivityIndex;

export interface Write {
  readonly table: Table;
  /** Names the kind of item in the tables of docs/scale.md. */
  readonly kind: string;
  readonly partition: string;
  readonly sort: string;
  readonly units: number;
}

const digest = (text: string): string => createHash('sha256').update(text).digest('base64url');

const prefixes = new Map<string, string>();

/** Reading a number takes longer than everything else here. */
function prefixOf(number: string, digits: number): string {
  const name = `${number} ${digits}`;
  const prefix = prefixes.get(name) ?? numberPrefix(number, digits);
  prefixes.set(name, prefix);
  return prefix;
}

/** Of issuing a text to a new number and verifying its code, as long as the item of its prefix is small. */
export function writesOf(code: Code, settings: ScaleSettings): Write[] {
  const { userId, clientId, number, index } = code;
  const purpose = 'login';
  const token = {
    table: 'tokens',
    partition: userId,
    sort: slotOf({ client_group: clientId, purpose }),
  } as const;
  const shard = String(listShard(userId, settings.listShards));
  const limits = (kind: string, subject: string, window: string, units = 1): Write => ({
    table: 'limits',
    kind,
    partition: subject,
    sort: window,
    units,
  });
  const item = (kind: string, { subject, window }: { subject: string; window: string }, units = 1): Write =>
    limits(kind, subject, window, units);
  const { prefixDigits } = settings;
  const id = digest(`${index}`);
  return [
    // Persist token, Record delivery, the counted attempt, the use.
    { ...token, kind: 'token', units: 4 },
    {
      table: 'issued-tokens',
      kind: 'shard of the list index',
      partition: shard,
      sort: String(index),
      units: 1,
    },
    limits('person', personSends({ user_id: userId, purpose }), countsItem()),
    limits('destination', destinationSends(digest(number)), countsItem()),
    ...(settings.clientLimit ? [limits('client', clientSends(clientId), countsItem())] : []),
    ...(settings.deploymentLimit ? [limits('deployment', DEPLOYMENT_SENDS, countsItem())] : []),
    ...(settings.budget ? [limits('spend', SPEND, countsItem())] : []),
    ...(prefixDigits === null ? [] : [item('prefix', prefixTraffic(prefixOf(number, prefixDigits)), 2)]),
    item('number', numberItem(digest(number))),
    ...(settings.keyed
      ? [
          item('claim of a request', requestClaim(clientId, id)),
          item('claim of a verification', verificationClaim(clientId, id), 2),
        ]
      : []),
    ...(settings.deliveryStatus ? [item('message', messageItem(id), 2)] : []),
    ...(settings.activity ? ['issue', 'verify'].flatMap((entry) => entryWrites(code, entry)) : []),
  ];
}

/** Of an entry of the activity log: the item, and one for each index. */
function entryWrites({ userId, number, index }: Code, entry: string): Write[] {
  const id = digest(`${entry} ${index}`);
  const shard =
    Number.parseInt(createHash('sha256').update(id).digest('hex').slice(0, 8), 16) % ACTIVITY_SHARDS;
  const write = (table: Write['table'], kind: string, partition: string): Write => ({
    ...{ table, kind, partition, sort: String(index), units: 1 },
  });
  return [
    write('activity', 'entry', id),
    write('by-person', 'entries of a person', userId),
    write('by-destination', 'entries of a destination', digest(number)),
    write('by-time', 'shard of the activity log', outcomeShard('done', shard)),
  ];
}

/** Whether it is of the activity log, whose table and indexes share no partition with the others. */
export const isOfActivity = ({ table }: Pick<Write, 'table'>): boolean =>
  table === 'activity' || table.startsWith('by-');

/** Kinds whose items of one partition key can be split by their sort key, once the partition is hot. */
export const SPLIT_BY_SORT_KEY: readonly string[] = ['claim of a request', 'claim of a verification'];
