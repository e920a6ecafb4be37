import { describe, expect, it } from '@jest/globals';
import { accountForSms } from '../../../handlers/domain/account-for-sms.ts';
import { DeliveryRefused, DeliveryUnavailable, StoreUnavailable } from '../../../handlers/domain/errors.ts';
import { spendLimits } from '../../../handlers/domain/spend-breaker.ts';
import { countersInMemory } from '../counters-in-memory.ts';
import { anAdmittedRequest, NOW_SECONDS } from '../fixtures.ts';

const DIME = 100_000;

function someAccounts(budget: { hourlyUsd?: number } = { hourlyUsd: 0.1 }) {
  const counters = countersInMemory();
  const takenBack: string[] = [];
  const traffic = { takeBackSend: async (prefix: string) => void takenBack.push(prefix) };
  let opened = 0;
  const open = async () => {
    opened += 1;
    return { counters, traffic };
  };
  const accounts = { spendLimits: spendLimits(budget), open };
  const reserved = () => counters.read('spend', 3600, NOW_SECONDS);
  return { accounts, counters, reserved, takenBack, opened: () => opened };
}

const fallbackOfEmail = anAdmittedRequest({ sms_price: DIME });
const sent: string[] = [];
const sends = async () => void sent.push('sent');
const fails = (error: Error) => async () => {
  throw error;
};

describe('a text that was reserved when its request was admitted', () => {
  const admitted = async (accounts: ReturnType<typeof someAccounts>) => {
    const count = await accounts.counters.count('spend', 3600, DIME, NOW_SECONDS, DIME);
    if (!count.counted) throw new Error('refused');
    return anAdmittedRequest({ sms_price: DIME, number_prefix: '+91987', counted: [count.entry] });
  };

  it('opens no books when it is sent', async () => {
    const all = someAccounts();
    const request = await admitted(all);
    await accountForSms(request, NOW_SECONDS, all.accounts, sends);
    expect(all.opened()).toBe(0);
    expect(await all.reserved()).toBe(DIME);
  });

  it('is given back and uncounted when it is refused for good', async () => {
    const all = someAccounts();
    const request = await admitted(all);
    const sending = accountForSms(request, NOW_SECONDS, all.accounts, fails(new DeliveryRefused()));
    await expect(sending).rejects.toThrow(DeliveryRefused);
    expect(await all.reserved()).toBe(0);
    expect(all.takenBack).toEqual(['+91987']);
  });

  it('stays reserved when nobody knows whether it was sent', async () => {
    const all = someAccounts();
    const request = await admitted(all);
    const sending = accountForSms(request, NOW_SECONDS, all.accounts, fails(new DeliveryUnavailable()));
    await expect(sending).rejects.toThrow(DeliveryUnavailable);
    expect(await all.reserved()).toBe(DIME);
    expect(all.takenBack).toEqual([]);
  });

  it('leaves what other limits counted alone', async () => {
    const all = someAccounts();
    await all.counters.add('sends:person', 600, NOW_SECONDS, 3);
    const request = await admitted(all);
    const other = { subject: 'sends:person', window: '#600#1795341600', amount: 1 };
    const both = { ...request, counted: [other, ...request.counted] };
    await accountForSms(both, NOW_SECONDS, all.accounts, fails(new DeliveryRefused())).catch(() => undefined);
    expect(await all.counters.read('sends:person', 600, NOW_SECONDS)).toBe(3);
  });
});

describe('a text that stands in for an email', () => {
  it('is reserved before it is sent', async () => {
    const { accounts, reserved } = someAccounts();
    const send = async () => expect(await reserved()).toBe(DIME);
    await accountForSms(fallbackOfEmail, NOW_SECONDS, accounts, send);
    expect.assertions(1);
  });

  it('is not sent over the budget', async () => {
    const { accounts, reserved } = someAccounts();
    await accountForSms(fallbackOfEmail, NOW_SECONDS, accounts, sends);
    const before = sent.length;
    const second = accountForSms(fallbackOfEmail, NOW_SECONDS, accounts, sends);
    await expect(second).rejects.toMatchObject({
      name: 'DeliveryRefused',
      cause: { name: 'BudgetExhausted' },
    });
    expect(sent).toHaveLength(before);
    expect(await reserved()).toBe(DIME);
  });
});

describe('a second text, after one that may be out', () => {
  const later = NOW_SECONDS + 1;

  it('reserves its own price, or is not sent', async () => {
    const { accounts, reserved } = someAccounts({ hourlyUsd: 0.2 });
    const allowed = await accountForSms(fallbackOfEmail, later, accounts, async (second) => [
      await second.reserve(),
      await second.reserve(),
    ]);
    expect(allowed).toEqual([true, false]);
    expect(await reserved()).toBe(2 * DIME);
  });

  it('is given back alone when it was not sent', async () => {
    const { accounts, reserved } = someAccounts({ hourlyUsd: 0.2 });
    await accountForSms(fallbackOfEmail, later, accounts, async (second) => {
      await second.reserve();
      await second.giveBack();
    });
    expect(await reserved()).toBe(DIME);
  });

  it('needs no books without a budget', async () => {
    const { accounts, opened } = someAccounts({});
    const allowed = await accountForSms(anAdmittedRequest(), later, accounts, async (second) => {
      await second.giveBack();
      return second.reserve();
    });
    expect([allowed, opened()]).toEqual([true, 0]);
  });

  it('is not sent when the store cannot reserve it', async () => {
    const { accounts, counters } = someAccounts({ hourlyUsd: 0.2 });
    const request = await reservedBefore(counters);
    const down = { ...accounts, open: () => Promise.reject(new StoreUnavailable()) };
    expect(await accountForSms(request, later, down, (second) => second.reserve())).toBe(false);
  });

  const reservedBefore = async (counters: ReturnType<typeof countersInMemory>) => {
    const count = await counters.count('spend', 3600, DIME, NOW_SECONDS, DIME);
    if (!count.counted) throw new Error('refused');
    return anAdmittedRequest({ sms_price: DIME, counted: [count.entry] });
  };
});

it('a text that is neither budgeted nor guarded opens no books, even when it is refused', async () => {
  const { accounts, opened } = someAccounts({});
  const request = anAdmittedRequest();
  const refused = accountForSms(request, NOW_SECONDS, accounts, fails(new DeliveryRefused()));
  await expect(refused).rejects.toThrow(DeliveryRefused);
  expect(opened()).toBe(0);
});
