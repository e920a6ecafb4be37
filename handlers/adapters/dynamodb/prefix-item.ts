/**
 * What the item of a prefix holds: for each client and part of the window the numbers that have not verified (`u`, a
 * set, and `n`, how many of an older set there were), those that verified (`v`) and those that came back (`r`). Of
 * the unverified ones, `k` names again those that several requests counted, of which nobody may take them back.
 */
import type { UpdateItemCommandInput } from '@aws-sdk/client-dynamodb';
import type { TrafficSlice } from '../../domain/pumping/prefix-traffic.ts';
import { SLICE_SECONDS, SLICES } from '../../domain/pumping/traffic-reference.ts';
import type { Item } from './client.ts';
import { toAttribute } from './client.ts';

/** End of the pause for all clients; that for one is `pausedAttribute`. */
export const PAUSED_UNTIL = 'paused_until';
/** Attributes of past parts that an item may keep before they are removed. */
const MAX_PAST_ATTRIBUTES = 16;
/** Numbers that may stay in sets when no code of theirs is on its way any more. */
const MAX_OLD_NUMBERS = 64;
/** Parts, beside the present one, in which a number may still verify and be taken out of its set. */
const OPEN_SLICES = 1;

const NAME = /^([unvrk])([\w-]{4})([0-9a-z]+)$/;
type Kind = 'u' | 'n' | 'v' | 'r' | 'k';

export const attributeOf = (kind: Kind, client: string, slice: number): string =>
  kind + client + slice.toString(36);

export const pausedAttribute = (client: string): string => `p${client}`;

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

/** The counts of an item, in no order. */
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

/** The window up to now. */
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
    } else {
      counts.unverified += count;
    }
  }
  return [...slices.values()];
}

/** The update that keeps an item small; undefined while it is. A set that changed meanwhile is left for later. */
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
  // No request that could take one of these back is still on its way.
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
