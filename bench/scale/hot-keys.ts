/**
 * Which items and partitions get how many write units a second.
 *
 * DynamoDB hashes partition keys and gives each partition a range of the hash. The hash is not public; this takes the
 * first 32 bits of MD5, which spread as evenly. A partition takes 1,000 write units a second. One that is hot is split,
 * down to a single item, or to a part of the items that have one partition key. A single item cannot be split:
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/burst-adaptive-capacity.html
 */
import { createHash } from 'node:crypto';
import { prefixUnits } from './prefix-item.ts';
import type { Code, Scene } from './traffic.ts';
import { codesOf } from './traffic.ts';
import type { ScaleSettings, Table, Write } from './writes.ts';
import { SPLIT_BY_SORT_KEY, writesOf } from './writes.ts';

/** Write units a second of one partition, and so of one item. */
export const PARTITION_UNITS = 1_000;
const NEW_TABLE_PARTITIONS = 4;
const SAMPLE = 2_000;
const SEED = 7;
const MOST_CODES_PER_SECOND = 100_000;

interface HotKey {
  readonly kind: string;
  readonly table: Table;
  /** A second, of the hottest item or partition key of this kind. */
  readonly units: number;
  /** Whether DynamoDB can split what shares the key. */
  readonly splits: boolean;
}

export interface Heat {
  /** The hottest key of each kind, the hottest first. */
  readonly keys: readonly HotKey[];
  /** By table: all units, those of the hottest partition, and how many partitions that is of. */
  readonly partitions: Readonly<
    Record<string, { readonly count: number; readonly hottest: number; readonly total: number }>
  >;
}

/** A partition key, and what an average code writes under it. */
interface Share extends Pick<Write, 'table' | 'kind' | 'partition'> {
  readonly unitsPerCode: number;
}

/** Of this many codes a second, all to new numbers. */
export function heatOf(scene: Scene, settings: ScaleSettings, codesPerSecond: number): Heat {
  const loads = sharesOf(scene, settings).map((share) => ({
    ...share,
    units: unitsAt(share, codesPerSecond),
  }));
  const hottest = new Map<string, HotKey>();
  for (const { kind, table, units } of loads) {
    if (units > (hottest.get(kind)?.units ?? 0)) {
      hottest.set(kind, { kind, table, units, splits: SPLIT_BY_SORT_KEY.includes(kind) });
    }
  }
  const byTable = Map.groupBy(loads, ({ table }) => table);
  return {
    keys: [...hottest.values()].sort((one, other) => other.units - one.units),
    partitions: Object.fromEntries([...byTable].map(([table, ofTable]) => [table, partitioned(ofTable)])),
  };
}

/** The larger the item of a prefix, the more each write to it costs. Two writes a code: the text, and its return. */
function unitsAt({ kind, unitsPerCode }: Share, codesPerSecond: number): number {
  const units = unitsPerCode * codesPerSecond;
  return kind === 'prefix' ? units * prefixUnits(units / 2) : units;
}

/** Making them takes longer than using them. */
const known = { codes: new Map<string, readonly Code[]>(), shares: new Map<string, readonly Share[]>() };

function sharesOf(scene: Scene, settings: ScaleSettings): readonly Share[] {
  const name = JSON.stringify([scene.name, settings]);
  const shares = known.shares.get(name) ?? countShares(scene, settings);
  known.shares.set(name, shares);
  return shares;
}

function countShares(scene: Scene, settings: ScaleSettings): readonly Share[] {
  const codes = known.codes.get(scene.name) ?? codesOf(scene, SAMPLE, SEED);
  known.codes.set(scene.name, codes);
  const writes = codes.flatMap((code) => writesOf(code, settings));
  const byKey = Map.groupBy(writes, ({ table, kind, partition }) => `${table} ${kind} ${partition}`);
  return [...byKey.values()].flatMap((same) => {
    const [first] = same;
    const units = same.reduce((sum, write) => sum + write.units, 0);
    return first === undefined ? [] : [{ ...first, unitsPerCode: units / SAMPLE }];
  });
}

function partitioned(loads: readonly { readonly partition: string; readonly units: number }[]) {
  const total = loads.reduce((sum, { units }) => sum + units, 0);
  const count = Math.max(NEW_TABLE_PARTITIONS, 2 ** Math.ceil(Math.log2(total / PARTITION_UNITS)));
  const heat = new Map<number, number>();
  for (const { partition, units } of loads) {
    const place = partitionOf(partition, count);
    heat.set(place, (heat.get(place) ?? 0) + units);
  }
  return { count, hottest: Math.max(...heat.values()), total };
}

const partitionOf = (key: string, count: number): number =>
  Math.floor((createHash('md5').update(key).digest().readUInt32BE() / 2 ** 32) * count);

/** Codes a second at which the hottest key of a kind passes what one partition takes; undefined if it never does. */
export function passesAt(kind: string, scene: Scene, settings: ScaleSettings): number | undefined {
  const shares = sharesOf(scene, settings).filter((share) => share.kind === kind);
  const passes = (rate: number): boolean => shares.some((share) => unitsAt(share, rate) > PARTITION_UNITS);
  if (!passes(MOST_CODES_PER_SECOND)) {
    return undefined;
  }
  let [low, high] = [1, MOST_CODES_PER_SECOND];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (passes(middle)) {
      high = middle;
    } else {
      low = middle;
    }
  }
  return low;
}
