import { describe, expect, it } from '@jest/globals';
import { personSends } from '../../../../handlers/contract/limits-table.ts';
import { countFailedVerification } from '../../../../handlers/domain/limits/failed-verification-limit.ts';
import type { ReadLimitsPorts } from '../../../../handlers/domain/reporting/read-limits.ts';
import { readLimits } from '../../../../handlers/domain/reporting/read-limits.ts';
import { reserve, smsBudgetLimits } from '../../../../handlers/domain/spending/sms-budget.ts';
import { deriveKeys } from '../../../../handlers/domain/token/seal-token.ts';
import { namePrefix } from '../../../../handlers/domain/token/subject-digests.ts';
import { aCount, countersInMemory } from '../../counters-in-memory.ts';
import { aToken, fixedKeys, NOW_SECONDS, noOverrides } from '../../fixtures.ts';
import { trafficInMemory } from '../../traffic-in-memory.ts';

const KEYS = deriveKeys('v1', 'a secret');
const PERSON = { user_id: 'premjeet.sahu', purpose: 'login' };
const EVERYBODY = { user_id: undefined, purpose: 'login' };

function somePorts(overrides: Partial<ReadLimitsPorts> = {}) {
  const counters = countersInMemory();
  const traffic = trafficInMemory();
  const ports: ReadLimitsPorts = {
    counters,
    traffic,
    subjectKeys: fixedKeys(KEYS),
    refer: async (userId) => `reference of ${userId}`,
    smsBudgetLimits: [],
    raisableTo: 2,
    overrides: noOverrides,
    personLimits: [{ limit: 5, windowSeconds: 600 }],
    guessLimits: [
      { limit: 2, windowSeconds: 600 },
      { limit: 2, windowSeconds: 86_400 },
    ],
    ...overrides,
  };
  return { ports, counters, traffic };
}

describe('reading limits', () => {
  it('leaves out a budget and a guard that are off', async () => {
    const { ports } = somePorts({ traffic: undefined });
    expect(await readLimits(EVERYBODY, ports, NOW_SECONDS)).toEqual({ paused: [], prefixes: [] });
  });

  it('shows what is reserved of each budget and when it resets', async () => {
    const limits = smsBudgetLimits({ hourlyUsd: 1, monthlyUsd: 20.5 });
    const { ports, counters } = somePorts({ smsBudgetLimits: limits });
    await reserve(6450, limits, counters, 'owner', NOW_SECONDS);
    expect((await readLimits(EVERYBODY, ports, NOW_SECONDS)).budget).toEqual({
      hour: { spent_usd: 0.00645, limit_usd: 1, resets_at: '2026-11-22T11:00:00.000Z', raisable_usd: 1 },
      month: {
        spent_usd: 0.00645,
        limit_usd: 20.5,
        resets_at: '2026-12-01T00:00:00.000Z',
        raisable_usd: 20.5,
      },
    });
  });

  it('shows what operators decided, as long as it lasts, and the budget as it is raised', async () => {
    const decided = { since: NOW_SECONDS - 60, by: 'grace', reason: 'Ticket 4711' };
    const said = { since: '2026-11-22T09:59:00.000Z', by: 'grace', reason: 'Ticket 4711' };
    const { ports } = somePorts({
      smsBudgetLimits: smsBudgetLimits({ hourlyUsd: 1, monthlyUsd: 20 }),
      raisableTo: 3,
      overrides: {
        current: async () => ({
          prefixes: [
            { prefix: '+49', rule: 'blocked', ...decided },
            { prefix: '+49151', rule: 'safe_listed', until: NOW_SECONDS + 1, ...decided },
            { prefix: '+49152', rule: 'blocked', until: NOW_SECONDS, ...decided },
          ],
          raises: [
            { window: 'hour', microUsd: 500_000, until: NOW_SECONDS + 1, ...decided },
            { window: 'month', microUsd: 500_000, until: NOW_SECONDS, ...decided },
          ],
        }),
      },
    });
    const { prefixes, budget } = await readLimits(EVERYBODY, ports, NOW_SECONDS);
    expect(prefixes).toEqual([
      { prefix: '+49', rule: 'blocked', ...said },
      { prefix: '+49151', rule: 'safe_listed', until: '2026-11-22T10:00:01.000Z', ...said },
    ]);
    expect(budget?.hour).toMatchObject({
      ...{ limit_usd: 1.5, raisable_usd: 2 },
      raised: { by_usd: 0.5, until: '2026-11-22T10:00:01.000Z', ...said },
    });
    expect(budget?.month).toMatchObject({ limit_usd: 20, raisable_usd: 40 });
    expect(budget?.month).not.toHaveProperty('raised');
  });

  it('names the prefixes that are paused now, and the client when only one is paused', async () => {
    const { ports, traffic } = somePorts();
    const one = namePrefix('+49151', KEYS);
    const over = namePrefix('+49152', KEYS);
    const forOneClient = namePrefix('+49153', KEYS);
    await traffic.pause({ prefix: one, until: NOW_SECONDS + 60 }, NOW_SECONDS);
    await traffic.pause({ prefix: over, until: NOW_SECONDS }, NOW_SECONDS - 60);
    await traffic.pause({ prefix: forOneClient, clientId: 'web', until: NOW_SECONDS + 60 }, NOW_SECONDS);
    expect((await readLimits(EVERYBODY, ports, NOW_SECONDS)).paused).toEqual([
      { prefix: '+49151', until: '2026-11-22T10:01:00.000Z', key: one },
      { prefix: '+49153', client_id: 'web', until: '2026-11-22T10:01:00.000Z', key: forOneClient },
    ]);
  });

  it("shows a person's counters, and when their lock ends", async () => {
    const { ports, counters } = somePorts();
    await counters.add(aCount(personSends(PERSON), 600, NOW_SECONDS, { amount: 3 }));
    for (let guess = 0; guess < 2; guess += 1) {
      const attempt = aToken({ ...PERSON, attempts: guess + 1 });
      await countFailedVerification(attempt, NOW_SECONDS, { counters, guessLimits: ports.guessLimits });
    }
    expect((await readLimits(PERSON, ports, NOW_SECONDS)).person).toEqual({
      ...PERSON,
      user_ref: 'reference of premjeet.sahu',
      locked: true,
      locked_until: '2026-11-23T00:00:00.000Z',
      sends: [{ count: 3, limit: 5, window_seconds: 600, resets_at: '2026-11-22T10:10:00.000Z' }],
      wrong_tokens: [
        { count: 2, limit: 2, window_seconds: 600, resets_at: '2026-11-22T10:10:00.000Z' },
        { count: 2, limit: 2, window_seconds: 86_400, resets_at: '2026-11-23T00:00:00.000Z' },
      ],
    });
  });

  it('keeps purposes apart', async () => {
    const { ports, counters } = somePorts();
    await countFailedVerification(aToken(PERSON), NOW_SECONDS, { counters, guessLimits: ports.guessLimits });
    const { person } = await readLimits({ ...PERSON, purpose: 'payment' }, ports, NOW_SECONDS);
    expect(person).toMatchObject({ locked: false, wrong_tokens: [{ count: 0 }, { count: 0 }] });
  });
});
