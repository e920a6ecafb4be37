/** One suite for the pumping guard's memory, run against every engine and against the in-memory fake. */
import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dynamoDbNumberMemory } from '../../../../handlers/adapters/dynamodb/number-memory.ts';
import { dynamoDbPrefixTraffic } from '../../../../handlers/adapters/dynamodb/prefix-traffic.ts';
import type { NumberMemory } from '../../../../handlers/domain/destinations/number-memory.ts';
import type { PrefixTraffic, TrafficView } from '../../../../handlers/domain/pumping/prefix-traffic.ts';
import { clientKey, referenceTo } from '../../../../handlers/domain/pumping/traffic-reference.ts';
import { countUnits } from '../../../support/consumed-capacity.ts';
import type { Database } from '../../../support/dynamodb.ts';
import { ENGINES, TABLES } from '../../../support/dynamodb.ts';
import { NOW_SECONDS } from '../../fixtures.ts';
import { numbersInMemory, trafficInMemory } from '../../traffic-in-memory.ts';

const SLICE = 300;
const UNTIL = NOW_SECONDS + 600;
const DAY = 86_400;

interface Started {
  readonly traffic: PrefixTraffic;
  readonly numbers: NumberMemory;
  readonly database?: Database;
}

interface Implementation {
  readonly name: string;
  readonly unavailable?: string | undefined;
  start(): Promise<Started>;
}

const implementations: Implementation[] = [
  { name: 'memory', start: async () => ({ traffic: trafficInMemory(), numbers: numbersInMemory() }) },
  ...ENGINES.map((engine) => ({
    name: engine.name,
    unavailable: engine.unavailable,
    start: async () => {
      const database = await engine.start();
      return {
        database,
        traffic: dynamoDbPrefixTraffic(database.client, TABLES.limits),
        numbers: dynamoDbNumberMemory(database.client, TABLES.limits, { knownDays: 90 }),
      };
    },
  })),
];

for (const { name, unavailable, start } of implementations) {
  if (unavailable) {
    console.warn(`Skipped on this machine: ${name} ${unavailable}`);
  }
  const suite = unavailable ? describe.skip : describe;

  suite(`the guard's memory in ${name}`, () => {
    let traffic: PrefixTraffic;
    let numbers: NumberMemory;
    let database: Database | undefined;
    let made = 0;
    const nextPrefix = () => {
      made += 1;
      return `+49${100 + made}`;
    };
    /** Digests that differ in their first characters, which are all that a reference keeps. */
    const digest = (index: number) => `${index.toString(36).padStart(4, '0')}-rest-of-the-digest`;
    const aNumber = (prefix: string, index = 1, clientId = 'web') => ({
      prefix,
      clientId,
      number: digest(index),
    });
    /** The sums of a view for one client. */
    const sums = ({ slices }: TrafficView, clientId = 'web') =>
      slices
        .filter(({ client }) => client === clientKey(clientId))
        .reduce(
          (sum, { unverified, verified, returned }) => ({
            unverified: sum.unverified + unverified,
            verified: sum.verified + verified,
            returned: sum.returned + returned,
          }),
          { unverified: 0, verified: 0, returned: 0 },
        );

    beforeAll(async () => {
      ({ traffic, numbers, database } = await start());
    });
    afterAll(async () => {
      await database?.close();
    });

    /** What only the tables have, and the fake in memory has not. */
    const itOnTables = (title: string, run: (tables: Database) => Promise<void>) => {
      if (name !== 'memory') {
        it(title, () => run(database as Database));
      }
    };

    describe('of prefixes', () => {
      it('counts a number once in a part of the window, however often it is sent to', async () => {
        const prefix = nextPrefix();
        await traffic.countSend(aNumber(prefix, 1), NOW_SECONDS);
        await traffic.countSend(aNumber(prefix, 1), NOW_SECONDS + 40);
        const count = await traffic.countSend(aNumber(prefix, 2), NOW_SECONDS);
        expect(count.counted).toBe(true);
        expect(sums(count)).toEqual({ unverified: 2, verified: 0, returned: 0 });
        expect(count.pausedUntil).toBeUndefined();
      });

      it('keeps prefixes and clients apart, and reports when each part of the window starts', async () => {
        const prefix = nextPrefix();
        await traffic.countSend(aNumber(nextPrefix()), NOW_SECONDS);
        await traffic.countSend(aNumber(prefix, 1, 'app'), NOW_SECONDS);
        const { slices } = await traffic.countSend(aNumber(prefix, 2), NOW_SECONDS + SLICE);
        const startsAtSeconds = NOW_SECONDS - (NOW_SECONDS % SLICE);
        expect(slices).toHaveLength(2);
        expect(slices).toContainEqual({
          ...{ client: clientKey('app'), startsAtSeconds },
          ...{ unverified: 1, verified: 0, returned: 0 },
        });
        expect(slices).toContainEqual({
          ...{ client: clientKey('web'), startsAtSeconds: startsAtSeconds + SLICE },
          ...{ unverified: 1, verified: 0, returned: 0 },
        });
      });

      it('moves a number that verifies from unverified to verified, once', async () => {
        const prefix = nextPrefix();
        await traffic.countSend(aNumber(prefix, 1), NOW_SECONDS);
        await traffic.countSend(aNumber(prefix, 2), NOW_SECONDS);
        const reference = referenceTo(aNumber(prefix, 1), NOW_SECONDS);
        await traffic.countConversion(reference, NOW_SECONDS + SLICE);
        await traffic.countConversion(reference, NOW_SECONDS + SLICE);
        const view = await traffic.countSend(aNumber(prefix, 3), NOW_SECONDS);
        expect(sums(view)).toEqual({ unverified: 2, verified: 1, returned: 0 });
      });

      it('removes the earlier send too when a resent code is verified', async () => {
        const prefix = nextPrefix();
        await traffic.countSend(aNumber(prefix), NOW_SECONDS);
        await traffic.countSend(aNumber(prefix), NOW_SECONDS + SLICE);
        await traffic.countConversion(referenceTo(aNumber(prefix), NOW_SECONDS + SLICE), NOW_SECONDS + SLICE);
        const view = await traffic.countSend(aNumber(prefix, 2), NOW_SECONDS + SLICE);
        expect(sums(view)).toEqual({ unverified: 1, verified: 1, returned: 0 });
      });

      it('counts a reported number as verified once a day, and never as unverified', async () => {
        const prefix = nextPrefix();
        const sumsAfter = async (atSeconds: number) => {
          const sent = aNumber(prefix);
          await traffic.countSend(sent, atSeconds);
          await traffic.countReport(referenceTo(sent, atSeconds), atSeconds);
          await traffic.countReport(referenceTo(sent, atSeconds), atSeconds);
          const view = await traffic.countSend(aNumber(prefix, 2), atSeconds);
          await traffic.takeBackSend(referenceTo(aNumber(prefix, 2), atSeconds));
          return sums(view);
        };
        const once = { unverified: 1, verified: 1, returned: 0 };
        expect(await sumsAfter(NOW_SECONDS)).toEqual(once);
        expect(await sumsAfter(NOW_SECONDS + 1)).toEqual(once);
        expect(await sumsAfter(NOW_SECONDS + SLICE)).toEqual(once);
        // The first is out of the window by then.
        expect(await sumsAfter(NOW_SECONDS + 86_400)).toEqual(once);
        expect(await sumsAfter(NOW_SECONDS + 86_400 + SLICE)).toEqual(once);
      });

      it('counts a number that is reported in time, after a report that came too late', async () => {
        const prefix = nextPrefix();
        const sent = aNumber(prefix, 1);
        await traffic.countReport(referenceTo(sent, NOW_SECONDS - 4 * SLICE), NOW_SECONDS);
        await traffic.countSend(sent, NOW_SECONDS);
        await traffic.countReport(referenceTo(sent, NOW_SECONDS), NOW_SECONDS);
        const view = await traffic.countSend(aNumber(prefix, 2), NOW_SECONDS);
        expect(sums(view)).toEqual({ unverified: 1, verified: 1, returned: 0 });
      });

      it('takes a send back, and ignores one that it does not know', async () => {
        const prefix = nextPrefix();
        await traffic.countSend(aNumber(prefix, 1), NOW_SECONDS);
        const reference = referenceTo(aNumber(prefix, 1), NOW_SECONDS);
        await traffic.takeBackSend(reference);
        await traffic.takeBackSend(reference);
        await traffic.countConversion(reference, NOW_SECONDS);
        const view = await traffic.countSend(aNumber(prefix, 2), NOW_SECONDS);
        expect(sums(view)).toEqual({ unverified: 1, verified: 0, returned: 0 });
      });

      it('gives only the request that made a count the reference that takes it back', async () => {
        const prefix = nextPrefix();
        const first = await traffic.countSend(aNumber(prefix, 1), NOW_SECONDS);
        expect(first.added).toBe(referenceTo(aNumber(prefix, 1), NOW_SECONDS));
        expect((await traffic.countSend(aNumber(prefix, 1), NOW_SECONDS)).added).toBeUndefined();
        const other = await traffic.countSend(aNumber(prefix, 2), NOW_SECONDS);
        expect([typeof other.added, sums(other).unverified]).toEqual(['string', 2]);
      });

      it('takes the send to a returning number back from both of its counts', async () => {
        const prefix = nextPrefix();
        await traffic.pause({ prefix, until: UNTIL }, NOW_SECONDS);
        expect((await traffic.countSend(aNumber(prefix, 1), NOW_SECONDS)).added).toBeUndefined();
        const { added = '' } = await traffic.countSend(aNumber(prefix, 1), NOW_SECONDS, 'return');
        await traffic.takeBackSend(added);
        await traffic.takeBackSend(added);
        const view = await traffic.countSend(aNumber(prefix, 2), NOW_SECONDS, 'trickle');
        expect(sums(view)).toEqual({ unverified: 1, verified: 0, returned: 0 });
      });

      it.each(['unpaused', 'return'] as const)(
        'keeps a number counted when another request keeps it: %s, taken back before or after',
        async (counted) => {
          const letThrough = counted === 'return' ? counted : undefined;
          for (const isTakenBackFirst of [true, false]) {
            const prefix = nextPrefix();
            const { added = '' } = await traffic.countSend(aNumber(prefix, 1), NOW_SECONDS, letThrough);
            if (isTakenBackFirst) {
              await traffic.takeBackSend(added);
            }
            const reference = referenceTo(aNumber(prefix, 1), NOW_SECONDS);
            await traffic.keepSend(reference, NOW_SECONDS);
            await traffic.keepSend(reference, NOW_SECONDS);
            await traffic.takeBackSend(added);
            const view = await traffic.countSend(aNumber(prefix, 2), NOW_SECONDS);
            expect(sums(view).unverified).toBe(2);
            await traffic.countConversion(reference, NOW_SECONDS);
            const after = await traffic.countSend(aNumber(prefix, 2), NOW_SECONDS);
            expect(sums(after)).toMatchObject({ unverified: 1, verified: 1 });
          }
        },
      );

      it('keeps no other number, and none in another part of the window', async () => {
        const prefix = nextPrefix();
        await traffic.keepSend(referenceTo(aNumber(prefix, 1), NOW_SECONDS), NOW_SECONDS);
        for (const [index, atSeconds] of [
          [2, NOW_SECONDS],
          [1, NOW_SECONDS + SLICE],
        ] as const) {
          const { added = '' } = await traffic.countSend(aNumber(prefix, index), atSeconds);
          await traffic.takeBackSend(added);
        }
        const view = await traffic.countSend(aNumber(prefix, 3), NOW_SECONDS + SLICE);
        expect(sums(view).unverified).toBe(2);
      });

      it('looks back over three hours and no further', async () => {
        const prefix = nextPrefix();
        await traffic.countSend(aNumber(prefix, 1), NOW_SECONDS);
        const last = await traffic.countSend(aNumber(prefix, 2), NOW_SECONDS + 36 * SLICE);
        expect(sums(last).unverified).toBe(2);
        const after = await traffic.countSend(aNumber(prefix, 3), NOW_SECONDS + 37 * SLICE);
        expect(sums(after).unverified).toBe(2);
      });

      it('counts only what is let through during a pause, and still returns the view', async () => {
        const prefix = nextPrefix();
        await traffic.countSend(aNumber(prefix, 1), NOW_SECONDS);
        expect(await traffic.pause({ prefix, until: UNTIL }, NOW_SECONDS)).toBe(true);
        const refused = await traffic.countSend(aNumber(prefix, 2), NOW_SECONDS);
        expect([refused.counted, refused.pausedUntil, sums(refused).unverified]).toEqual([false, UNTIL, 1]);
        expect((await traffic.countSend(aNumber(prefix, 2), UNTIL - 1)).counted).toBe(false);

        const trickled = await traffic.countSend(aNumber(prefix, 3), NOW_SECONDS, 'trickle');
        expect([trickled.counted, sums(trickled)]).toEqual([
          true,
          { unverified: 2, verified: 0, returned: 0 },
        ]);
        await traffic.countSend(aNumber(prefix, 4), NOW_SECONDS, 'return');
        const again = await traffic.countSend(aNumber(prefix, 4), NOW_SECONDS, 'return');
        expect([again.counted, sums(again)]).toEqual([true, { unverified: 3, verified: 0, returned: 1 }]);
        expect((await traffic.countSend(aNumber(prefix, 2), UNTIL)).counted).toBe(true);
      });

      it('pauses a prefix for one client and lets the others continue', async () => {
        const prefix = nextPrefix();
        await traffic.pause({ prefix, clientId: 'web', until: UNTIL }, NOW_SECONDS);
        const refused = await traffic.countSend(aNumber(prefix, 1, 'web'), NOW_SECONDS);
        expect([refused.counted, refused.clientPausedUntil, refused.pausedUntil]).toEqual([
          false,
          UNTIL,
          undefined,
        ]);
        const other = await traffic.countSend(aNumber(prefix, 1, 'app'), NOW_SECONDS);
        expect([other.counted, other.clientPausedUntil]).toEqual([true, undefined]);
      });

      it('starts a pause once, however many requests call for it concurrently', async () => {
        const prefix = nextPrefix();
        const begin = () => traffic.pause({ prefix, clientId: 'web', until: UNTIL }, NOW_SECONDS);
        const pauses = await Promise.all(Array.from({ length: 10 }, begin));
        expect(pauses.filter((began) => began)).toHaveLength(1);
        expect(await traffic.pause({ prefix, clientId: 'web', until: UNTIL + 600 }, UNTIL)).toBe(true);
      });

      it('resumes a prefix, and leaves out of the view who had not verified by then', async () => {
        const prefix = nextPrefix();
        const earlier = NOW_SECONDS - 2 * SLICE;
        for (const [index, atSeconds] of [
          [1, earlier],
          [2, NOW_SECONDS],
          [3, NOW_SECONDS],
        ] as const) {
          await traffic.countSend(aNumber(prefix, index), atSeconds);
        }
        await traffic.countSend(aNumber(prefix, 4, 'app'), NOW_SECONDS);
        await traffic.countConversion(referenceTo(aNumber(prefix, 3), NOW_SECONDS), NOW_SECONDS);
        await traffic.pause({ prefix, until: UNTIL }, NOW_SECONDS);
        expect(await traffic.resume({ prefix }, NOW_SECONDS)).toBe(true);
        expect(await traffic.pauses(NOW_SECONDS)).not.toContainEqual({ prefix, until: UNTIL });

        const after = await traffic.countSend(aNumber(prefix, 5), NOW_SECONDS);
        expect([after.counted, after.pausedUntil, sums(after)]).toEqual([
          true,
          undefined,
          { unverified: 1, verified: 1, returned: 0 },
        ]);
        expect(sums(after, 'app').unverified).toBe(0);
        // Whoever verifies now still counts as somebody who verified.
        await traffic.countConversion(referenceTo(aNumber(prefix, 2), NOW_SECONDS), NOW_SECONDS);
        const last = await traffic.countSend(aNumber(prefix, 6), NOW_SECONDS + SLICE);
        expect(sums(last).verified).toBe(2);
        expect(sums(last).unverified).toBeLessThanOrEqual(2);
      });

      it('resumes for one client, whose numbers alone are left out', async () => {
        const prefix = nextPrefix();
        for (const clientId of ['web', 'app']) {
          await traffic.countSend(aNumber(prefix, 1, clientId), NOW_SECONDS);
          await traffic.pause({ prefix, clientId, until: UNTIL }, NOW_SECONDS);
        }
        await traffic.resume({ prefix, clientId: 'web' }, NOW_SECONDS);
        const view = await traffic.countSend(aNumber(prefix, 2), NOW_SECONDS);
        expect([view.counted, sums(view).unverified, sums(view, 'app').unverified]).toEqual([true, 1, 1]);
        expect((await traffic.countSend(aNumber(prefix, 2, 'app'), NOW_SECONDS)).counted).toBe(false);
        expect((await traffic.pauses(NOW_SECONDS)).filter((pause) => pause.prefix === prefix)).toEqual([
          { prefix, clientId: 'app', until: UNTIL },
        ]);
      });

      it('resumes nothing that is not paused, and forgets nothing then', async () => {
        const prefix = nextPrefix();
        await traffic.countSend(aNumber(prefix, 1), NOW_SECONDS);
        expect(await traffic.resume({ prefix }, NOW_SECONDS)).toBe(false);
        await traffic.pause({ prefix, until: UNTIL }, NOW_SECONDS);
        expect(await traffic.resume({ prefix }, UNTIL)).toBe(false);
        expect(sums(await traffic.countSend(aNumber(prefix, 2), UNTIL)).unverified).toBe(2);
      });

      it('starts no pause for what was seen before the prefix was resumed, and lists none', async () => {
        const prefix = nextPrefix();
        await traffic.countSend(aNumber(prefix, 1), NOW_SECONDS);
        await traffic.pause({ prefix, until: UNTIL }, NOW_SECONDS);
        const seen = await traffic.countSend(aNumber(prefix, 2), NOW_SECONDS, 'trickle');
        await traffic.resume({ prefix }, NOW_SECONDS);
        expect(await traffic.pause({ prefix, until: UNTIL + 1 }, NOW_SECONDS, seen)).toBe(false);
        expect((await traffic.pauses(NOW_SECONDS)).filter((pause) => pause.prefix === prefix)).toEqual([]);
        const now = await traffic.countSend(aNumber(prefix, 3), NOW_SECONDS);
        expect([now.counted, await traffic.pause({ prefix, until: UNTIL + 2 }, NOW_SECONDS, now)]).toEqual([
          true,
          true,
        ]);
      });

      it('lists what is paused now, and for whom', async () => {
        const all = { prefix: nextPrefix(), until: UNTIL };
        const ofOne = { prefix: nextPrefix(), clientId: 'web', until: UNTIL };
        await traffic.pause(all, NOW_SECONDS);
        await traffic.pause(ofOne, NOW_SECONDS);
        const pauses = await traffic.pauses(UNTIL - 1);
        expect(pauses).toContainEqual(all);
        expect(pauses).toContainEqual(ofOne);
        expect(await traffic.pauses(UNTIL)).not.toContainEqual(all);
      });

      it('loses no number to concurrent sends, and none when it makes room', async () => {
        const prefix = nextPrefix();
        const send = (index: number, atSeconds: number) =>
          traffic.countSend(aNumber(prefix, index), atSeconds);
        await Promise.all(Array.from({ length: 50 }, (_, index) => send(index, NOW_SECONDS)));
        await Promise.all(Array.from({ length: 50 }, (_, index) => send(index, NOW_SECONDS + SLICE)));
        await traffic.countConversion(referenceTo(aNumber(prefix, 7), NOW_SECONDS), NOW_SECONDS + SLICE);
        for (const later of [3, 4]) {
          const view = await send(later, NOW_SECONDS + 3 * SLICE);
          expect(sums(view)).toEqual({ unverified: 97 + later, verified: 1, returned: 0 });
        }
      });

      itOnTables('keeps an item small and lets it expire after its window and a pause', async (tables) => {
        const prefix = nextPrefix();
        for (let slice = 0; slice < 60; slice += 1) {
          for (const index of [1, 2]) {
            const [number, atSeconds] = [aNumber(prefix, 2 * slice + index), NOW_SECONDS + slice * SLICE];
            await traffic.countSend(number, atSeconds);
            await traffic.keepSend(referenceTo(number, atSeconds), atSeconds);
          }
        }
        const Key = { subject: { S: `prefix#${prefix}` }, window: { S: 'traffic' } };
        const command = new GetItemCommand({ TableName: TABLES.limits, Key });
        const { Item = {} } = await tables.client.send(command);
        expect(Object.keys(Item).length).toBeLessThan(60);
        const named = Object.values(Item).flatMap(({ SS = [] }) => SS);
        expect(named.length).toBeLessThan(75);
        expect(JSON.stringify(Item)).not.toContain('rest');
        expect(Number(Item.expiry_time?.N)).toBe(NOW_SECONDS + 59 * SLICE + 39 * SLICE);
      });

      // dynalite counts a deletion from a set twice.
      if (name !== 'dynalite') {
        itOnTables('costs one write unit for each send and each verification', async (tables) => {
          const used = countUnits(tables.client);
          const prefix = nextPrefix();
          const send = aNumber(prefix);
          await traffic.countSend(send, NOW_SECONDS);
          expect(used.sum()).toEqual({ write: 1, read: 0 });
          used.restart();
          await traffic.keepSend(referenceTo(send, NOW_SECONDS), NOW_SECONDS);
          expect(used.sum()).toEqual({ write: 1, read: 0 });
          used.restart();
          await traffic.countConversion(referenceTo(send, NOW_SECONDS), NOW_SECONDS);
          expect(used.sum()).toEqual({ write: 1, read: 0 });
          used.restart();
          await numbers.read(digest(1), 'ada', NOW_SECONDS);
          expect(used.sum()).toEqual({ write: 0, read: 1 });
        });
      }
    });

    describe('of numbers', () => {
      let last = 1000;
      const nextDigest = () => {
        last += 1;
        return digest(last);
      };

      it('knows nothing of a number at first', async () => {
        expect(await numbers.read(nextDigest(), 'ada', NOW_SECONDS)).toEqual({});
      });

      it('knows when a number was verified, and forgets an earlier refusal', async () => {
        const number = nextDigest();
        await numbers.noteRefused(number, NOW_SECONDS);
        const known = (userId: string) => numbers.read(number, userId, NOW_SECONDS + 60);
        expect(await known('ada')).toEqual({ refusedAt: NOW_SECONDS });
        await numbers.noteVerified(number, 'ada', NOW_SECONDS + 60);
        expect(await known('ada')).toEqual({ verifiedAt: NOW_SECONDS + 60, isTheirs: true, isFresh: true });
        expect(await known('bea')).toEqual({ verifiedAt: NOW_SECONDS + 60 });
      });

      itOnTables(
        'knows a refusal once the verification is too old for the guard, and still knows the owner',
        async (tables) => {
          const number = nextDigest();
          const shortly = dynamoDbNumberMemory(tables.client, TABLES.limits, { knownDays: 30 });
          await shortly.noteVerified(number, 'ada', NOW_SECONDS);
          const later = (days: number) => NOW_SECONDS + days * DAY;
          await shortly.noteRefused(number, later(29));
          expect(await shortly.read(number, 'ada', later(29))).not.toHaveProperty('refusedAt');
          await shortly.noteRefused(number, later(40));
          expect(await shortly.read(number, 'ada', later(40))).toEqual({
            ...{ verifiedAt: NOW_SECONDS, refusedAt: later(40) },
            isTheirs: true,
          });
        },
      );

      itOnTables('keeps what it knows for the configured time', async (tables) => {
        const number = nextDigest();
        const Key = { subject: { S: `number#${number}` }, window: { S: '-' } };
        const expiry = async () => {
          const { Item } = await tables.client.send(new GetItemCommand({ TableName: TABLES.limits, Key }));
          return Number(Item?.expiry_time?.N);
        };
        await numbers.noteRefused(number, NOW_SECONDS);
        expect(await expiry()).toBe(NOW_SECONDS + 3600);
        await numbers.noteVerified(number, 'ada', NOW_SECONDS);
        expect(await expiry()).toBe(NOW_SECONDS + 90 * DAY);
        // A refusal that was decided earlier does not shorten the expiry.
        await numbers.noteRefused(number, NOW_SECONDS + 1);
        expect(await expiry()).toBe(NOW_SECONDS + 90 * DAY);
      });
    });
  });
}
