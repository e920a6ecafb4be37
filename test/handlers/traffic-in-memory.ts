/** Prefix traffic over maps, for tests of the rules; the contract suite holds it to what the table does. */
import type { Pause, PrefixTraffic, TrafficBucket } from '../../handlers/domain/ports.ts';

const BUCKETS = 24;
const NONE: TrafficBucket = { sends: 0, conversions: 0 };

interface Counts {
  sends: number;
  conversions: number;
}

interface Prefix {
  pausedUntil?: number;
  readonly buckets: Map<number, Counts>;
}

export function trafficInMemory({ windowSeconds }: { readonly windowSeconds: number }): PrefixTraffic {
  const prefixes = new Map<string, Prefix>();
  const listed = new Map<string, number>();
  const bucketAt = (seconds: number) => Math.floor(seconds / (windowSeconds / BUCKETS));
  const of = (prefix: string): Prefix => {
    const known = prefixes.get(prefix) ?? { buckets: new Map() };
    prefixes.set(prefix, known);
    return known;
  };
  const countsAt = (prefix: string, seconds: number): Counts => {
    const { buckets } = of(prefix);
    const counts = buckets.get(bucketAt(seconds)) ?? { sends: 0, conversions: 0 };
    buckets.set(bucketAt(seconds), counts);
    return counts;
  };

  return {
    async countSend(prefix, nowSeconds) {
      const { pausedUntil, buckets } = of(prefix);
      if (pausedUntil !== undefined && pausedUntil > nowSeconds) return { counted: false, pausedUntil };
      countsAt(prefix, nowSeconds).sends += 1;
      const newest = bucketAt(nowSeconds);
      for (const bucket of buckets.keys()) if (bucket <= newest - BUCKETS) buckets.delete(bucket);
      // Copies: a judgement is about the moment of its send.
      const newestFirst = Array.from({ length: BUCKETS }, (_, back) => ({
        ...(buckets.get(newest - back) ?? NONE),
      }));
      return {
        counted: true,
        buckets: newestFirst,
        ...(pausedUntil === undefined ? {} : { pausedUntil }),
      };
    },
    async takeBackSend(prefix, countedAtSeconds) {
      const counts = countsAt(prefix, countedAtSeconds);
      if (counts.sends > 0) counts.sends -= 1;
    },
    async countConversion(prefix, nowSeconds) {
      countsAt(prefix, nowSeconds).conversions += 1;
    },
    async pause(prefix, untilSeconds, nowSeconds) {
      listed.set(prefix, untilSeconds);
      const { pausedUntil, buckets } = of(prefix);
      if (pausedUntil !== undefined && pausedUntil > nowSeconds) return false;
      buckets.clear();
      prefixes.set(prefix, { pausedUntil: untilSeconds, buckets });
      return true;
    },
    async pauses(nowSeconds) {
      return [...listed]
        .map(([prefix, until]): Pause => ({ prefix, until }))
        .filter(({ until }) => until > nowSeconds);
    },
  };
}
