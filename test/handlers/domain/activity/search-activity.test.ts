import { beforeEach, describe, expect, it } from '@jest/globals';
import { systemRandomness } from '../../../../handlers/adapters/system-randomness.ts';
import { classOf, outcomeShard } from '../../../../handlers/contract/activity.ts';
import type { SearchActivityBody } from '../../../../handlers/contract/routes/activity.ts';
import { ACTIVITY_ROUTES } from '../../../../handlers/contract/routes/activity.ts';
import type {
  ActivityRange,
  ActivityReader,
  ActivityRecord,
} from '../../../../handlers/domain/activity/activity-log.ts';
import { positionOf } from '../../../../handlers/domain/activity/activity-log.ts';
import { searchActivity } from '../../../../handlers/domain/activity/search-activity.ts';
import { digestDestination } from '../../../../handlers/domain/destinations/digest-destination.ts';
import { parseFields } from '../../../../handlers/domain/parse-request.ts';
import type { Reach } from '../../../../handlers/domain/token/client-groups.ts';
import { deriveKeys } from '../../../../handlers/domain/token/seal-token.ts';
import { fixedKeys } from '../../fixtures.ts';

const keys = deriveKeys('v1', 'a secret');
const NUMBER = '+919876543210';

let records: (ActivityRecord & { shard: number })[];
let asked: ActivityRange[];

const INDEXED: Readonly<Record<ActivityRange['index'], (record: (typeof records)[0]) => string | undefined>> =
  {
    'by-person': ({ user_id }) => user_id,
    'by-destination': ({ destination_digest }) => destination_digest,
    'by-time': ({ outcome, shard }) => outcomeShard(classOf(outcome), shard),
  };

const activity: ActivityReader = {
  async newest(range) {
    asked.push(range);
    if (range.from > range.before) {
      throw new Error('The BETWEEN operator requires upper bound to be greater than or equal to lower bound');
    }
    return records
      .filter((each) => INDEXED[range.index](each) === range.key)
      .filter((each) => positionOf(each) >= range.from && positionOf(each) < range.before)
      .sort((one, other) => (positionOf(one) < positionOf(other) ? 1 : -1))
      .slice(0, range.limit);
  },
  get: async (entryId) => records.find(({ entry_id }) => entry_id === entryId),
};

const search = (body: Partial<SearchActivityBody>, reach: Reach = { client_group: body.client_group }) =>
  searchActivity({ limit: 25, ...body }, reach, {
    ...{ activity, random: systemRandomness, defaultCountry: 'IN' },
    groupOf: (clientId: string) => (clientId === 'shop_web' ? '@shop' : clientId),
    subjectKeys: fixedKeys(keys),
    cursorKeys: fixedKeys(keys),
  });

async function page(body: Partial<SearchActivityBody>, reach?: Reach) {
  const found = await search(body, reach);
  if (!found.ok) {
    throw new Error(found.refusal.errors?.[0]?.rule);
  }
  return { ids: found.value.entries.map(({ request_id }) => request_id), next: found.value.next_cursor };
}

/** The minute of the entry, and its number among all. */
const entry = (number: number, overrides: Partial<ActivityRecord> = {}) => ({
  entry_id: `r${number}`,
  at: `2026-11-22T10:${String(number).padStart(2, '0')}:00.000Z`,
  kind: 'issue' as const,
  outcome: 'sent' as const,
  user_id: number % 2 === 0 ? 'ada' : 'bob',
  request_id: `r${number}`,
  shard: number % 8,
  ...overrides,
});

beforeEach(() => {
  asked = [];
  records = [
    entry(1, { destination_digest: digestDestination('phone_number', NUMBER, keys), country: 'IN' }),
    entry(2, { outcome: 'failed', error: 'StoreUnavailable' }),
    entry(3, { outcome: 'refused', problem: 'rate_limited' }),
    entry(4, { kind: 'verification', outcome: 'mismatch', token_id: 't' }),
    entry(5),
    entry(0, { entry_id: 'r7', request_id: 'r7', user_id: 'grace' }),
    entry(0, { entry_id: 'r7-2', request_id: 'r7-2', user_id: 'grace' }),
    entry(6, { destination_digest: digestDestination('email', 'ada@example.com', keys) }),
  ];
});

describe('a search', () => {
  it('without anything lists all entries, newest first, whatever their class and shard', async () => {
    expect(await page({})).toEqual({
      ids: ['r6', 'r5', 'r4', 'r3', 'r2', 'r1', 'r7-2', 'r7'],
      next: undefined,
    });
  });

  it.each([
    ['a person', { user_id: 'ada' }, ['r6', 'r4', 'r2']],
    ['a number, however it is written', { phone_number: '098765-43210' }, ['r1']],
    ['an address, whatever its case', { email: 'Ada@Example.com' }, ['r6']],
    ['a request', { request_id: 'r3' }, ['r3']],
    ['an execution', { execution_arn: 'arn:aws:states:eu-west-1:123456789012:express:m:r5:uuid' }, ['r5']],
    ['nothing', { request_id: 'r9' }, []],
    ['a request with two executions', { request_id: 'r7' }, ['r7-2', 'r7']],
  ])('finds by %s', async (_, body, ids) => {
    expect((await page(body)).ids).toEqual(ids);
  });

  it.each([
    ['outcomes', { outcomes: ['failed', 'mismatch'] as const }, ['r4', 'r2']],
    ['kinds', { kinds: ['verification'] as const }, ['r4']],
    ['a token', { token_id: 't' }, ['r4']],
    ['a country', { country: 'IN' }, ['r1']],
    ['a person and an outcome', { user_id: 'ada', outcomes: ['failed'] as const }, ['r2']],
    ['a request and a time that ends with it', { request_id: 'r3', to: '2026-11-22T10:03:00Z' }, []],
    ['a request and a time that begins with it', { request_id: 'r3', from: '2026-11-22T10:03:00Z' }, ['r3']],
    ['a request and another person’s outcome', { request_id: 'r3', outcomes: ['sent'] as const }, []],
    [
      'times, of which the first counts and the last does not',
      { from: '2026-11-22T10:02:00Z', to: '2026-11-22T10:04:00Z' },
      ['r3', 'r2'],
    ],
  ])('narrows by %s', async (_, body, ids) => {
    expect((await page(body as Partial<SearchActivityBody>)).ids).toEqual(ids);
  });

  it('reads only the classes that the outcomes belong to', async () => {
    await page({ outcomes: ['failed', 'undelivered'] });
    expect(asked.map(({ key }) => key)).toEqual([0, 1, 2, 3, 4, 5, 6, 7].map((shard) => `failed#${shard}`));
  });

  it.each([[{}], [{ user_id: 'ada' }], [{ kinds: ['issue'] as const }]])(
    'goes through all pages without a gap or a repeat: %j',
    async (body) => {
      records = Array.from({ length: 60 }, (_, number) => entry(number, { at: entry(number % 3).at }));
      const all = (await page({ ...body, limit: 100 } as Partial<SearchActivityBody>)).ids;
      const paged: unknown[] = [];
      let cursor: string | undefined;
      do {
        const { ids, next } = await page({ ...body, limit: 7, cursor } as Partial<SearchActivityBody>);
        paged.push(...ids);
        cursor = next;
      } while (cursor !== undefined);
      expect(paged).toEqual(all);
      expect(all.length).toBeGreaterThan(20);
    },
  );

  it('for something rare stops after five rounds, and continues there', async () => {
    records = Array.from({ length: 600 }, (_, number) =>
      entry(number, { at: new Date(1_795_341_600_000 + number).toISOString(), country: 'IN' }),
    );
    records.push(entry(999, { at: '2026-11-22T09:00:00.000Z', country: 'DE' }));
    const first = await page({ country: 'DE' });
    expect(first.ids).toEqual([]);
    expect((await page({ country: 'DE', cursor: first.next })).ids).toEqual(['r999']);
  });

  it('has cursors that say nothing and fit no other search', async () => {
    const { next = '' } = await page({ phone_number: NUMBER, limit: 1, kinds: ['issue'] }).then(() =>
      page({ user_id: 'ada', limit: 1 }),
    );
    expect(Buffer.from(next, 'base64url').toString('latin1')).not.toMatch(/2026|ada|r6/);
    const refused = await search({ user_id: 'bob', limit: 1, cursor: next });
    expect(refused).toMatchObject({ ok: false, refusal: { errors: [{ field: 'cursor' }] } });
    expect(await search({ cursor: 'made-up' })).toMatchObject({ ok: false });
    expect((await page({ user_id: 'ada', limit: 5, cursor: next })).ids).toEqual(['r4', 'r2']);
  });

  it('finds nothing before the page that a later beginning cuts off, or after the last year', async () => {
    const { next } = await page({ user_id: 'ada', limit: 2 });
    const rest = { user_id: 'ada', cursor: next };
    expect(await page({ ...rest, from: '2026-11-22T10:02:00Z' })).toEqual({ ids: ['r2'], next: undefined });
    expect(await page({ ...rest, from: '2026-11-22T11:00:00Z' })).toEqual({ ids: [], next: undefined });
    expect(await page({ from: '9999-06-01T00:00:00Z' })).toEqual({ ids: [], next: undefined });
  });

  it('refuses an end before its beginning, and a number that is none', async () => {
    const times = { from: '2026-11-22T10:00:00Z', to: '2026-11-22T10:00:00Z' };
    expect(await search(times)).toMatchObject({ ok: false, refusal: { errors: [{ field: 'to' }] } });
    expect(await search({ phone_number: '12' })).toMatchObject({ ok: false });
  });

  it('asks for no range that ends before it begins', async () => {
    const { next } = await page({ user_id: 'ada', limit: 2 });
    asked = [];
    const later = { user_id: 'ada', cursor: next, from: '2026-11-22T10:30:00Z' };
    expect(await page(later)).toEqual({ ids: [], next: undefined });
    expect(await page({ from: '9999-12-31T23:59:59Z' })).toEqual({ ids: [], next: undefined });
    expect(asked).toEqual([]);
  });

  it('shows neither digests nor how entries are stored', async () => {
    const number = digestDestination('phone_number', NUMBER, keys);
    records = [
      entry(1, {
        destination_digest: number,
        destination_masked: '+91••••••3210',
        tried: 'sms:DeliveryRefused email:DeliveryUnavailable',
        price: 6450,
        execution_arn: 'arn:aws:states:eu-west-1:123456789012:express:m:r1:uuid',
      }),
    ];
    const found = await search({ request_id: 'r1' });
    expect(found.ok && found.value.entries[0]).toMatchObject({
      destination: '+91••••••3210',
      tried: [
        { channel: 'sms', error: 'DeliveryRefused' },
        { channel: 'email', error: 'DeliveryUnavailable' },
      ],
      price_usd: 0.00645,
      execution_name: 'r1',
    });
    expect(JSON.stringify(found)).not.toContain(number);
  });
});

describe('a search of one client group', () => {
  const SHOP: Reach = { client_group: '@shop' };
  beforeEach(() => {
    records = [
      entry(1, { client_id: 'shop_web', client_group: '@shop' }),
      entry(2, { client_id: 'bank', client_group: 'bank', token_id: 't' }),
      // Failed before its group was known.
      entry(3, { client_id: 'shop_web', outcome: 'failed' }),
      entry(4, { client_id: 'bank', outcome: 'failed' }),
      entry(5, { kind: 'report', outcome: 'delivered', client_group: 'bank' }),
      entry(6, {}),
    ];
  });

  it.each([
    ['everything', {}, ['r3', 'r1']],
    ['a person', { user_id: 'ada' }, []],
    ['a person with requests of both', { user_id: 'bob' }, ['r3', 'r1']],
    ["another group's request", { request_id: 'r2' }, []],
    ['one request', { request_id: 'r3' }, ['r3']],
    ["another group's token", { token_id: 't' }, []],
    ['an outcome', { outcomes: ['failed'] as const }, ['r3']],
  ])('finds by %s nothing of other groups', async (_, body, ids) => {
    expect((await page(body as Partial<SearchActivityBody>, SHOP)).ids).toEqual(ids);
  });

  it('reads on through entries of other groups', async () => {
    records = Array.from({ length: 120 }, (_, number) =>
      entry(number, { at: new Date(1_795_341_600_000 + number).toISOString(), client_group: 'bank' }),
    );
    records.push(entry(999, { at: '2026-11-22T09:00:00.000Z', client_group: '@shop' }));
    expect((await page({ limit: 1 }, SHOP)).ids).toEqual(['r999']);
  });

  it('is what an operator asks for by naming the group', async () => {
    expect((await page({ client_group: '@shop' })).ids).toEqual(['r3', 'r1']);
  });

  it('finds nothing where the caller names the group of others', async () => {
    expect(await page({ client_group: 'bank' }, 'nothing')).toEqual({ ids: [], next: undefined });
    expect(asked).toEqual([]);
  });

  it('has cursors that fit the search of no other group', async () => {
    const { next } = await page({ limit: 1 }, SHOP);
    expect(await search({ limit: 1, cursor: next ?? '' }, { client_group: 'bank' })).toMatchObject({
      ok: false,
      refusal: { errors: [{ field: 'cursor' }] },
    });
    expect((await page({ limit: 1, cursor: next }, SHOP)).ids).toEqual(['r1']);
  });
});

describe('the body of a search', () => {
  const parse = (body: unknown) => parseFields(ACTIVITY_ROUTES.searchActivity.body, body);

  it('names at most one thing to find by, and has a limit', () => {
    expect(parse({ user_id: 'ada', country: 'DE' })).toEqual({
      ok: true,
      value: { user_id: 'ada', country: 'DE', limit: 25 },
    });
    expect(parse({ user_id: 'ada', phone_number: NUMBER })).toMatchObject({
      ok: false,
      refusal: {
        errors: [
          {
            field: 'body',
            rule: 'must have at most one of: user_id, phone_number, email, request_id, execution_arn',
          },
        ],
      },
    });
  });

  it.each([
    { limit: 0 },
    { limit: 101 },
    { outcomes: [] },
    { outcomes: ['sent', 'sent'] },
    { kinds: ['call'] },
    { country: 'de' },
    { from: 'today' },
    { execution_arn: 'arn:aws:states:eu-west-1:123456789012:execution:m:n' },
    { code: '123456' },
  ])('is refused with %j', (body) => {
    expect(parse(body).ok).toBe(false);
  });
});
