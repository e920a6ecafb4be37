import { describe, expect, it } from '@jest/globals';
import { accept } from '../../../../handlers/domain/decision.ts';
import { StoreUnavailable } from '../../../../handlers/domain/errors.ts';
import type { OverrideStore } from '../../../../handlers/domain/overrides/change-overrides.ts';
import { changeOverrides } from '../../../../handlers/domain/overrides/change-overrides.ts';
import type { Overrides, PrefixRule } from '../../../../handlers/domain/overrides/overrides.ts';
import { NO_OVERRIDES, raisedBudgets, ruleFor } from '../../../../handlers/domain/overrides/overrides.ts';
import { recentOverrides } from '../../../../handlers/domain/overrides/recent-overrides.ts';
import { NOW_MS, NOW_SECONDS } from '../../fixtures.ts';
import { overridesInMemory } from '../../overrides-in-memory.ts';

const DECIDED = { since: NOW_SECONDS, by: 'grace', reason: 'Pumped' };
const blocked = (prefix: string, until?: number): PrefixRule => ({
  ...{ prefix, rule: 'blocked', ...DECIDED },
  ...(until === undefined ? {} : { until }),
});
const withRules = (...prefixes: PrefixRule[]): Overrides => ({ ...NO_OVERRIDES, prefixes });

describe('a rule about a prefix', () => {
  it('holds for the numbers that begin so, and for no others', () => {
    const overrides = withRules(blocked('+49151'));
    const isBlocked = (number: string) => ruleFor(number, 'blocked', overrides, NOW_SECONDS) !== undefined;
    expect(['+4915123456789', '+4916023456789', '+4415123456789'].map(isBlocked)).toEqual([
      true,
      false,
      false,
    ]);
    expect(ruleFor('+4915123456789', 'safe_listed', overrides, NOW_SECONDS)).toBeUndefined();
  });

  it('holds for every spelling of a line', () => {
    const overrides = withRules(blocked('+5491'));
    expect(ruleFor('+541123456789', 'blocked', overrides, NOW_SECONDS)?.prefix).toBe('+5491');
  });

  it('ends in the second that it names, in the middle of whatever request', () => {
    const overrides = withRules(blocked('+49', NOW_SECONDS + 60));
    expect(ruleFor('+4915123456789', 'blocked', overrides, NOW_SECONDS + 59)).toBeDefined();
    expect(ruleFor('+4915123456789', 'blocked', overrides, NOW_SECONDS + 60)).toBeUndefined();
  });

  it('is the one that ends last, where several hold', () => {
    const until = (...rules: PrefixRule[]) =>
      ruleFor('+4915123456789', 'blocked', withRules(...rules), NOW_SECONDS)?.prefix;
    expect(until(blocked('+491', NOW_SECONDS + 9), blocked('+49', NOW_SECONDS + 5))).toBe('+491');
    expect(until(blocked('+491', NOW_SECONDS + 9), blocked('+49'))).toBe('+49');
  });
});

it('a raise ends in the second that it names', () => {
  const raise = { window: 'hour', microUsd: 5_000_000, until: NOW_SECONDS + 60, ...DECIDED } as const;
  const overrides = { ...NO_OVERRIDES, raises: [raise] };
  expect(raisedBudgets(overrides, NOW_SECONDS + 59)).toEqual({ hour: 5_000_000 });
  expect(raisedBudgets(overrides, NOW_SECONDS + 60)).toBeUndefined();
});

describe('what requests read', () => {
  const aSource = () => {
    const source = { reads: 0, fails: false, nowMs: NOW_MS };
    const recent = recentOverrides(
      {
        current: async () => {
          source.reads += 1;
          if (source.fails) {
            throw new StoreUnavailable();
          }
          return withRules(blocked(`+${source.reads}`));
        },
      },
      () => source.nowMs,
    );
    return { source, prefix: async () => (await recent.current()).prefixes[0]?.prefix };
  };

  it('is read at most once in five seconds, also by requests at the same time', async () => {
    const { source, prefix } = aSource();
    expect(await Promise.all([prefix(), prefix(), prefix()])).toEqual(['+1', '+1', '+1']);
    source.nowMs += 4_999;
    expect(await prefix()).toBe('+1');
    source.nowMs += 1;
    expect([await prefix(), source.reads]).toEqual(['+2', 2]);
  });

  it('is as old as when its read began, however long that took', async () => {
    let nowMs = NOW_MS;
    let reads = 0;
    const recent = recentOverrides(
      {
        current: async () => {
          reads += 1;
          nowMs += 3_000;
          return NO_OVERRIDES;
        },
      },
      () => nowMs,
    );
    await recent.current();
    nowMs += 2_000;
    await recent.current();
    expect(reads).toBe(2);
  });

  it('is asked for again after a failure, which its request sees', async () => {
    const { source, prefix } = aSource();
    source.fails = true;
    await expect(prefix()).rejects.toThrow(StoreUnavailable);
    source.fails = false;
    expect(await prefix()).toBe('+2');
  });
});

describe('a change', () => {
  const block = (prefix: string) => (present: Overrides) =>
    accept({
      ...present,
      prefixes: [...present.prefixes.filter((each) => each.prefix !== prefix), blocked(prefix)],
    });

  it('keeps what somebody else changes at the same time', async () => {
    const store = overridesInMemory();
    await Promise.all(['+1', '+2', '+3'].map((prefix) => changeOverrides(store, NOW_SECONDS, block(prefix))));
    expect((await store.current()).prefixes.map(({ prefix }) => prefix).sort()).toEqual(['+1', '+2', '+3']);
  });

  it('is made once although the answer to its write was lost', async () => {
    const store = overridesInMemory();
    let isFirst = true;
    const losing: OverrideStore = {
      ...store,
      async replace(stored, overrides) {
        const replaced = await store.replace(stored, overrides);
        // The SDK repeats the write, and finds another version.
        const answer = replaced && !isFirst;
        isFirst = false;
        return answer;
      },
    };
    expect(await changeOverrides(losing, NOW_SECONDS, block('+1'))).toEqual({ ok: true, value: undefined });
    expect((await store.current()).prefixes).toEqual([blocked('+1')]);
  });

  it('leaves out what has ended', async () => {
    const store = overridesInMemory(withRules(blocked('+1', NOW_SECONDS), blocked('+2', NOW_SECONDS + 1)));
    await changeOverrides(store, NOW_SECONDS, block('+3'));
    expect((await store.current()).prefixes.map(({ prefix }) => prefix)).toEqual(['+2', '+3']);
  });

  it('is given up when others keep writing', async () => {
    const busy: OverrideStore = { ...overridesInMemory(), replace: async () => false };
    await expect(changeOverrides(busy, NOW_SECONDS, block('+1'))).rejects.toThrow(StoreUnavailable);
  });
});
