/** One suite for the traffic of prefixes, run against every engine and the stand-in that other tests use. */
import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dynamoDbPrefixTraffic } from '../../../handlers/adapters/dynamodb-prefix-traffic.ts';
import type { PrefixTraffic } from '../../../handlers/domain/ports.ts';
import { type Database, ENGINES, TABLES } from '../../support/dynamodb.ts';
import { NOW_SECONDS } from '../fixtures.ts';
import { trafficInMemory } from '../traffic-in-memory.ts';

const SETTINGS = { windowSeconds: 7200, pauseSeconds: 600 };
/** A 24th of the window. */
const BUCKET_SECONDS = 300;

interface Implementation {
  readonly name: string;
  readonly unavailable?: string | undefined;
  start(): Promise<{ traffic: PrefixTraffic; database?: Database }>;
}

const implementations: Implementation[] = [
  { name: 'memory', start: async () => ({ traffic: trafficInMemory(SETTINGS) }) },
  ...ENGINES.map((engine) => ({
    name: engine.name,
    unavailable: engine.unavailable,
    start: async () => {
      const database = await engine.start();
      return { database, traffic: dynamoDbPrefixTraffic(database.client, TABLES.limits, SETTINGS) };
    },
  })),
];

for (const { name, unavailable, start } of implementations) {
  if (unavailable) console.warn(`Skipped on this machine: ${name} ${unavailable}`);
  const suite = unavailable ? describe.skip : describe;

  suite(`the traffic of prefixes in ${name}`, () => {
    let traffic: PrefixTraffic;
    let database: Database | undefined;
    let made = 0;
    const nextPrefix = () => {
      made += 1;
      return `+49${100 + made}`;
    };

    beforeAll(async () => {
      ({ traffic, database } = await start());
    });
    afterAll(async () => {
      await database?.close();
    });

    const send = (prefix: string, atSeconds: number) => traffic.countSend(prefix, atSeconds);
    const countedIn = async (prefix: string, atSeconds: number) => {
      const count = await send(prefix, atSeconds);
      if (!count.counted) throw new Error('paused');
      return count;
    };

    it('counts sends and conversions by bucket, newest first, the present send included', async () => {
      const prefix = nextPrefix();
      await send(prefix, NOW_SECONDS);
      await send(prefix, NOW_SECONDS + 1);
      await traffic.countConversion(prefix, NOW_SECONDS + BUCKET_SECONDS);
      const { buckets, pausedUntil } = await countedIn(prefix, NOW_SECONDS + BUCKET_SECONDS);
      expect(buckets).toHaveLength(24);
      expect(buckets.slice(0, 3)).toEqual([
        { sends: 1, conversions: 1 },
        { sends: 2, conversions: 0 },
        { sends: 0, conversions: 0 },
      ]);
      expect(pausedUntil).toBeUndefined();
    });

    it('keeps prefixes apart', async () => {
      await send(nextPrefix(), NOW_SECONDS);
      const { buckets } = await countedIn(nextPrefix(), NOW_SECONDS);
      expect(buckets[0]).toEqual({ sends: 1, conversions: 0 });
    });

    it('looks back over the window and no further', async () => {
      const prefix = nextPrefix();
      await send(prefix, NOW_SECONDS);
      const last = await countedIn(prefix, NOW_SECONDS + 23 * BUCKET_SECONDS);
      expect(last.buckets[23]).toEqual({ sends: 1, conversions: 0 });
      const after = await countedIn(prefix, NOW_SECONDS + 24 * BUCKET_SECONDS);
      expect(after.buckets.map(({ sends }) => sends)).toEqual([1, 1, ...Array(22).fill(0)]);
    });

    it('takes a send back where it was counted, and never more than was', async () => {
      const prefix = nextPrefix();
      await send(prefix, NOW_SECONDS);
      await traffic.takeBackSend(prefix, NOW_SECONDS);
      await traffic.takeBackSend(prefix, NOW_SECONDS);
      const { buckets } = await countedIn(prefix, NOW_SECONDS + BUCKET_SECONDS);
      expect(buckets.slice(0, 2)).toEqual([
        { sends: 1, conversions: 0 },
        { sends: 0, conversions: 0 },
      ]);
    });

    it('counts nothing during a pause, and starts afresh after it', async () => {
      const prefix = nextPrefix();
      const until = NOW_SECONDS + 600;
      await send(prefix, NOW_SECONDS);
      expect(await traffic.pause(prefix, until, NOW_SECONDS)).toBe(true);
      expect(await send(prefix, NOW_SECONDS)).toEqual({ counted: false, pausedUntil: until });
      expect((await send(prefix, until - 1)).counted).toBe(false);
      const { buckets, pausedUntil } = await countedIn(prefix, until);
      expect(buckets.reduce((sum, { sends }) => sum + sends, 0)).toBe(1);
      expect(pausedUntil).toBe(until);
    });

    it('begins a pause once, however many see the reason at once', async () => {
      const prefix = nextPrefix();
      const pauses = Array.from({ length: 10 }, () => traffic.pause(prefix, NOW_SECONDS + 600, NOW_SECONDS));
      expect((await Promise.all(pauses)).filter((began) => began)).toHaveLength(1);
      expect(await traffic.pause(prefix, NOW_SECONDS + 1200, NOW_SECONDS + 600)).toBe(true);
    });

    it('lists what is paused now', async () => {
      const prefix = nextPrefix();
      const until = NOW_SECONDS + 600;
      await traffic.pause(prefix, until, NOW_SECONDS);
      expect(await traffic.pauses(until - 1)).toContainEqual({ prefix, until });
      expect(await traffic.pauses(until)).not.toContainEqual({ prefix, until });
    });

    it('loses no send of many at once', async () => {
      const prefix = nextPrefix();
      await Promise.all(Array.from({ length: 50 }, () => send(prefix, NOW_SECONDS)));
      expect((await countedIn(prefix, NOW_SECONDS)).buckets[0]).toEqual({ sends: 51, conversions: 0 });
    });

    it('keeps an item small and lets it expire after its window and pause', async () => {
      if (!database) return;
      const prefix = nextPrefix();
      for (let bucket = 0; bucket < 100; bucket += 1) {
        await send(prefix, NOW_SECONDS + bucket * BUCKET_SECONDS);
      }
      const Key = { subject: { S: `prefix#${prefix}` }, window: { S: 'traffic' } };
      const { Item = {} } = await database.client.send(new GetItemCommand({ TableName: TABLES.limits, Key }));
      expect(Object.keys(Item).filter((attribute) => attribute.startsWith('s')).length).toBeLessThan(45);
      expect(Number(Item.expiry_time?.N)).toBe(NOW_SECONDS + 99 * BUCKET_SECONDS + 7200 + 600);
    });
  });
}
