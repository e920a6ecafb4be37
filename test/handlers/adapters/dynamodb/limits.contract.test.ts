/** One suite for counters, claims and resends, run against every engine with concurrent callers. */
import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dynamoDbCounterStore } from '../../../../handlers/adapters/dynamodb/counter-store.ts';
import { dynamoDbIdempotencyStore } from '../../../../handlers/adapters/dynamodb/idempotency-store.ts';
import { dynamoDbNumberMemory } from '../../../../handlers/adapters/dynamodb/number-memory.ts';
import { dynamoDbTokenStore } from '../../../../handlers/adapters/dynamodb/token-store.ts';
import { requestClaim } from '../../../../handlers/contract/limits-table.ts';
import type { NumberMemory } from '../../../../handlers/domain/destinations/number-memory.ts';
import { digestKey } from '../../../../handlers/domain/issuing/idempotency.ts';
import type {
  IdempotencyRecord,
  IdempotencyStore,
} from '../../../../handlers/domain/issuing/idempotency-store.ts';
import { entryOf } from '../../../../handlers/domain/limits/counter-entry.ts';
import type { CounterStore, Counting, Subject } from '../../../../handlers/domain/limits/counter-store.ts';
import type { RenewedCode, TokenStore } from '../../../../handlers/domain/token/token-store.ts';
import type { Database } from '../../../support/dynamodb.ts';
import { ENGINES, TABLES } from '../../../support/dynamodb.ts';
import { aToken, NOW_SECONDS, TOKEN_ID } from '../../fixtures.ts';

/** A new code for aToken(), as its second send. */
const CODE: RenewedCode = {
  token_id: 'new',
  sealed_token: 'sealed-2',
  token_digest: 'digest-2',
  secret_version: 'v2',
  channel: 'email',
  channels: ['email'],
  destination_masked: 'p•••@example.com',
  destination_digest: 'digest-of-email',
  format: 'alphanumeric',
  length: 8,
  client_id: 'another',
  sends: 2,
  last_sent_at: '2026-11-22T10:00:30.000Z',
  resent_by: '1795341630 n:u',
};

for (const engine of ENGINES) {
  if (engine.unavailable) {
    console.warn(`Skipped on this machine: ${engine.name} ${engine.unavailable}`);
  }
  const suite = engine.unavailable ? describe.skip : describe;

  suite(`limits on ${engine.name}`, () => {
    let database: Database;
    let counters: CounterStore;
    let claims: IdempotencyStore;
    let tokens: TokenStore;
    let names = 0;
    const nextName = () => {
      names += 1;
      return `name-${names}`;
    };

    beforeAll(async () => {
      database = await engine.start();
      counters = dynamoDbCounterStore(database.client, TABLES.limits);
      claims = dynamoDbIdempotencyStore(database.client, TABLES.limits, requestClaim);
      tokens = dynamoDbTokenStore(database.client, TABLES.tokens);
    });
    afterAll(async () => {
      await database?.close();
    });

    describe('a verified number', () => {
      const DAY = 86_400;
      const numbers = () => dynamoDbNumberMemory(database.client, TABLES.limits, null);
      const isVerified = async (...whose: Parameters<NumberMemory['read']>) =>
        (await numbers().read(...whose)).isTheirs === true;

      it('is remembered for the person who verified it and for nobody else', async () => {
        const digest = nextName();
        expect(await isVerified(digest, 'ada', NOW_SECONDS)).toBe(false);
        await numbers().noteVerified(digest, 'ada', NOW_SECONDS);
        await numbers().noteVerified(digest, 'ada', NOW_SECONDS);
        expect(await isVerified(digest, 'ada', NOW_SECONDS)).toBe(true);
        expect(await isVerified(digest, 'bea', NOW_SECONDS)).toBe(false);
        expect(await isVerified(nextName(), 'ada', NOW_SECONDS)).toBe(false);
      });

      it('is remembered for 45 to 90 days, whoever else verifies it meanwhile', async () => {
        const digest = nextName();
        const at = (days: number) => NOW_SECONDS + days * DAY;
        await numbers().noteVerified(digest, 'ada.lovelace', NOW_SECONDS);
        expect(await isVerified(digest, 'ada.lovelace', at(45))).toBe(true);
        expect(await isVerified(digest, 'ada.lovelace', at(90))).toBe(false);
        for (const days of [44, 88, 132]) {
          await numbers().noteVerified(digest, 'beatrice', at(days));
        }
        expect(await isVerified(digest, 'ada.lovelace', at(90))).toBe(false);
        expect(await isVerified(digest, 'beatrice', at(132))).toBe(true);
        const Key = { subject: { S: `number#${digest}` }, window: { S: '-' } };
        const { Item } = await database.client.send(new GetItemCommand({ TableName: TABLES.limits, Key }));
        expect(Item?.expiry_time).toEqual({ N: String(at(132 + 90)) });
        expect(Object.keys(Item ?? {}).filter((name) => name.startsWith('people_'))).toHaveLength(2);
        expect(JSON.stringify(Item)).not.toMatch(/lovelace|beatrice/);
      });

      it('is remembered for a limited number of people, so that the item stays small', async () => {
        const digest = nextName();
        for (let n = 0; n < 16; n += 1) {
          await numbers().noteVerified(digest, `person-${n}`, NOW_SECONDS);
        }
        await numbers().noteVerified(digest, 'person-3', NOW_SECONDS);
        expect(await isVerified(digest, 'person-0', NOW_SECONDS)).toBe(true);
        await numbers().noteVerified(digest, 'ada', NOW_SECONDS);
        expect(await isVerified(digest, 'ada', NOW_SECONDS)).toBe(true);
        expect(await isVerified(digest, 'person-0', NOW_SECONDS)).toBe(false);
      });

      it('needs no new note for a day after the same person verified it, within one half-period', async () => {
        const digest = nextName();
        const half = 45 * DAY;
        const ends = Math.ceil((NOW_SECONDS + DAY) / half) * half;
        const isFresh = async (userId: string, at: number) =>
          (await numbers().read(digest, userId, at)).isFresh === true;
        await numbers().noteVerified(digest, 'ada', ends - 60);
        expect(await isFresh('ada', ends - 1)).toBe(true);
        expect(await isFresh('bea', ends - 1)).toBe(false);
        // The next half-period needs its own note.
        expect(await isFresh('ada', ends)).toBe(false);
        await numbers().noteVerified(digest, 'ada', ends);
        expect(await isFresh('ada', ends + DAY - 1)).toBe(true);
        expect(await isFresh('ada', ends + DAY)).toBe(false);
      });

      it('is known for as long as the guard is configured to remember it', async () => {
        const digest = nextName();
        const memory = dynamoDbNumberMemory(database.client, TABLES.limits, { knownDays: 200 });
        await memory.noteVerified(digest, 'ada', NOW_SECONDS);
        const Key = { subject: { S: `number#${digest}` }, window: { S: '-' } };
        const { Item } = await database.client.send(new GetItemCommand({ TableName: TABLES.limits, Key }));
        expect(Item?.expiry_time).toEqual({ N: String(NOW_SECONDS + 200 * DAY) });
        expect(await isVerified(digest, 'ada', NOW_SECONDS + 100 * DAY)).toBe(false);
      });
    });

    describe('a counter', () => {
      const TWO = [
        { window: 600, limit: 7 },
        { window: 86_400, limit: 9 },
      ] as const;
      const counting = (subject: Subject, overrides: Partial<Counting> = {}): Counting => ({
        subject,
        limits: TWO,
        owner: nextName(),
        nowSeconds: NOW_SECONDS,
        ...overrides,
      });
      const held = (subject: Subject, atSeconds = NOW_SECONDS) =>
        counters.read(subject, [600, 86_400], atSeconds);
      const itemOf = async (subject: string) => {
        const Key = { subject: { S: subject }, window: { S: 'counts' } };
        return (await database.client.send(new GetItemCommand({ TableName: TABLES.limits, Key }))).Item;
      };

      it('lets exactly the limit through, of 30 concurrent counts, and says which window is full', async () => {
        const subject = nextName();
        const counts = await Promise.all(Array.from({ length: 30 }, () => counters.count(counting(subject))));
        expect(counts.filter(({ counted }) => counted)).toHaveLength(7);
        expect(await held(subject)).toEqual([7, 7]);
        const later = { nowSeconds: NOW_SECONDS + 600 };
        await counters.count(counting(subject, later));
        await counters.count(counting(subject, later));
        expect(await counters.count(counting(subject, later))).toEqual({
          counted: false,
          reached: TWO[1],
          retryAfterSeconds: 86_400 - (NOW_SECONDS % 86_400) - 600,
        });
        expect(await held(subject, NOW_SECONDS + 600)).toEqual([2, 9]);
      });

      it('says when the window ends, and starts from zero after it', async () => {
        const subject = nextName();
        const limits = [{ window: 600, limit: 1 }] as const;
        const at = (nowSeconds: number) => counters.count(counting(subject, { limits, nowSeconds }));
        await at(NOW_SECONDS + 1);
        expect(await at(NOW_SECONDS + 599)).toMatchObject({ counted: false, retryAfterSeconds: 1 });
        expect((await at(NOW_SECONDS + 600)).counted).toBe(true);
        expect(await held(subject, NOW_SECONDS + 1200)).toEqual([0, 0]);
      });

      it('counts amounts, and adds nothing when one does not fit', async () => {
        const subject = nextName();
        const limits = [{ window: 60, limit: 10 }] as const;
        const of = (amount: number) => counters.count(counting(subject, { limits, amount }));
        expect((await of(11)).counted).toBe(false);
        expect((await of(6)).counted).toBe(true);
        expect((await of(5)).counted).toBe(false);
        expect((await of(4)).counted).toBe(true);
      });

      it('stays one item of one write unit, however long it is used, and expires by its TTL', async () => {
        const subject = nextName();
        const limits = [
          { window: 600, limit: 5 },
          { window: 86_400, limit: 1000 },
        ] as const;
        for (let window = 0; window < 40; window += 1) {
          const nowSeconds = NOW_SECONDS + window * 600;
          for (let send = 0; send < 5; send += 1) {
            await counters.count(counting(subject, { limits, nowSeconds }));
          }
        }
        const item = await itemOf(subject);
        expect(JSON.stringify(item).length).toBeLessThan(1024);
        expect(item).toMatchObject({ [`600#${NOW_SECONDS + 39 * 600}`]: { N: '5' } });
        const endsAt = NOW_SECONDS - (NOW_SECONDS % 86_400) + 86_400;
        expect(Number(item?.expiry_time?.N)).toBe(endsAt + 60);
      });

      it.each([
        ['a few', TWO],
        ['many', [{ window: 600, limit: 1_000_000 }]],
      ] as const)('that lets %s through counts an owner once, however often it tries', async (_, limits) => {
        const subject = nextName();
        const once = counting(subject, { limits });
        const tries = await Promise.all([1, 2, 3].map(() => counters.count(once)));
        expect(new Set(tries.map((each) => JSON.stringify(each))).size).toBe(1);
        expect(tries[0]?.counted).toBe(true);
        const next = await counters.count({ ...once, nowSeconds: NOW_SECONDS + 601 });
        expect(next).toEqual(tries[0]);
        expect((await held(subject))[0]).toBe(1);
        await counters.add(once);
        expect((await held(subject))[0]).toBe(1);
      });

      it.each([
        ['a few', TWO],
        ['many', [{ window: 600, limit: 1_000_000 }]],
      ] as const)(
        'that lets %s through takes a count back once, and can then count it again',
        async (_, limits) => {
          const subject = nextName();
          const once = counting(subject, { limits });
          await counters.add(counting(subject, { limits }));
          const count = await counters.count(once);
          if (!count.counted) {
            throw new Error('not counted');
          }
          await Promise.all([counters.takeBack(count.entry), counters.takeBack(count.entry)]);
          expect((await held(subject))[0]).toBe(1);
          expect((await counters.count(once)).counted).toBe(true);
          expect((await held(subject))[0]).toBe(2);
          await counters.takeBack({ ...count.entry, subject: nextName() });
        },
      );

      it.each([
        ['a few', TWO],
        ['many', [{ window: 600, limit: 1_000_000 }]],
      ] as const)(
        'that lets %s through takes back an uncertain count only if it was made',
        async (_, limits) => {
          const subject = nextName();
          await counters.add(counting(subject, { limits }));
          const once = counting(subject, { limits });
          await counters.takeBack(entryOf(once), false);
          expect((await held(subject))[0]).toBe(1);
          await counters.count(once);
          await counters.takeBack(entryOf(once), false);
          expect((await held(subject))[0]).toBe(1);
        },
      );

      it('counts once when the response to a write is lost and the client retries it', async () => {
        const subject = nextName();
        const losing = database.client;
        let lost = 0;
        losing.middlewareStack.add(
          (next, { commandName }) =>
            async (args) => {
              const answer = await next(args);
              if (commandName !== 'UpdateItemCommand') {
                return answer;
              }
              lost += 1;
              throw Object.assign(new Error('lost'), { name: 'TimeoutError', $retryable: {} });
            },
          { step: 'finalizeRequest', priority: 'low', name: 'loseAnswers' },
        );
        const counts = await Promise.all(
          [1, 2, 3, 4, 5].map(() => counters.count(counting(subject))),
        ).finally(() => losing.middlewareStack.remove('loseAnswers'));
        // Each count lost the response to its first write. Its retry was refused: the first had taken effect.
        expect(lost).toBe(5);
        expect(counts.filter(({ counted }) => counted)).toHaveLength(5);
        expect(await held(subject)).toEqual([5, 5]);
      });

      it('clears every part and window of a subject, and no other subject', async () => {
        const [subject, other] = [nextName(), nextName()];
        for (const part of ['login', 'payment']) {
          await counters.add(counting({ subject, part }));
        }
        await counters.add(counting({ subject: other, part: 'login' }));
        expect(await held({ subject, part: 'login' })).toEqual([1, 1]);
        await counters.clear(subject);
        for (const part of ['login', 'payment']) {
          expect(await held({ subject, part })).toEqual([0, 0]);
        }
        expect(await held({ subject: other, part: 'login' })).toEqual([1, 1]);
      });
    });

    describe('a claim', () => {
      const keyOf = (idempotencyKey: string) => ({
        client_id: 'shop',
        key_digest: digestKey(idempotencyKey),
      });
      const claimOf = (execution_arn: string): IdempotencyRecord => ({
        user_id: 'ada',
        purpose: 'login',
        client_group: 'shop',
        execution_arn,
        body_hash: 'hash',
        leased_until: NOW_SECONDS + 30,
        expiry_time: NOW_SECONDS + 330,
      });

      it('is won by one of 20 concurrent requests, and the others see whose it is', async () => {
        const key = keyOf(nextName());
        const attempts = await Promise.all(
          Array.from({ length: 20 }, (_, i) => claims.claim(key, claimOf(`e-${i}`), NOW_SECONDS)),
        );
        expect(attempts.filter(({ claimed }) => claimed)).toHaveLength(1);
        const winner = attempts.findIndex(({ claimed }) => claimed);
        for (const attempt of attempts) {
          if (!attempt.claimed) {
            expect(attempt.existing).toMatchObject(claimOf(`e-${winner}`));
          }
        }
      });

      it('is per client, granted again to its owner, and free once expired or released', async () => {
        const key = keyOf(nextName());
        const claim = (execution: string, at = NOW_SECONDS, of = key) =>
          claims.claim(of, claimOf(execution), at);
        expect((await claim('e-1')).claimed).toBe(true);
        expect((await claim('e-1')).claimed).toBe(true);
        expect((await claim('e-2', NOW_SECONDS, { ...key, client_id: 'bank' })).claimed).toBe(true);
        expect((await claim('e-2')).claimed).toBe(false);
        await claims.release(key, 'e-2');
        expect((await claim('e-2')).claimed).toBe(false);
        expect((await claim('e-2', NOW_SECONDS + 330)).claimed).toBe(true);
        await claims.release(key, 'e-2');
        expect((await claim('e-3')).claimed).toBe(true);
      });

      it('is taken over from a failed execution by one of two, unless it already has an answer', async () => {
        const key = keyOf(nextName());
        await claims.claim(key, claimOf('e-1'), NOW_SECONDS);
        const takeovers = await Promise.all(
          ['e-2', 'e-3'].map((each) => claims.claim(key, claimOf(each), NOW_SECONDS, 'e-1')),
        );
        expect(takeovers.filter(({ claimed }) => claimed)).toHaveLength(1);
        const answered = keyOf(nextName());
        await claims.claim(answered, claimOf('e-1'), NOW_SECONDS);
        await claims.keepAnswer(answered, 'another', '{}');
        await claims.keepAnswer(answered, 'e-1', '{"a":1}');
        expect(await claims.claim(answered, claimOf('e-2'), NOW_SECONDS, 'e-1')).toMatchObject({
          claimed: false,
          existing: { answer: '{"a":1}' },
        });
      });

      it('stores no key in the clear', async () => {
        await claims.claim(keyOf('a phone number maybe'), claimOf('e-1'), NOW_SECONDS);
        const { Item } = await database.client.send(
          new GetItemCommand({
            TableName: TABLES.limits,
            Key: {
              subject: { S: 'idempotency#shop' },
              // printf %s 'a phone number maybe' | openssl dgst -sha256
              window: { S: 'bc429c234e01cce267b3dd994c33620fc9e11d16c7e070bf1756f331cb00f12b' },
            },
          }),
        );
        expect(Item?.execution_arn).toEqual({ S: 'e-1' });
      });
    });

    describe('resending a token', () => {
      const again = (overrides = {}) => ({
        token_id: TOKEN_ID,
        sends: 2,
        channel: 'sms' as const,
        last_sent_at: '2026-11-22T10:01:00.000Z',
        resent_by: '1795341660 n:u',
        client_id: 'shop',
        ...overrides,
      });

      it('is noted for one of 10 concurrent requests, and changes neither attempts nor expiry', async () => {
        const token = aToken({ user_id: nextName(), attempts: 3, key_digest: 'first' });
        await tokens.put(token, NOW_SECONDS);
        const writes = await Promise.all(
          Array.from({ length: 10 }, () => tokens.noteResend(token, again(), NOW_SECONDS)),
        );
        expect(writes.filter(({ applied }) => applied)).toHaveLength(1);
        const { key_digest: _, ...left } = token;
        expect(await tokens.get(token)).toEqual({ ...left, ...again() });
      });

      it.each([
        ['used', { status: 'used' }],
        ['revoked', { status: 'revoked' }],
        ['expired', { expiry_time: NOW_SECONDS }],
        ['another token', { token_id: 'another' }],
        ['already resent', { sends: 2 }],
        ['handed to another channel', { channel: 'email' }],
      ] as const)('is not noted on a token that is %s', async (_, state) => {
        const token = aToken({ user_id: nextName(), ...state });
        await tokens.put(token, NOW_SECONDS);
        expect((await tokens.noteResend(token, again({ key_digest: 'k' }), NOW_SECONDS)).applied).toBe(false);
        expect(await tokens.get(token)).toEqual(token);
      });

      it('with a new code keeps the attempts, including a concurrent one', async () => {
        const token = aToken({ user_id: nextName(), status: 'sent', attempts: 1 });
        await tokens.put(token, NOW_SECONDS);
        const [replaced] = await Promise.all([
          tokens.replaceCode(token, token, CODE, NOW_SECONDS),
          tokens.countAttempt(token, NOW_SECONDS),
        ]);
        expect(replaced.applied).toBe(true);
        expect(await tokens.get(token)).toEqual({ ...token, ...CODE, status: 'issued', attempts: 2 });
        expect((await tokens.replaceCode(token, token, CODE, NOW_SECONDS)).applied).toBe(false);
      });

      it('with a new code removes everything that only the previous code was bound to', async () => {
        const bound = {
          ...{ context_digest: 'h', test_digest: 't', number_prefix: '+49151', key_digest: 'k' },
          earlier_destinations: 'e',
        };
        const delivered = { answered_by: 'arn:first', sent_at: '2026-11-22T10:00:01.000Z', attempt_by: 'a' };
        const token = aToken({ user_id: nextName(), status: 'sent', ...bound, ...delivered });
        await tokens.put(token, NOW_SECONDS);
        await tokens.replaceCode(token, token, CODE, NOW_SECONDS);
        const plain = await tokens.get(token);
        expect(plain).toMatchObject({ ...CODE, status: 'issued' });
        for (const name of Object.keys({ ...bound, ...delivered })) {
          expect(plain).not.toHaveProperty(name);
        }
        const next = { ...CODE, ...bound, token_id: 'next', sends: 3 };
        await tokens.replaceCode(token, CODE, next, NOW_SECONDS);
        expect(await tokens.get(token)).toMatchObject({ ...bound, token_id: 'next', sends: 3 });
      });

      it.each([
        ['was resent since it was read', { sends: 2 }],
        ['is another token', { token_id: 'newer' }],
        ['is used', { status: 'used' }],
        ['is revoked', { status: 'revoked' }],
        ['has expired', { expiry_time: NOW_SECONDS }],
        ['is locked', { attempts: 5 }],
      ] as const)('with a new code is refused for a token that %s', async (_, state) => {
        const token = aToken({ user_id: nextName(), ...state });
        await tokens.put(token, NOW_SECONDS);
        const read = { token_id: TOKEN_ID, sends: 1 };
        expect((await tokens.replaceCode(token, read, CODE, NOW_SECONDS)).applied).toBe(false);
        expect(await tokens.get(token)).toEqual(token);
      });

      it('with two new codes at once applies one', async () => {
        const token = aToken({ user_id: nextName(), status: 'sent' });
        await tokens.put(token, NOW_SECONDS);
        const writes = await Promise.all(
          ['one', 'other'].map((token_id) =>
            tokens.replaceCode(token, token, { ...CODE, token_id }, NOW_SECONDS),
          ),
        );
        expect(writes.filter(({ applied }) => applied)).toHaveLength(1);
      });
    });
  });
}
