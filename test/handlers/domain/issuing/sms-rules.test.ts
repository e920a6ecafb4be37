import { describe, expect, it } from '@jest/globals';
import { DEFAULT_PUMPING_GUARD } from '../../../../handlers/contract/settings/texts.ts';
import type { CodeKind } from '../../../../handlers/contract/vocabulary.ts';
import type { AdmittedRequest } from '../../../../handlers/contract/workflow.ts';
import { numberPrefixOf } from '../../../../handlers/domain/delivery-route.ts';
import type { Candidate } from '../../../../handlers/domain/issue-rule.ts';
import type { CounterStore } from '../../../../handlers/domain/limits/counter-store.ts';
import { startUndoLog } from '../../../../handlers/domain/limits/undo-log.ts';
import { blockRule } from '../../../../handlers/domain/overrides/block-rule.ts';
import type { OverrideSource, PrefixRule } from '../../../../handlers/domain/overrides/overrides.ts';
import type { Pause } from '../../../../handlers/domain/pumping/prefix-traffic.ts';
import type { PumpingRulePorts } from '../../../../handlers/domain/pumping/pumping-rule.ts';
import { findNumber, pumpingRule } from '../../../../handlers/domain/pumping/pumping-rule.ts';
import { smsBudgetLimits } from '../../../../handlers/domain/spending/sms-budget.ts';
import type { SmsBudgetRulePorts } from '../../../../handlers/domain/spending/sms-budget-rule.ts';
import { smsBudgetRule } from '../../../../handlers/domain/spending/sms-budget-rule.ts';
import { deriveKeys, digestSubject } from '../../../../handlers/domain/token/seal-token.ts';
import { namePrefix } from '../../../../handlers/domain/token/subject-digests.ts';
import { aCount, countersInMemory } from '../../counters-in-memory.ts';
import {
  anAdmittedRequest,
  anEmailLeg,
  aTextLeg,
  fixedKeys,
  NOW_MS,
  NOW_SECONDS,
  noOverrides,
} from '../../fixtures.ts';
import { numbersInMemory, trafficInMemory } from '../../traffic-in-memory.ts';

const keys = deriveKeys('v1', 'a secret');
const PREFIX = namePrefix('+91987', keys);
const subjectKeys = fixedKeys(keys);
const WITHOUT_GUARD: PumpingRulePorts = {
  numbers: { read: () => Promise.reject(new Error('looked up')) },
  subjectKeys,
  counters: countersInMemory(),
  limitKeys: {},
  overrides: noOverrides,
};
const BY_EMAIL = { route: [anEmailLeg()] } as const;
const SMS_ONLY = { route: [aTextLeg()] } as const;
const EMAIL_FIRST = { route: [anEmailLeg(), aTextLeg()] } as const;
const TEST_NUMBER = { test_number: '+919876543210' };

function aCandidate(overrides: Partial<AdmittedRequest> = {}, counters = countersInMemory()) {
  const undoLog = startUndoLog(counters, 'arn:x', NOW_SECONDS);
  const candidate: Candidate = {
    asked: {
      executionArn: 'arn:x',
      clientId: 'auth-system',
      clientGroup: 'auth-system',
      idempotencyKey: '',
      body: { user_id: 'premjeet.sahu', purpose: 'login', channel: 'auto' },
      brought: {},
      shape: { format: 'numeric', length: 6 },
      phoneNumber: undefined,
      nowMs: NOW_MS,
    },
    request: anAdmittedRequest(overrides),
    nowSeconds: NOW_SECONDS,
    undoLog,
  };
  return { candidate, undoLog };
}

describe('the rule of the pumping guard', () => {
  const settings = {
    prefixDigits: 3,
    spareNumbers: 2,
    sparePerVerified: 1,
    trickleNumbers: 1,
    spareDeliveries: 300,
    knownDays: 90,
  };
  const other = { prefix: PREFIX, clientId: 'auth-system', number: 'another' };

  const aGuard = (spareNumbers = settings.spareNumbers) => {
    const guard = {
      settings: { ...settings, spareNumbers },
      traffic: trafficInMemory(),
      numbers: numbersInMemory(),
      integerBelow: () => 12,
      onPaused: () => undefined,
    };
    const policy: PumpingRulePorts = {
      ...WITHOUT_GUARD,
      pumpingGuard: guard,
      numbers: guard.numbers,
      counters: countersInMemory(),
      limitKeys: { ip: [], device: [] },
    };
    const judge = async (candidate: Candidate) => {
      const found = await findNumber(candidate, policy);
      if (!found.ok) {
        throw new Error('A lookup must not refuse');
      }
      return pumpingRule(found.value, policy);
    };
    const unverified = async () => {
      const { slices } = await guard.traffic.countSend(other, NOW_SECONDS, 'trickle');
      return slices.reduce((sum, slice) => sum + slice.unverified, 0) - 1;
    };
    return { ...guard, policy, judge, unverified };
  };
  const pausedGuard = async () => {
    const guard = aGuard();
    for (const number of ['a', 'b', 'c', 'd', 'e']) {
      await guard.traffic.countSend({ ...other, number }, NOW_SECONDS - 1200);
    }
    await guard.traffic.pause({ prefix: PREFIX, until: NOW_SECONDS + 600 }, NOW_SECONDS);
    await guard.traffic.countSend(other, NOW_SECONDS, 'trickle');
    return guard;
  };

  it('counts a number, and notes the reference that matches its verification', async () => {
    const { judge, unverified } = aGuard();
    const decision = await judge(aCandidate().candidate);
    const reference = decision.ok ? numberPrefixOf(decision.value.request) : '';
    expect(reference).toMatch(new RegExp(`^digest-of-number ${PREFIX} [\\w-]{4} \\d+$`));
    expect(reference).not.toContain('91987');
    expect(await unverified()).toBe(1);
  });

  it('takes the number back when the request is refused later', async () => {
    const { judge, unverified } = aGuard();
    const { candidate, undoLog } = aCandidate();
    await judge(candidate);
    await undoLog.takeBack();
    expect(await unverified()).toBe(0);
  });

  it('leaves a number counted that another text went to, even when this request is refused', async () => {
    const { judge, unverified } = aGuard();
    await judge(aCandidate().candidate);
    const { candidate, undoLog } = aCandidate();
    const decision = await judge(candidate);
    expect(decision).toMatchObject({ ok: true, value: { request: { guard_counted: '' } } });
    await undoLog.takeBack();
    expect(await unverified()).toBe(1);
  });

  it('refuses a new number of a paused prefix and says when to retry', async () => {
    const { judge } = await pausedGuard();
    expect(await judge(aCandidate(SMS_ONLY).candidate)).toMatchObject({
      ok: false,
      refusal: { code: 'destination_paused', retryAfterSeconds: 42 },
    });
  });

  it.each([
    ['token', 'auth-system', '+91987'],
    ['delivery', 'auth-system##7b0f8f0e-3f6b-4c43-9c39-3a4bfb7c3f55', '+91987 deliveries'],
  ] as const)('says that a pause is of texts with a %s', async (kind, client_group, traffic) => {
    const guard = aGuard();
    const prefix = namePrefix(traffic, keys);
    for (const number of ['a', 'b', 'c', 'd', 'e']) {
      await guard.traffic.countSend({ prefix, clientId: 'auth-system', number }, NOW_SECONDS - 1200);
    }
    const told: unknown[] = [];
    const pumpingGuard = {
      ...guard,
      settings: { ...settings, spareDeliveries: 2 },
      onPaused: (pause: Pause, of: CodeKind) => told.push([pause.prefix, of]),
    };
    const { candidate } = aCandidate({ ...SMS_ONLY, client_group });
    const number = await guard.numbers.read('digest-of-number', 'premjeet.sahu', NOW_SECONDS);
    await pumpingRule({ ...candidate, number }, { ...guard.policy, pumpingGuard });
    expect(told).toContainEqual(['+91987', kind]);
  });

  describe('when the caller names the source', () => {
    let asked = 0;
    const from = (limit_keys: Record<string, string>, phone_number?: string) => {
      const leg = phone_number
        ? aTextLeg({ address: phone_number, digest: `digest-${phone_number}`.slice(-16) })
        : aTextLeg();
      const { candidate } = aCandidate({ route: [leg] });
      asked += 1;
      const { body } = candidate.asked;
      const executionArn = `arn:${asked}`;
      return { ...candidate, asked: { ...candidate.asked, executionArn, body: { ...body, limit_keys } } };
    };
    /** Requests for 40 new numbers, one after the other, whether they are refused or not. */
    const flood = async (judge: ReturnType<typeof aGuard>['judge'], keys: (turn: number) => object) => {
      for (let turn = 0; turn < 40; turn += 1) {
        await judge(from({ ...keys(turn) }, `+9198765${10_000 + turn}`));
      }
    };

    it('lets sources with few requests continue while a flood from one pauses the rest', async () => {
      const { judge } = aGuard(10);
      await flood(judge, () => ({ ip: '203.0.113.7' }));
      expect(await judge(from({ ip: '203.0.113.7' }))).toMatchObject({ ok: false });
      expect(await judge(aCandidate(SMS_ONLY).candidate)).toMatchObject({ ok: false });
      expect(await judge(from({ ip: '203.0.113.8' }))).toMatchObject({ ok: true });
    });

    it('does not take a source for new when one of its keys is not', async () => {
      const { judge } = aGuard(10);
      await flood(judge, (turn) => ({ ip: '203.0.113.7', device: `made up ${turn}` }));
      const again = from({ ip: '203.0.113.7', device: 'another' });
      expect(await judge(again)).toMatchObject({ ok: false });
      expect(await judge(from({ ip: '203.0.113.8', device: 'another' }))).toMatchObject({ ok: true });
    });

    it('pauses the new sources too when a flood uses one for each number, and says so', async () => {
      const { judge, traffic } = aGuard(10);
      await flood(judge, (turn) => ({ ip: `203.0.113.${turn + 10}` }));
      expect(await judge(from({ ip: '198.51.100.1' }))).toMatchObject({ ok: false });
      expect(await judge(aCandidate(SMS_ONLY).candidate)).toMatchObject({ ok: true });
      expect(await traffic.pauses(NOW_SECONDS)).toMatchObject([{ clientId: 'auth-system#new-sources' }]);
    });

    it('counts a source once for a repeated step, and not for a recently verified number', async () => {
      const { judge, policy, numbers } = aGuard(10);
      const repeated = from({ ip: '203.0.113.7' });
      for (let time = 0; time < 10; time += 1) {
        await judge(repeated);
      }
      await numbers.noteVerified(repeated.request.route[0].digest, 'somebody', NOW_SECONDS);
      for (let time = 0; time < 10; time += 1) {
        await judge(from({ ip: '203.0.113.7' }));
      }
      const key = digestSubject('limit_key:ip:203.0.113.7', keys);
      const counted = await policy.counters.read(`sends:source-ip#${key}`, [86_400], NOW_SECONDS);
      expect(counted).toEqual([1]);
    });
  });

  it('texts a recently verified number of a paused prefix, whoever asks', async () => {
    const { judge, numbers } = await pausedGuard();
    const { candidate } = aCandidate(SMS_ONLY);
    await numbers.noteVerified(candidate.request.route[0].digest, 'somebody', NOW_SECONDS - 60);
    const stranger = { ...candidate, asked: { ...candidate.asked, clientId: 'somebody-else' } };
    expect(await judge(stranger)).toMatchObject({
      ok: true,
      value: { request: { route: [{ text: { number_prefix: '' } }] } },
    });
  });

  it('sends an email instead when there is one', async () => {
    const { judge } = await pausedGuard();
    expect(await judge(aCandidate().candidate)).toMatchObject({ ok: true, value: { request: BY_EMAIL } });
  });

  it.each([
    ['an email with a text as its fallback', EMAIL_FIRST],
    ['a test number, which is sent nothing', TEST_NUMBER],
  ])('does not apply to %s', async (_, overrides) => {
    const { judge } = await pausedGuard();
    const { candidate } = aCandidate(overrides);
    expect(await judge(candidate)).toEqual({ ok: true, value: candidate });
  });

  it('does nothing when it is off', async () => {
    const { candidate } = aCandidate();
    expect(await findNumber(candidate, WITHOUT_GUARD)).toEqual({ ok: true, value: candidate });
    expect(await pumpingRule(candidate, WITHOUT_GUARD)).toEqual({ ok: true, value: candidate });
  });
});

describe('the rule of the SMS budget', () => {
  const aBudget = (
    budget: { hourlyUsd?: number; monthlyUsd?: number } = { hourlyUsd: 0.1 },
  ): SmsBudgetRulePorts => ({
    smsBudgetLimits: smsBudgetLimits(budget),
    smsPrices: { default: 0.3, countries: { IN: 0.05 } },
    metricsBy: [],
    brand: 'Acme',
    messages: {},
    webOtpDomain: '',
    smsRetrieverHash: '',
    lifetimeSeconds: 300,
    overrides: noOverrides,
  });
  const reservedIn = async (counters: CounterStore) => (await counters.read('spend', [3600], NOW_SECONDS))[0];
  const exhausted = async () => {
    const counters = countersInMemory();
    await counters.add(aCount('spend', 3600, NOW_SECONDS, { amount: 100_000 }));
    return counters;
  };

  it("reserves the price of the number's country and passes on what it reserved", async () => {
    const counters = countersInMemory();
    const { candidate, undoLog } = aCandidate({}, counters);
    expect(await smsBudgetRule(candidate, aBudget())).toMatchObject({
      value: { request: { route: [{ text: { price: 50_000 } }, {}] } },
    });
    expect(undoLog.counted()).toMatchObject([
      { subject: 'spend', windows: ['3600#1795341600'], amount: 50_000 },
    ]);
    expect(await reservedIn(counters)).toBe(50_000);
  });

  it('reserves every segment of a long text', async () => {
    const { candidate } = aCandidate({ context_shown: 'amount 100.00 EUR, payee '.padEnd(120, 'x') });
    expect(await smsBudgetRule(candidate, aBudget())).toMatchObject({
      value: { request: { route: [{ text: { price: 100_000 } }, {}] } },
    });
  });

  it('refuses a text beyond the budget until its window ends, and reserves nothing', async () => {
    const counters = await exhausted();
    expect(await smsBudgetRule(aCandidate(SMS_ONLY, counters).candidate, aBudget())).toMatchObject({
      ok: false,
      refusal: { code: 'budget_exhausted', retryAfterSeconds: 3600 },
    });
    expect(await reservedIn(counters)).toBe(100_000);
  });

  it('sends an email instead when there is one, and leaves nothing reserved', async () => {
    const policy = aBudget({ hourlyUsd: 1, monthlyUsd: 0.04 });
    const counters = countersInMemory();
    const { candidate, undoLog } = aCandidate({}, counters);
    expect(await smsBudgetRule(candidate, policy)).toMatchObject({ ok: true, value: { request: BY_EMAIL } });
    expect(undoLog.counted()).toEqual([]);
    expect(await reservedIn(counters)).toBe(0);
  });

  it('prices a text that is the fallback of an email, but does not reserve it yet', async () => {
    const counters = countersInMemory();
    const { candidate } = aCandidate(EMAIL_FIRST, counters);
    expect(await smsBudgetRule(candidate, aBudget())).toMatchObject({
      value: { request: { route: [{}, { text: { price: 50_000 } }] } },
    });
    expect(await reservedIn(counters)).toBe(0);
  });

  it.each([
    ['an email', BY_EMAIL],
    ['a test number', TEST_NUMBER],
  ])('reserves nothing for %s', async (_, overrides) => {
    const counters = await exhausted();
    expect((await smsBudgetRule(aCandidate(overrides, counters).candidate, aBudget())).ok).toBe(true);
    expect(await reservedIn(counters)).toBe(100_000);
  });

  it('does nothing without a budget', async () => {
    const { candidate } = aCandidate();
    expect(await smsBudgetRule(candidate, aBudget({}))).toEqual({ ok: true, value: candidate });
  });
});

describe('what operators decided', () => {
  const DECIDED = { since: NOW_SECONDS, by: 'grace', reason: 'Pumped' };
  const rules = (...prefixes: PrefixRule[]): OverrideSource => ({
    current: async () => ({ prefixes, raises: [] }),
  });
  const blocked = (prefix: string, lasts?: number): PrefixRule => ({
    ...{ prefix, rule: 'blocked', ...DECIDED },
    ...(lasts === undefined ? {} : { until: NOW_SECONDS + lasts }),
  });
  const judge = (request: Partial<AdmittedRequest>, overrides: OverrideSource) =>
    blockRule(aCandidate(request).candidate, { overrides });

  it('refuses a blocked text for as long as the block lasts', async () => {
    expect(await judge(SMS_ONLY, rules(blocked('+9198', 90)))).toMatchObject({
      refusal: { code: 'destination_paused', retryAfterSeconds: 90 },
    });
    expect(await judge(SMS_ONLY, rules(blocked('+91')))).toMatchObject({
      refusal: { code: 'destination_not_allowed', extensions: { rule: 'prefix' } },
    });
    expect(await judge(SMS_ONLY, rules(blocked('+92')))).toMatchObject({ ok: true });
  });

  it('drops a blocked text, also where it is the fallback, and sends the email', async () => {
    for (const request of [{}, EMAIL_FIRST]) {
      expect(await judge(request, rules(blocked('+91')))).toMatchObject({
        value: { request: { route: [{ channel: 'email' }] } },
      });
    }
  });

  it('does not keep a test destination from its code, nor ask when there is no text', async () => {
    expect(await judge({ ...SMS_ONLY, ...TEST_NUMBER }, rules(blocked('+91')))).toMatchObject({ ok: true });
    const asked: OverrideSource = { current: () => Promise.reject(new Error('asked')) };
    expect(await judge(BY_EMAIL, asked)).toMatchObject({ ok: true });
  });

  it('keeps the guard from judging and counting a safe-listed text', async () => {
    const traffic = trafficInMemory();
    const numbers = numbersInMemory();
    const settings = { ...DEFAULT_PUMPING_GUARD, spareNumbers: 2, trickleNumbers: 1 };
    const policy: PumpingRulePorts = {
      ...WITHOUT_GUARD,
      pumpingGuard: { settings, traffic, numbers, integerBelow: () => 0, onPaused: () => undefined },
      numbers,
      overrides: rules({ prefix: '+9198', rule: 'safe_listed', until: NOW_SECONDS + 60, ...DECIDED }),
    };
    await traffic.pause({ prefix: PREFIX, until: NOW_SECONDS + 600 }, NOW_SECONDS);
    const { candidate } = aCandidate(SMS_ONLY);
    const found = await findNumber(candidate, policy);
    const passed = found.ok ? await pumpingRule(found.value, policy) : found;
    expect(passed).toMatchObject({ ok: true, value: { request: { guard_counted: '' } } });
    const send = { prefix: PREFIX, clientId: 'auth-system', number: 'another' };
    expect((await traffic.countSend(send, NOW_SECONDS, 'trickle')).slices).toMatchObject([{ unverified: 1 }]);
  });

  it('raises the budget, which the text carries along for a fallback, and tells when that is used up', async () => {
    const counters = countersInMemory();
    await counters.add(aCount('spend', 3600, NOW_SECONDS, { amount: 100_000 }));
    const told: unknown[] = [];
    const ports = (lasts: number): SmsBudgetRulePorts => ({
      metricsBy: [],
      smsBudgetLimits: smsBudgetLimits({ hourlyUsd: 0.1 }),
      smsPrices: { default: 0.3, countries: { IN: 0.05 } },
      ...{ brand: 'Acme', messages: {}, webOtpDomain: '', smsRetrieverHash: '', lifetimeSeconds: 300 },
      onBudgetExhausted: (budget) => void told.push(budget),
      overrides: {
        current: async () => ({
          prefixes: [],
          raises: [{ window: 'hour', microUsd: 60_000, until: NOW_SECONDS + lasts, ...DECIDED }],
        }),
      },
    });
    let asked = 0;
    const ask = async (lasts: number) => {
      asked += 1;
      const undoLog = startUndoLog(counters, `arn:${asked}`, NOW_SECONDS);
      return smsBudgetRule({ ...aCandidate(SMS_ONLY).candidate, undoLog }, ports(lasts));
    };
    expect(await ask(0)).toMatchObject({ refusal: { code: 'budget_exhausted' } });
    expect(await ask(60)).toMatchObject({
      value: { request: { route: [{ text: { price: 50_000, raised: { hour: 60_000 } } }] } },
    });
    expect(await ask(60)).toMatchObject({ refusal: { code: 'budget_exhausted' } });
    expect(told).toEqual([
      { window: 'hour', untilSeconds: NOW_SECONDS + 3600 },
      { window: 'hour', untilSeconds: NOW_SECONDS + 3600, raisedMicroUsd: 60_000 },
    ]);
  });
});
