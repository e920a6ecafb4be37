/**
 * What the item of a prefix holds. For each client and part of the window: the numbers that have not verified
 * (`u`, a set; `n`, the size of an older set), how many verified (`v`) and how many came back (`r`). `k`
 * repeats the unverified numbers that several requests counted, so that none of these requests takes them
 * back. When an operator resumes the prefix, what did not verify so far is left out from then on: all of the parts
 * before (`resumed_from`), and as many of the current part as there were (`f`).
 */
import type { UpdateItemCommandInput } from '@aws-sdk/client-dynamodb';
import type { TrafficSlice } from '../../domain/pumping/prefix-traffic.ts';
import { SLICE_SECONDS, SLICES } from '../../domain/pumping/traffic-reference.ts';
import type { Item } from './client.ts';
import { toAttribute } from './client.ts';

/** When the pause for all clients ends; `pausedAttribute` names that of one client. */
export const PAUSED_UNTIL = 'paused_until';
/** How often pauses were ended by operators. */
export const RESUMES = 'resume_count';
/** The part in which the latest pause for all clients was ended; `resumedAttribute` names that of one client. */
const RESUMED_FROM = 'resumed_from';
/** Attributes of expired parts that an item may keep before they are removed. */
const MAX_PAST_ATTRIBUTES = 16;
/** Numbers that older sets may hold before the sets are folded into counts. */
const MAX_OLD_NUMBERS = 64;
/** Parts before the current one in which a number may still verify and leave its set. */
const OPEN_SLICES = 1;

const NAME = /^([unvrkf])([\w-]{4})([0-9a-z]+)$/;
type Kind = 'u' | 'n' | 'v' | 'r' | 'k' | 'f';

export const attributeOf = (kind: Kind, client: string, slice: number): string =>
  kind + client + slice.toString(36);

export const pausedAttribute = (client: string): string => `p${client}`;
const resumedAttribute = (client: string): string => `q${client}`;

export const numberIn = (item: Item | undefined, name: string): number | undefined => {
  const text = item?.[name]?.N;
  return text === undefined ? undefined : Number(text);
};

interface Entry {
  readonly name: string;
  readonly kind: Kind;
  readonly client: string;
  readonly slice: number;
  readonly count: number;
}

/** The counts of an item, in no particular order. */
function* entriesOf(item: Item): Generator<Entry> {
  for (const [name, value] of Object.entries(item)) {
    const [, kind, client, slice] = NAME.exec(name) ?? [];
    if (kind === undefined || client === undefined || slice === undefined) {
      continue;
    }
    const count = value.SS?.length ?? Number(value.N ?? 0);
    yield { name, kind: kind as Kind, client, slice: Number.parseInt(slice, 36), count };
  }
}

/** The traffic of the window that ends with the part `present`. */
export function slicesOf(item: Item, present: number): TrafficSlice[] {
  const slices = new Map<string, { -readonly [Key in keyof TrafficSlice]: TrafficSlice[Key] }>();
  for (const { kind, client, slice, count } of entriesOf(item)) {
    if (slice < present - SLICES || kind === 'k') {
      continue;
    }
    const key = client + slice;
    const startsAtSeconds = slice * SLICE_SECONDS;
    const counts = slices.get(key) ?? { client, startsAtSeconds, unverified: 0, verified: 0, returned: 0 };
    slices.set(key, counts);
    if (kind === 'v') {
      counts.verified += count;
    } else if (kind === 'r') {
      counts.returned += count;
    } else if (kind === 'f') {
      counts.unverified -= count;
    } else if (slice >= resumedFrom(item, client)) {
      counts.unverified += count;
    }
  }
  // A number that was left out may have verified, and left its set, since.
  return [...slices.values()].map((each) => ({ ...each, unverified: Math.max(0, each.unverified) }));
}

const resumedFrom = (item: Item, client: string): number =>
  Math.max(numberIn(item, RESUMED_FROM) ?? 0, numberIn(item, resumedAttribute(client)) ?? 0);

/** The update that ends a pause and leaves out the numbers that have not verified, of this client or of all. */
export function resuming(item: Item, present: number, client: string | undefined) {
  const current = new Map<string, number>();
  for (const { kind, client: of, slice, count } of entriesOf(item)) {
    if (slice === present && (kind === 'u' || kind === 'n') && (client === undefined || client === of)) {
      current.set(of, (current.get(of) ?? 0) + count);
    }
  }
  const forgiven = [...current];
  return {
    UpdateExpression: `SET #from = :present${forgiven.map((_, i) => `, #f${i} = :f${i}`).join('')} REMOVE #pause ADD #resumes :one`,
    ConditionExpression: 'attribute_exists(#pause)',
    ExpressionAttributeNames: {
      '#from': client === undefined ? RESUMED_FROM : resumedAttribute(client),
      '#pause': client === undefined ? PAUSED_UNTIL : pausedAttribute(client),
      '#resumes': RESUMES,
      ...Object.fromEntries(forgiven.map(([of], i) => [`#f${i}`, attributeOf('f', of, present)])),
    },
    ExpressionAttributeValues: {
      ':present': toAttribute(present),
      ':one': toAttribute(1),
      ...Object.fromEntries(forgiven.map(([, count], i) => [`:f${i}`, toAttribute(count)])),
    },
  };
}

/**
 * The update that shrinks an item; undefined while the item is small. It fails if a set has changed in the
 * meantime, and a later update makes up for it.
 */
export function tidying(
  item: Item,
  present: number,
):
  | Pick<
      UpdateItemCommandInput,
      'UpdateExpression' | 'ConditionExpression' | 'ExpressionAttributeNames' | 'ExpressionAttributeValues'
    >
  | undefined {
  const entries = [...entriesOf(item)];
  const past = entries.filter(({ slice }) => slice < present - SLICES);
  const settled = entries.filter(({ slice }) => slice >= present - SLICES && slice < present - OPEN_SLICES);
  const old = settled.filter(({ kind }) => kind === 'u');
  // No request that could take one of these back is still running.
  const kept = settled.filter(({ kind }) => kind === 'k');
  const isFull = [...old, ...kept].reduce((sum, { count }) => sum + count, 0) > MAX_OLD_NUMBERS;
  const folded = isFull ? old : [];
  const removed = [...(past.length > MAX_PAST_ATTRIBUTES ? past : []), ...(isFull ? kept : [])];
  if (removed.length + folded.length === 0) {
    return undefined;
  }

  const names: Record<string, string> = {};
  const values: Record<string, ReturnType<typeof toAttribute>> = {};
  removed.forEach(({ name }, index) => {
    names[`#past${index}`] = name;
  });
  folded.forEach(({ name, client, slice, count }, index) => {
    names[`#old${index}`] = name;
    names[`#count${index}`] = attributeOf('n', client, slice);
    values[`:size${index}`] = toAttribute(count);
  });
  const gone = [...removed.map((_, index) => `#past${index}`), ...folded.map((_, index) => `#old${index}`)];
  const added = folded.map((_, index) => `#count${index} :size${index}`);
  return {
    UpdateExpression: `REMOVE ${gone.join(', ')}${added.length === 0 ? '' : ` ADD ${added.join(', ')}`}`,
    ExpressionAttributeNames: names,
    ...(folded.length === 0
      ? {}
      : {
          ConditionExpression: folded.map((_, index) => `size(#old${index}) = :size${index}`).join(' AND '),
          ExpressionAttributeValues: values,
        }),
  };
}
