import { describe, expect, it } from '@jest/globals';
import { systemRandomness } from '../../../../handlers/adapters/system-randomness.ts';
import type { ListTokensQuery } from '../../../../handlers/contract/routes/issued-tokens.ts';
import { SecretUnavailable } from '../../../../handlers/domain/errors.ts';
import { newestFirst, positionOf, writeCursor } from '../../../../handlers/domain/reporting/list-cursor.ts';
import { listTokens } from '../../../../handlers/domain/reporting/list-tokens.ts';
import { deriveKeys, sealToken } from '../../../../handlers/domain/token/seal-token.ts';
import type {
  TokenIndexRow,
  TokenRecord,
  TokenStore,
} from '../../../../handlers/domain/token/token-store.ts';
import { fc } from '../../../support/properties.ts';
import { aToken, fixedKeys, NOW_MS, NOW_SECONDS } from '../../fixtures.ts';

const keys = deriveKeys('v1', 'a secret');
const cursorKeys = deriveKeys('v1', 'another secret');
const SHARDS = 3;
const at = (ms: number) => new Date(NOW_MS + ms).toISOString();

/** A store in an array. Its index orders the rows of one millisecond differently, as DynamoDB may. */
function storeOf(...items: TokenRecord[]) {
  const reads: boolean[] = [];
  const store = {
    newest: async ({ shard, issuedAfter, issuedUntil, limit, continueAfter }) => {
      const rows = items
        .filter((row) => row.list_shard === shard && row.issued_at > issuedAfter)
        .filter((row) => issuedUntil === undefined || row.issued_at <= issuedUntil)
        .sort((one, other) => newestFirst(one, other) * (one.issued_at === other.issued_at ? -1 : 1));
      const from = Number(continueAfter ?? 0);
      return {
        rows: rows.slice(from, from + limit),
        ...(from + limit < rows.length ? { continueAfter: from + limit } : {}),
      };
    },
    tokensOf: async (userId) => items.filter(({ user_id }) => user_id === userId),
    read: async (rows, withSecrets) => {
      reads.push(withSecrets);
      return items.filter((item) =>
        rows.some((row) => row.user_id === item.user_id && row.client_group === item.client_group),
      );
    },
  } satisfies Partial<TokenStore>;
  return { store: store as unknown as TokenStore, reads };
}

const portsOf = (store: TokenStore) => ({
  tokens: store,
  keys: fixedKeys(keys),
  cursorKeys: fixedKeys(cursorKeys),
  random: systemRandomness,
  now: () => NOW_MS + 1000,
  listShards: SHARDS,
  lifetimeSeconds: 300,
});
const everything: ListTokensQuery = { limit: 25, reveal: false };
const cursorAt = (row: TokenIndexRow, group?: string) =>
  writeCursor(positionOf(row), group, cursorKeys, systemRandomness);

const list = async (query: Partial<ListTokensQuery>, ...items: TokenRecord[]) => {
  const decision = await listTokens({ ...everything, ...query }, portsOf(storeOf(...items).store));
  if (!decision.ok) {
    throw new Error(decision.refusal.code);
  }
  return decision.value;
};
const idsOf = ({ tokens }: { tokens: readonly { user_id: string }[] }) =>
  tokens.map(({ user_id }) => user_id);

describe('listing tokens', () => {
  it('shows what is known about a live token, masked', async () => {
    expect(await list({}, aToken({ list_shard: 0, status: 'sent', attempts: 1 }))).toEqual({
      tokens: [
        {
          token_id: '0b4f6c1e-5f0a-4c3b-9d57-3f3f0a7c1a11',
          user_id: 'premjeet.sahu',
          purpose: 'login',
          client_group: 'auth-system',
          token: '••••••',
          channel: 'sms',
          destination: '+91••••••3210',
          status: 'sent',
          attempts: 1,
          max_attempts: 5,
          issued_at: '2026-11-22T10:00:00.000Z',
          expires_at: '2026-11-22T10:05:00.000Z',
          expires_in: 299,
        },
      ],
    });
  });

  it('merges the shards, newest first', async () => {
    const items = [1, 2, 3, 4].map((n) =>
      aToken({ user_id: `p${n}`, issued_at: at(n), list_shard: n % SHARDS }),
    );
    expect(idsOf(await list({}, ...items))).toEqual(['p4', 'p3', 'p2', 'p1']);
  });

  it('never shows an expired token, deleted or not', async () => {
    const expired = aToken({ list_shard: 0, expiry_time: NOW_SECONDS + 1 });
    expect(await list({}, expired)).toEqual({ tokens: [] });
    expect(await list({ user_id: 'premjeet.sahu' }, expired)).toEqual({ tokens: [] });
  });

  it('distinguishes a locked token from a sent one, and filters by either', async () => {
    const sent = aToken({ user_id: 'sent', list_shard: 0, status: 'sent' });
    const locked = aToken({ user_id: 'locked', list_shard: 1, status: 'sent', attempts: 5 });
    expect(idsOf(await list({ status: 'locked' }, sent, locked))).toEqual(['locked']);
    expect(idsOf(await list({ status: 'sent' }, sent, locked))).toEqual(['sent']);
  });

  it('distinguishes a token that may have been sent from one that was, until it is used', async () => {
    const sent = aToken({ user_id: 'sent', list_shard: 0, status: 'sent', outcome: 'sent' });
    const maybe = aToken({ user_id: 'maybe', list_shard: 1, status: 'sent', outcome: 'unknown' });
    expect(idsOf(await list({ status: 'unknown' }, sent, maybe))).toEqual(['maybe']);
    expect(idsOf(await list({ status: 'sent' }, sent, maybe))).toEqual(['sent']);
    const [listed] = (await list({ status: 'unknown' }, maybe)).tokens;
    expect(listed).toMatchObject({ status: 'unknown', token: '••••••' });
    const verified = { ...maybe, status: 'used' } as const;
    expect(idsOf(await list({ status: 'used' }, verified))).toEqual(['maybe']);
  });

  it("shows the carrier's report and reason for a sent token, and still reveals it", async () => {
    const sealed = aToken({
      user_id: 'gone',
      list_shard: 0,
      status: 'sent',
      outcome: 'sent',
      message_id: 'm-1',
    });
    const gone = {
      ...sealed,
      sealed_token: sealToken('123456', sealed, keys, systemRandomness),
      ...({ arrival: 'undelivered', arrival_reason: 'phone_unreachable' } as const),
    };
    const there = aToken({ user_id: 'there', list_shard: 1, status: 'sent', arrival: 'delivered' });
    expect(idsOf(await list({ status: 'delivered' }, gone, there))).toEqual(['there']);
    expect(idsOf(await list({ status: 'sent' }, gone, there))).toEqual([]);
    expect((await list({ status: 'undelivered', reveal: true }, gone)).tokens).toMatchObject([
      { token: '123456', undelivered_reason: 'phone_unreachable', message_id: 'm-1' },
    ]);
    const [listed] = (await list({ status: 'delivered' }, there)).tokens;
    expect(listed).not.toHaveProperty('undelivered_reason');
    expect(listed).not.toHaveProperty('message_id');
  });

  it('reveals an open token on request', async () => {
    const sealed = aToken({ list_shard: 0 });
    const open = { ...sealed, sealed_token: sealToken('123456', sealed, keys, systemRandomness) };
    expect((await list({ reveal: true }, open)).tokens.map(({ token }) => token)).toEqual(['123456']);
  });

  it.each([
    ['used', { status: 'used', attempts: 1 }],
    ['used by the last attempt', { status: 'used', attempts: 5 }],
    ['locked', { status: 'sent', attempts: 5 }],
    ['revoked', { status: 'revoked' }],
  ] as const)('shows no code for a token that is %s, revealed or not', async (_, state) => {
    const closed = aToken({ list_shard: 0, ...state });
    const sealed = { ...closed, sealed_token: sealToken('123456', closed, keys, systemRandomness) };
    expect((await list({}, sealed)).tokens[0]?.token).toBeNull();
    expect((await list({ reveal: true }, sealed)).tokens[0]?.token).toBeNull();
  });

  it('still shows a locked token as locked after it is revoked', async () => {
    const locked = aToken({ list_shard: 0, status: 'revoked', attempts: 5 });
    expect((await list({ status: 'locked' }, locked)).tokens.map(({ status }) => status)).toEqual(['locked']);
  });

  it('shows a reissued token once while the index still has its old row', async () => {
    const now = aToken({ list_shard: 0, issued_at: at(1) });
    const { store } = storeOf(now);
    const asked: number[] = [];
    const catchingUp: TokenStore = {
      ...store,
      newest: async ({ shard }) => ({
        rows: shard === 0 ? [now, { ...now, issued_at: at(0) }] : [],
      }),
      read: (keys, withSecrets) => {
        asked.push(keys.length);
        return store.read(keys, withSecrets);
      },
    };
    const decision = await listTokens(everything, portsOf(catchingUp));
    expect(decision).toMatchObject({ value: { tokens: [{ issued_at: '2026-11-22T10:00:00.001Z' }] } });
    expect(asked).toEqual([1]);
  });

  it('fetches sealed codes only to reveal them', async () => {
    const { store, reads } = storeOf(aToken({ list_shard: 0, status: 'revoked' }));
    await listTokens(everything, portsOf(store));
    await listTokens({ ...everything, reveal: true }, portsOf(store));
    expect(reads).toEqual([false, true]);
  });

  it('shows the tokens of one person, newest first, a page at a time', async () => {
    const items = [1, 2, 3].map((n) => aToken({ purpose: `p${n}`, issued_at: at(n) }));
    const first = await list({ user_id: 'premjeet.sahu', limit: 2 }, ...items);
    expect(first.tokens.map(({ purpose }) => purpose)).toEqual(['p3', 'p2']);
    const second = await list(
      { user_id: 'premjeet.sahu', limit: 2, ...(first.next_cursor ? { cursor: first.next_cursor } : {}) },
      ...items,
    );
    expect(second.tokens.map(({ purpose }) => purpose)).toEqual(['p1']);
    expect(second).not.toHaveProperty('next_cursor');
  });

  it('pages through everything once, whatever the ties, shards and page size', async () => {
    const rows = fc.array(fc.record({ ms: fc.nat(3), list_shard: fc.nat(SHARDS - 1), used: fc.boolean() }), {
      maxLength: 25,
    });
    await fc.assert(
      fc.asyncProperty(rows, fc.integer({ min: 1, max: 7 }), async (drawn, limit) => {
        const items = drawn.map(({ ms, list_shard, used }, index) =>
          aToken({ user_id: `p${index}`, issued_at: at(ms), list_shard, status: used ? 'used' : 'sent' }),
        );
        const seen: string[] = [];
        let cursor: string | undefined;
        do {
          const page = await list({ limit, status: 'sent', ...(cursor ? { cursor } : {}) }, ...items);
          expect(page.tokens.length).toBeLessThanOrEqual(limit);
          seen.push(...idsOf(page));
          cursor = page.next_cursor;
        } while (cursor !== undefined);
        const wanted = items.filter(({ status }) => status === 'sent').sort(newestFirst);
        expect(seen).toEqual(wanted.map(({ user_id }) => user_id));
      }),
    );
  });

  it('shows a client what its group issued, for everybody and for one person, and shows an operator everything', async () => {
    const items = ['@shop', 'bank', '@shop', 'bank', 'bank'].map((client_group, index) =>
      aToken({ user_id: `p${index % 4}`, client_group, issued_at: at(index), list_shard: 0 }),
    );
    const groupsOf = async (query: Partial<ListTokensQuery>) => {
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await list({ ...query, limit: 1, ...(cursor ? { cursor } : {}) }, ...items);
        seen.push(...page.tokens.map((token) => `${token.user_id} ${token.client_group}`));
        cursor = page.next_cursor;
      } while (cursor !== undefined);
      return seen;
    };
    expect(await groupsOf({ client_group: '@shop' })).toEqual(['p2 @shop', 'p0 @shop']);
    expect(await groupsOf({ client_group: '@shop', user_id: 'p0' })).toEqual(['p0 @shop']);
    expect(await groupsOf({ client_group: 'shop' })).toEqual([]);
    expect(await groupsOf({ user_id: 'p0' })).toEqual(['p0 bank', 'p0 @shop']);
    expect(await groupsOf({})).toHaveLength(5);
  });

  it('answers an old cursor with an empty page', async () => {
    const items = [1, 2].map((n) =>
      aToken({ user_id: `p${n}`, issued_at: at(-400_000 + n), list_shard: 0, expiry_time: NOW_SECONDS + 9 }),
    );
    const cursor = cursorAt(aToken({ issued_at: at(-400_000) }));
    expect(await list({ cursor }, ...items)).toEqual({ tokens: [] });
  });

  describe('a cursor', () => {
    /** The cursors of all pages of a query. A cursor may end at a token of any group. */
    const cursorsOf = async (query: Partial<ListTokensQuery>, ...items: TokenRecord[]) => {
      const cursors: string[] = [];
      let cursor: string | undefined;
      do {
        cursor = (await list({ ...query, ...(cursor ? { cursor } : {}) }, ...items)).next_cursor;
        if (cursor !== undefined) {
          cursors.push(cursor);
        }
      } while (cursor !== undefined);
      return cursors;
    };
    const refused = { ok: false, refusal: { code: 'invalid_request', errors: [{ field: 'cursor' }] } };
    const answerTo = (cursor: string, client_group?: string) =>
      listTokens(
        { ...everything, cursor, ...(client_group === undefined ? {} : { client_group }) },
        portsOf(storeOf(...[1, 2, 3].map((n) => aToken({ user_id: `p${n}`, list_shard: 0 }))).store),
      );

    it('reveals nothing about the token that it ends at, whoever owns it', () => {
      const text = fc.string({ unit: fc.constantFrom(...'abcXYZ019-'), minLength: 6, maxLength: 64 });
      const owner = fc.record({ user_id: text, purpose: text, client_group: text, ms: fc.nat(100_000) });
      fc.assert(
        fc.property(owner, ({ ms, ...key }) => {
          const row = { ...key, issued_at: at(-ms) };
          const [cursor, again] = [cursorAt(row, 'bank'), cursorAt(row, 'bank')];
          expect(cursor).toHaveLength(cursorAt(aToken(), 'bank').length);
          expect(again).not.toBe(cursor);
          const read = [cursor, Buffer.from(cursor, 'base64url').toString('latin1')].join();
          const told = [...Object.values(row), ...Object.values(positionOf(row))];
          for (const value of told.flatMap((one) => [one, Buffer.from(one).toString('base64url')])) {
            expect(read).not.toContain(value);
          }
        }),
      );
    });

    it('is sealed wherever a page ends: in the list of all, of a group, or of a person', async () => {
      const items = Array.from({ length: 1100 }, (_, index) =>
        aToken({
          user_id: index % 2 === 0 ? 'ada' : `somebody-else-${index}`,
          purpose: `purpose-${index}`,
          client_group: 'bank',
          issued_at: at(-index),
          list_shard: index % SHARDS,
        }),
      );
      const pages = [
        await cursorsOf({ limit: 100 }, ...items),
        await cursorsOf({ limit: 100, client_group: 'shop' }, ...items),
        await cursorsOf({ limit: 100, client_group: 'bank', user_id: 'ada' }, ...items),
      ];
      expect(pages.map(({ length }) => length)).toEqual([10, 2, 5]);
      for (const cursor of pages.flat()) {
        expect(cursor).toHaveLength(cursorAt(aToken()).length);
        expect(Buffer.from(cursor, 'base64url').toString('latin1')).not.toMatch(
          /somebody|ada|bank|purpose|2026/,
        );
      }
    });

    it('is refused from another group, and between a group and an operator', async () => {
      const row = aToken({ user_id: 'p0', issued_at: at(1) });
      const whose = ['bank', 'shop', '@shop', 'null', undefined];
      for (const from of whose) {
        for (const to of whose) {
          const answer = await answerTo(cursorAt(row, from), to);
          if (from === to) {
            expect(answer).toMatchObject({ ok: true });
          } else {
            expect(answer).toMatchObject(refused);
          }
        }
      }
    });

    it('is refused when it is made up, altered, sealed under another key, or in the old plain form', async () => {
      const row = aToken();
      const cursor = cursorAt(row, 'bank');
      const bytes = Buffer.from(cursor, 'base64url');
      const altered = Array.from(bytes, (byte, index) =>
        Buffer.from(bytes)
          .fill(byte ^ 1, index, index + 1)
          .toString('base64url'),
      );
      const forged = [
        ...altered,
        ...[0, 5, 12, 20, 28, bytes.length - 1].map((end) => bytes.subarray(0, end).toString('base64url')),
        'x',
        'bnVsbA',
        '%00',
        'e'.repeat(1024),
        writeCursor(positionOf(row), 'bank', keys, systemRandomness),
        sealToken('123456', row, cursorKeys, systemRandomness),
        ...[
          [row.issued_at, row.user_id, row.purpose, row.client_group],
          Object.values(positionOf(row)),
          ['2026-11-22T10:00:00.000Z', 'a'],
        ].map((plain) => Buffer.from(JSON.stringify(plain)).toString('base64url')),
      ];
      for (const made of forged) {
        expect(await answerTo(made, 'bank')).toMatchObject(refused);
      }
      expect(await answerTo(cursor, 'bank')).toMatchObject({ ok: true });
    });

    it('does not let a client count the tokens of others more finely with smaller pages', async () => {
      const others = (count: number) =>
        Array.from({ length: count }, (_, index) =>
          aToken({
            user_id: `p${index}`,
            client_group: 'bank',
            issued_at: at(-index),
            list_shard: index % 3,
          }),
        );
      const pages = (limit: number, count: number) =>
        cursorsOf({ limit, client_group: 'shop' }, ...others(count)).then(({ length }) => length);
      expect(await Promise.all([1, 25, 100].map((limit) => pages(limit, 500)))).toEqual([0, 0, 0]);
      expect(await Promise.all([1, 25, 100].map((limit) => pages(limit, 501)))).toEqual([1, 1, 1]);
    });

    it('needs its secret to be written or read, and only then', async () => {
      const cursorKeys = { current: () => Promise.reject(new SecretUnavailable()) };
      const items = [1, 2].map((n) => aToken({ user_id: `p${n}`, list_shard: 0 }));
      const ports = { ...portsOf(storeOf(...items).store), cursorKeys };
      expect(await listTokens(everything, ports)).toMatchObject({ value: { tokens: [{}, {}] } });
      await expect(listTokens({ ...everything, limit: 1 }, ports)).rejects.toThrow(SecretUnavailable);
      const cursor = cursorAt(aToken());
      await expect(listTokens({ ...everything, cursor }, ports)).rejects.toThrow(SecretUnavailable);
    });
  });
});
