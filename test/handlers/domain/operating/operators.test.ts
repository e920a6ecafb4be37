/** What operators ask for: blocks, safe-listings, resumed prefixes and raised budgets. */
import { describe, expect, it } from '@jest/globals';
import { putPrefixRule } from '../../../../handlers/domain/operating/put-prefix-rule.ts';
import { raiseBudget } from '../../../../handlers/domain/operating/raise-budget.ts';
import { resumePrefix } from '../../../../handlers/domain/operating/resume-prefix.ts';
import { smsBudgetLimits } from '../../../../handlers/domain/spending/sms-budget.ts';
import { deriveKeys } from '../../../../handlers/domain/token/seal-token.ts';
import { namePrefix } from '../../../../handlers/domain/token/subject-digests.ts';
import { fixedKeys, NOW_SECONDS } from '../../fixtures.ts';
import { overridesInMemory } from '../../overrides-in-memory.ts';
import { trafficInMemory } from '../../traffic-in-memory.ts';

const KEYS = deriveKeys('v1', 'a secret');
const unrecorded = async () => undefined;
const UNTIL = NOW_SECONDS + 600;

function somePorts() {
  const overrides = overridesInMemory();
  const traffic = trafficInMemory();
  return { overrides, traffic, subjectKeys: fixedKeys(KEYS) };
}
type Asked = Parameters<typeof putPrefixRule>[0];
const asked = (more: Partial<Asked> = {}): Asked => ({
  ...{ prefix: '+49151', rule: 'blocked', reason: 'Pumped', by: 'grace' },
  ...more,
});

describe('a rule about a prefix', () => {
  it('replaces the one before, and none takes it back', async () => {
    const ports = somePorts();
    const put = (more: Partial<Asked>) => putPrefixRule(asked(more), ports, NOW_SECONDS, unrecorded);
    await put({});
    await put({ prefix: '+49152', lasts_seconds: 60 });
    await put({ rule: 'safe_listed', lasts_seconds: 3600 });
    const decided = { since: NOW_SECONDS, by: 'grace', reason: 'Pumped' };
    expect((await ports.overrides.current()).prefixes).toEqual([
      { prefix: '+49152', rule: 'blocked', until: NOW_SECONDS + 60, ...decided },
      { prefix: '+49151', rule: 'safe_listed', until: NOW_SECONDS + 3600, ...decided },
    ]);
    await put({ rule: 'none' });
    await put({ rule: 'none' });
    expect((await ports.overrides.current()).prefixes).toHaveLength(1);
  });

  it('is recorded before it is stored', async () => {
    const ports = somePorts();
    const order: unknown[] = [];
    await putPrefixRule(asked({ lasts_seconds: 60 }), ports, NOW_SECONDS, async (until) => {
      order.push(until, (await ports.overrides.current()).prefixes.length);
    });
    expect(order).toEqual([NOW_SECONDS + 60, 0]);
  });

  it.each([
    ['+6834002', 'of Niue, with four digits'],
    ['+68271234', 'of the Cook Islands, with five'],
    ['+6591234567', 'of Singapore'],
    ['+1202555014', 'of the United States but for its last digit'],
    ['+12025550', 'of the United States but for its last three'],
    ['+6834', 'of Niue but for its last three'],
  ])('is not about a number: %s %s', async (prefix) => {
    const ports = somePorts();
    const recorded: unknown[] = [];
    const put = await putPrefixRule(asked({ prefix }), ports, NOW_SECONDS, async () => void recorded.push(1));
    expect(put).toMatchObject({ ok: false, refusal: { errors: [{ field: 'prefix' }] } });
    expect([recorded, (await ports.overrides.current()).prefixes]).toEqual([[], []]);
  });

  it.each(['+4', '+49', '+49151', '+4915123', '+491512345', '+1202555', '+1', '+683', '+3906'])(
    'may be about %s',
    async (prefix) => {
      expect(await putPrefixRule(asked({ prefix }), somePorts(), NOW_SECONDS, unrecorded)).toMatchObject({
        ok: true,
      });
    },
  );

  it('is one of at most thirty', async () => {
    const ports = somePorts();
    const put = (prefix: string) => putPrefixRule(asked({ prefix }), ports, NOW_SECONDS, unrecorded);
    for (let index = 100; index < 130; index += 1) {
      expect((await put(`+49${index}`)).ok).toBe(true);
    }
    expect(await put('+49130')).toMatchObject({ ok: false, refusal: { code: 'invalid_request' } });
    expect((await put('+49129')).ok).toBe(true);
  });

  it('safe-lists nothing without a guard', async () => {
    const ports = { ...somePorts(), traffic: undefined };
    const put = await putPrefixRule(
      asked({ rule: 'safe_listed', lasts_seconds: 60 }),
      ports,
      NOW_SECONDS,
      unrecorded,
    );
    expect(put).toMatchObject({ ok: false, refusal: { errors: [{ field: 'rule' }] } });
  });

  it('ends the pauses that a safe-listing covers, and no others', async () => {
    const ports = somePorts();
    const paused = ['+49151', '+49152 deliveries', '+4916'].map((traffic) => namePrefix(traffic, KEYS));
    for (const prefix of paused) {
      await ports.traffic.pause({ prefix, until: UNTIL }, NOW_SECONDS);
    }
    const [first = ''] = paused;
    await ports.traffic.pause({ prefix: first, clientId: 'web', until: UNTIL }, NOW_SECONDS);
    await putPrefixRule(
      asked({ prefix: '+4915', rule: 'safe_listed', lasts_seconds: 60 }),
      ports,
      NOW_SECONDS,
      unrecorded,
    );
    expect((await ports.traffic.pauses(NOW_SECONDS)).map(({ prefix }) => prefix)).toEqual([paused[2]]);
    // A block ends none, nor does its end.
    await putPrefixRule(asked({ prefix: '+49' }), ports, NOW_SECONDS, unrecorded);
    await putPrefixRule(asked({ prefix: '+49', rule: 'none' }), ports, NOW_SECONDS, unrecorded);
    expect(await ports.traffic.pauses(NOW_SECONDS)).toHaveLength(1);
  });
});

describe('resuming', () => {
  it('ends the pause that it names: of all clients or of one, of tokens or of deliveries', async () => {
    const ports = somePorts();
    const all = { prefix: namePrefix('+49151', KEYS), until: UNTIL };
    const ofOne = { ...all, clientId: 'web' };
    const deliveries = { prefix: namePrefix('+49151 deliveries', KEYS), until: UNTIL };
    for (const pause of [all, ofOne, deliveries]) {
      await ports.traffic.pause(pause, NOW_SECONDS);
    }
    const resume = (more: Parameters<typeof resumePrefix>[1]) =>
      resumePrefix('+49151', more, ports, NOW_SECONDS);
    expect(await resume({ client_id: 'web' })).toBe(true);
    expect(await ports.traffic.pauses(NOW_SECONDS)).toEqual([all, deliveries]);
    expect(await resume({ kind: 'delivery' })).toBe(true);
    expect(await resume({})).toBe(true);
    expect(await resume({})).toBe(false);
    expect(await ports.traffic.pauses(NOW_SECONDS)).toEqual([]);
  });
});

describe('raising a budget', () => {
  const raise = (
    ports: { overrides: ReturnType<typeof overridesInMemory> },
    raised_by_usd: number,
    window: 'hour' | 'month' = 'hour',
    raisableTo = 2,
  ) =>
    raiseBudget(
      { window, raised_by_usd, reason: 'Ticket sale', by: 'grace' },
      { ...ports, smsBudgetLimits: smsBudgetLimits({ hourlyUsd: 5, monthlyUsd: 100 }), raisableTo },
      // 10:20
      NOW_SECONDS + 1200,
      unrecorded,
    );

  it('ends with the hour, or an hour later for the month; replaces, and is taken back by 0', async () => {
    const ports = somePorts();
    await raise(ports, 5);
    await raise(ports, 2.5);
    await raise(ports, 100, 'month');
    const decided = { since: NOW_SECONDS + 1200, by: 'grace', reason: 'Ticket sale' };
    expect((await ports.overrides.current()).raises).toEqual([
      { window: 'hour', microUsd: 2_500_000, until: NOW_SECONDS + 3600, ...decided },
      { window: 'month', microUsd: 100_000_000, until: NOW_SECONDS + 4800, ...decided },
    ]);
    await raise(ports, 0);
    expect((await ports.overrides.current()).raises.map(({ window }) => window)).toEqual(['month']);
  });

  it('is bounded by the configuration, which may forbid it', async () => {
    const ports = somePorts();
    const refused = {
      ok: false,
      refusal: { errors: [{ field: 'raised_by_usd', rule: 'must be at most 5' }] },
    };
    expect(await raise(ports, 5.01)).toMatchObject(refused);
    expect((await raise(ports, 10, 'hour', 3)).ok).toBe(true);
    expect((await raise(ports, 0.01, 'hour', 1)).ok).toBe(false);
  });

  it('needs a budget in that window', async () => {
    const ports = { ...somePorts(), smsBudgetLimits: smsBudgetLimits({ hourlyUsd: 5 }), raisableTo: 2 };
    const asks = { window: 'month', raised_by_usd: 1, reason: 'Sale', by: 'grace' } as const;
    expect(await raiseBudget(asks, ports, NOW_SECONDS, unrecorded)).toMatchObject({
      ok: false,
      refusal: { errors: [{ field: 'window' }] },
    });
  });
});
