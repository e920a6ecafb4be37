/** One suite for counters, claims and resends, run against every engine, with many callers at once. */
import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dynamoDbClaimStore } from '../../../handlers/adapters/dynamodb-claim-store.ts';
import { dynamoDbCounterStore } from '../../../handlers/adapters/dynamodb-counter-store.ts';
import { dynamoDbTokenStore } from '../../../handlers/adapters/dynamodb-token-store.ts';
import { LIMIT_SUBJECTS } from '../../../handlers/contract/table-writes.ts';
import type {
  Claim,
  ClaimStore,
  CounterStore,
  RenewedCode,
  TokenStore,
} from '../../../handlers/domain/ports.ts';
import { type Database, ENGINES, TABLES } from '../../support/dynamodb.ts';
import { aToken, NOW_SECONDS, TOKEN_ID } from '../fixtures.ts';

/** A new code for aToken(), sent for the second time. */
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
  if (engine.unavailable) console.warn(`Skipped on this machine: ${engine.name} ${engine.unavailable}`);
  const suite = engine.unavailable ? describe.skip : describe;

  suite(`limits on ${engine.name}`, () => {
    let database: Database;
    let counters: CounterStore;
    let claims: ClaimStore;
    let tokens: TokenStore;
    let names = 0;
    const nextName = () => {
      names += 1;
      return `name-${names}`;
    };

    beforeAll(async () => {
      database = await engine.start();
      counters = dynamoDbCounterStore(database.client, TABLES.limits);
      claims = dynamoDbClaimStore(database.client, TABLES.limits, LIMIT_SUBJECTS.claims);
      tokens = dynamoDbTokenStore(database.client, TABLES.tokens);
    });
    afterAll(async () => {
      await database?.close();
    });

    describe('a counter', () => {
      it('lets exactly the limit through, of 30 at once', async () => {
        const subject = nextName();
        const counts = await Promise.all(
          Array.from({ length: 30 }, () => counters.count(subject, 600, 7, NOW_SECONDS)),
        );
        expect(counts.filter(({ counted }) => counted)).toHaveLength(7);
        expect(await counters.read(subject, 600, NOW_SECONDS)).toBe(7);
      });

      it('says when the window ends, and begins anew after it', async () => {
        const subject = nextName();
        await counters.count(subject, 600, 1, NOW_SECONDS + 1);
        expect(await counters.count(subject, 600, 1, NOW_SECONDS + 599)).toEqual({
          counted: false,
          retryAfterSeconds: 1,
        });
        expect((await counters.count(subject, 600, 1, NOW_SECONDS + 600)).counted).toBe(true);
        expect(await counters.read(subject, 600, NOW_SECONDS + 1200)).toBe(0);
      });

      it('counts by amounts, and nothing of one that does not fit', async () => {
        const subject = nextName();
        expect((await counters.count(subject, 60, 10, NOW_SECONDS, 11)).counted).toBe(false);
        expect((await counters.count(subject, 60, 10, NOW_SECONDS, 6)).counted).toBe(true);
        expect((await counters.count(subject, 60, 10, NOW_SECONDS, 5)).counted).toBe(false);
        expect((await counters.count(subject, 60, 10, NOW_SECONDS, 4)).counted).toBe(true);
      });

      it('is left to DynamoDB to delete after its end', async () => {
        const subject = nextName();
        const count = await counters.count(subject, 600, 1, NOW_SECONDS + 5);
        if (!count.counted) throw new Error('not counted');
        const { window } = count.entry;
        const { Item } = await database.client.send(
          new GetItemCommand({
            TableName: TABLES.limits,
            Key: { subject: { S: subject }, window: { S: window } },
          }),
        );
        expect(window).toBe(`600#${NOW_SECONDS}`);
        expect(Number(Item?.expiry_time?.N)).toBeGreaterThanOrEqual(NOW_SECONDS + 600);
      });

      it('takes back what was counted, once it was, and never more than is there', async () => {
        const subject = nextName();
        const count = await counters.count(subject, 600, 1, NOW_SECONDS);
        if (!count.counted) throw new Error('not counted');
        await counters.takeBack(count.entry);
        await counters.takeBack(count.entry);
        expect(await counters.read(subject, 600, NOW_SECONDS)).toBe(0);
        expect((await counters.count(subject, 600, 1, NOW_SECONDS)).counted).toBe(true);
        await counters.takeBack({ ...count.entry, subject: nextName() });
      });

      it('forgets every part and window of a subject, and no other subject', async () => {
        const [subject, other] = [nextName(), nextName()];
        for (const part of ['login', 'payment']) {
          await counters.add({ subject, part }, 600, NOW_SECONDS);
          await counters.add({ subject, part }, 86_400, NOW_SECONDS);
        }
        await counters.add({ subject: other, part: 'login' }, 600, NOW_SECONDS);
        expect(await counters.read({ subject, part: 'login' }, 600, NOW_SECONDS)).toBe(1);
        await counters.clear(subject);
        for (const part of ['login', 'payment']) {
          expect(await counters.read({ subject, part }, 86_400, NOW_SECONDS)).toBe(0);
        }
        expect(await counters.read({ subject: other, part: 'login' }, 600, NOW_SECONDS)).toBe(1);
      });
    });

    describe('a claim', () => {
      const keyOf = (idempotency_key: string) => ({ client_id: 'shop', idempotency_key });
      const claimOf = (execution_arn: string): Claim => ({
        user_id: 'ada',
        purpose: 'login',
        client_group: 'shop',
        execution_arn,
        body_hash: 'hash',
        leased_until: NOW_SECONDS + 30,
        expiry_time: NOW_SECONDS + 330,
      });

      it('is got by one of 20 at once, and the others see whose it is', async () => {
        const key = keyOf(nextName());
        const attempts = await Promise.all(
          Array.from({ length: 20 }, (_, i) => claims.claim(key, claimOf(`e-${i}`), NOW_SECONDS)),
        );
        expect(attempts.filter(({ claimed }) => claimed)).toHaveLength(1);
        const winner = attempts.findIndex(({ claimed }) => claimed);
        for (const attempt of attempts) {
          if (!attempt.claimed) expect(attempt.existing).toMatchObject(claimOf(`e-${winner}`));
        }
      });

      it('is per client, its own again, and free when it has expired or was released', async () => {
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

      it('is taken over by one of two from the execution that failed, unless that was answered', async () => {
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

      it('names no key in the clear', async () => {
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

    describe('sending a token again', () => {
      const again = (overrides = {}) => ({
        token_id: TOKEN_ID,
        sends: 2,
        last_sent_at: '2026-11-22T10:01:00.000Z',
        resent_by: '1795341660 n:u',
        client_id: 'shop',
        ...overrides,
      });

      it('is noted for one of 10 at once, and changes neither attempts nor expiry', async () => {
        const token = aToken({ user_id: nextName(), attempts: 3, idempotency_key: 'first' });
        await tokens.put(token, NOW_SECONDS);
        const writes = await Promise.all(
          Array.from({ length: 10 }, () => tokens.noteResend(token, again(), NOW_SECONDS)),
        );
        expect(writes.filter(({ applied }) => applied)).toHaveLength(1);
        const { idempotency_key: _, ...left } = token;
        expect(await tokens.get(token)).toEqual({ ...left, ...again() });
      });

      it.each([
        ['used', { status: 'used' }],
        ['revoked', { status: 'revoked' }],
        ['expired', { expiry_time: NOW_SECONDS }],
        ['another one', { token_id: 'another' }],
        ['sent more often', { sends: 2 }],
      ] as const)('is not noted on one that is %s', async (_, state) => {
        const token = aToken({ user_id: nextName(), ...state });
        await tokens.put(token, NOW_SECONDS);
        expect((await tokens.noteResend(token, again({ idempotency_key: 'k' }), NOW_SECONDS)).applied).toBe(
          false,
        );
        expect(await tokens.get(token)).toEqual(token);
      });

      it('with a new code keeps the attempts, those too that come at the same moment', async () => {
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

      it('with a new code leaves nothing that only the code before was bound to', async () => {
        const bound = {
          ...{ context_hash: 'h', test_number: '+1', number_prefix: '+49151', idempotency_key: 'k' },
          earlier_destinations: 'e',
        };
        const delivered = { answered_by: 'arn:first', sent_at: '2026-11-22T10:00:01.000Z', attempt_by: 'a' };
        const token = aToken({ user_id: nextName(), status: 'sent', ...bound, ...delivered });
        await tokens.put(token, NOW_SECONDS);
        await tokens.replaceCode(token, token, CODE, NOW_SECONDS);
        const plain = await tokens.get(token);
        expect(plain).toMatchObject({ ...CODE, status: 'issued' });
        for (const name of Object.keys({ ...bound, ...delivered })) expect(plain).not.toHaveProperty(name);
        const next = { ...CODE, ...bound, token_id: 'next', sends: 3 };
        await tokens.replaceCode(token, CODE, next, NOW_SECONDS);
        expect(await tokens.get(token)).toMatchObject({ ...bound, token_id: 'next', sends: 3 });
      });

      it.each([
        ['was sent again since it was read', { sends: 2 }],
        ['is another one', { token_id: 'newer' }],
        ['is used', { status: 'used' }],
        ['is revoked', { status: 'revoked' }],
        ['has expired', { expiry_time: NOW_SECONDS }],
        ['is locked', { attempts: 5 }],
      ] as const)('with a new code does not happen to a token that %s', async (_, state) => {
        const token = aToken({ user_id: nextName(), ...state });
        await tokens.put(token, NOW_SECONDS);
        const read = { token_id: TOKEN_ID, sends: 1 };
        expect((await tokens.replaceCode(token, read, CODE, NOW_SECONDS)).applied).toBe(false);
        expect(await tokens.get(token)).toEqual(token);
      });

      it('of two new codes at once takes one', async () => {
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
