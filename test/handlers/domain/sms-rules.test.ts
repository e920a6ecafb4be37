import { describe, expect, it } from '@jest/globals';
import type { AdmittedRequest } from '../../../handlers/contract/workflow.ts';
import type { Candidate } from '../../../handlers/domain/issue-rule.ts';
import { pumpingPause } from '../../../handlers/domain/pumping-pause.ts';
import { spendLimits } from '../../../handlers/domain/spend-breaker.ts';
import { type SpendBudget, spendBudget } from '../../../handlers/domain/spend-budget.ts';
import { startTally } from '../../../handlers/domain/tally.ts';
import { countersInMemory } from '../counters-in-memory.ts';
import { anAdmittedRequest, NOW_MS, NOW_SECONDS } from '../fixtures.ts';
import { trafficInMemory } from '../traffic-in-memory.ts';

const PREFIX = '+91987';
const BY_EMAIL = {
  first_channel: 'email',
  fallback_channel: 'none',
  phone_number: '',
  destination_masked: 'p•••@example.com',
  number_prefix: '',
};
const SMS_ONLY = { fallback_channel: 'none', topic_arn: '', email_masked: '' } as const;
const EMAIL_FIRST = { first_channel: 'email', fallback_channel: 'sms' } as const;
const TEST_NUMBER = { test_number: '+919876543210' };

function aCandidate(overrides: Partial<AdmittedRequest> = {}, counters = countersInMemory()) {
  const tally = startTally(counters, NOW_SECONDS);
  const candidate: Candidate = {
    asked: {
      executionArn: 'arn:x',
      clientId: 'auth-system',
      clientGroup: 'auth-system',
      idempotencyKey: '',
      body: { user_id: 'premjeet.sahu', purpose: 'login', channel: 'auto' },
      shape: { format: 'numeric', length: 6 },
      phoneNumber: undefined,
      nowMs: NOW_MS,
    },
    request: anAdmittedRequest(overrides),
    nowSeconds: NOW_SECONDS,
    tally,
  };
  return { candidate, tally };
}

describe('the rule of the pumping guard', () => {
  const settings = {
    prefixDigits: 3,
    windowSeconds: 7200,
    minSends: 3,
    minConversion: 0.5,
    pauseSeconds: 600,
  };
  const aGuard = () => {
    const traffic = trafficInMemory(settings);
    const sendsSoFar = async () => {
      const count = await traffic.countSend(PREFIX, NOW_SECONDS);
      return count.counted ? (count.buckets[0]?.sends ?? 0) - 1 : 'paused';
    };
    return { pumpingGuard: { settings, traffic, onPaused: () => undefined }, traffic, sendsSoFar };
  };
  const pausedGuard = async () => {
    const guard = aGuard();
    await guard.traffic.pause(PREFIX, NOW_SECONDS + 600, NOW_SECONDS);
    return guard;
  };

  it('counts a text and notes its prefix for the day that the code comes back', async () => {
    const { pumpingGuard, sendsSoFar } = aGuard();
    expect(await pumpingPause(aCandidate().candidate, { pumpingGuard })).toMatchObject({
      value: { request: { number_prefix: '+91987' } },
    });
    expect(await sendsSoFar()).toBe(1);
  });

  it('takes the text back when the request is refused after all', async () => {
    const { pumpingGuard, sendsSoFar } = aGuard();
    const { candidate, tally } = aCandidate();
    await pumpingPause(candidate, { pumpingGuard });
    await tally.takeBack();
    expect(await sendsSoFar()).toBe(0);
  });

  it('refuses a text to a paused prefix and says until when', async () => {
    const { pumpingGuard } = await pausedGuard();
    expect(await pumpingPause(aCandidate(SMS_ONLY).candidate, { pumpingGuard })).toMatchObject({
      ok: false,
      refusal: { code: 'destination_paused', retryAfterSeconds: 600 },
    });
  });

  it('sends an email instead where there is one', async () => {
    const { pumpingGuard } = await pausedGuard();
    expect(await pumpingPause(aCandidate().candidate, { pumpingGuard })).toMatchObject({
      ok: true,
      value: { request: BY_EMAIL },
    });
  });

  it.each([
    ['an email with a text as its fallback', EMAIL_FIRST],
    ['a test number, which is sent nothing', TEST_NUMBER],
  ])('has nothing to do with %s', async (_, overrides) => {
    const { pumpingGuard } = await pausedGuard();
    const { candidate } = aCandidate(overrides);
    expect(await pumpingPause(candidate, { pumpingGuard })).toEqual({ ok: true, value: candidate });
  });

  it('does nothing when it is off', async () => {
    const { candidate } = aCandidate();
    expect(await pumpingPause(candidate, {})).toEqual({ ok: true, value: candidate });
  });
});

describe('the rule of the spend breaker', () => {
  const aBudget = (
    budget: { hourlyUsd?: number; monthlyUsd?: number } = { hourlyUsd: 0.1 },
  ): SpendBudget => ({
    counters: countersInMemory(),
    spendLimits: spendLimits(budget),
    smsPrices: { default: 0.3, countries: { IN: 0.05 } },
    brand: 'Acme',
    webOtpDomain: '',
    lifetimeSeconds: 300,
  });
  const reservedIn = (policy: SpendBudget) => policy.counters.read('spend', 3600, NOW_SECONDS);
  const exhausted = async (budget?: { hourlyUsd?: number; monthlyUsd?: number }) => {
    const policy = aBudget(budget);
    await policy.counters.add('spend', 3600, NOW_SECONDS, 100_000);
    return policy;
  };

  it("reserves the price of the number's country and hands on what it reserved", async () => {
    const policy = aBudget();
    const { candidate, tally } = aCandidate();
    expect(await spendBudget(candidate, policy)).toMatchObject({ value: { request: { sms_price: 50_000 } } });
    expect(tally.counted()).toEqual([{ subject: 'spend', window: expect.any(String), amount: 50_000 }]);
    expect(await reservedIn(policy)).toBe(50_000);
  });

  it('reserves every part of a long text', async () => {
    const { candidate } = aCandidate({ context_shown: 'amount 100.00 EUR, payee '.padEnd(120, 'x') });
    expect(await spendBudget(candidate, aBudget())).toMatchObject({
      value: { request: { sms_price: 100_000 } },
    });
  });

  it('refuses over the budget until its window ends, and reserves nothing', async () => {
    const policy = await exhausted({ hourlyUsd: 0.1 });
    expect(await spendBudget(aCandidate(SMS_ONLY).candidate, policy)).toMatchObject({
      ok: false,
      refusal: { code: 'budget_exhausted', retryAfterSeconds: 3600 },
    });
    expect(await reservedIn(policy)).toBe(100_000);
  });

  it('sends an email instead where there is one, and leaves nothing reserved for it', async () => {
    const policy = aBudget({ hourlyUsd: 1, monthlyUsd: 0.04 });
    const { candidate, tally } = aCandidate();
    expect(await spendBudget(candidate, policy)).toMatchObject({ ok: true, value: { request: BY_EMAIL } });
    expect(tally.counted()).toEqual([]);
    expect(await reservedIn(policy)).toBe(0);
  });

  it('prices a text that is the fallback of an email and does not reserve it yet', async () => {
    const policy = aBudget();
    const { candidate } = aCandidate(EMAIL_FIRST);
    expect(await spendBudget(candidate, policy)).toMatchObject({ value: { request: { sms_price: 50_000 } } });
    expect(await reservedIn(policy)).toBe(0);
  });

  it.each([
    ['an email', { ...BY_EMAIL, first_channel: 'email', fallback_channel: 'none' } as const],
    ['a test number', TEST_NUMBER],
  ])('reserves nothing for %s', async (_, overrides) => {
    const policy = await exhausted();
    expect((await spendBudget(aCandidate(overrides).candidate, policy)).ok).toBe(true);
    expect(await reservedIn(policy)).toBe(100_000);
  });

  it('does nothing without a budget', async () => {
    const { candidate } = aCandidate();
    expect(await spendBudget(candidate, aBudget({}))).toEqual({ ok: true, value: candidate });
  });
});
