import { describe, expect, it } from '@jest/globals';
import { accountForSms } from '../../../handlers/domain/account-for-sms.ts';
import { entryOf } from '../../../handlers/domain/counter-entry.ts';
import { DeliveryRefused, DeliveryUnavailable } from '../../../handlers/domain/errors.ts';
import { spendLimits } from '../../../handlers/domain/spend-breaker.ts';
import { aCount, countersInMemory } from '../counters-in-memory.ts';
import { anAdmittedRequest, NOW_SECONDS } from '../fixtures.ts';

const DIME = 100_000;
const OWNER = 'token#1';

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
  const reserved = () => counters.read('spend', [3600], NOW_SECONDS);
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
    const count = await accounts.counters.count(
      aCount('spend', 3600, NOW_SECONDS, { limit: DIME, amount: DIME }),
    );
    if (!count.counted) throw new Error('refused');
    return anAdmittedRequest({ sms_price: DIME, number_prefix: '+91987', counted: [count.entry] });
  };

  it('opens no books when it is sent', async () => {
    const all = someAccounts();
    const request = await admitted(all);
    await accountForSms(request, OWNER, NOW_SECONDS, all.accounts, sends);
    expect(all.opened()).toBe(0);
    expect(await all.reserved()).toEqual([DIME]);
  });

  it('is given back and uncounted when it is refused for good', async () => {
    const all = someAccounts();
    const request = await admitted(all);
    const sending = accountForSms(request, OWNER, NOW_SECONDS, all.accounts, fails(new DeliveryRefused()));
    await expect(sending).rejects.toThrow(DeliveryRefused);
    expect(await all.reserved()).toEqual([0]);
    expect(all.takenBack).toEqual(['+91987']);
  });

  it('stays reserved when nobody knows whether it was sent', async () => {
    const all = someAccounts();
    const request = await admitted(all);
    const sending = accountForSms(
      request,
      OWNER,
      NOW_SECONDS,
      all.accounts,
      fails(new DeliveryUnavailable()),
    );
    await expect(sending).rejects.toThrow(DeliveryUnavailable);
    expect(await all.reserved()).toEqual([DIME]);
    expect(all.takenBack).toEqual([]);
  });

  it('leaves what other limits counted alone', async () => {
    const all = someAccounts();
    const counting = aCount('sends:person', 600, NOW_SECONDS, { amount: 3 });
    await all.counters.add(counting);
    const request = await admitted(all);
    const other = entryOf(counting);
    const both = { ...request, counted: [other, ...request.counted] };
    await accountForSms(both, OWNER, NOW_SECONDS, all.accounts, fails(new DeliveryRefused())).catch(
      () => undefined,
    );
    expect(await all.counters.read('sends:person', [600], NOW_SECONDS)).toEqual([3]);
  });
});

describe('a text that stands in for an email', () => {
  it('is reserved before it is sent', async () => {
    const { accounts, reserved } = someAccounts();
    const send = async () => expect(await reserved()).toEqual([DIME]);
    await accountForSms(fallbackOfEmail, OWNER, NOW_SECONDS, accounts, send);
    expect.assertions(1);
  });

  it('is not sent over the budget', async () => {
    const { accounts, reserved } = someAccounts();
    await accountForSms(fallbackOfEmail, OWNER, NOW_SECONDS, accounts, sends);
    const before = sent.length;
    const second = accountForSms(fallbackOfEmail, 'another', NOW_SECONDS, accounts, sends);
    await expect(second).rejects.toMatchObject({
      name: 'DeliveryRefused',
      cause: { name: 'BudgetExhausted' },
    });
    expect(sent).toHaveLength(before);
    expect(await reserved()).toEqual([DIME]);
  });
});

it('a text that is neither budgeted nor guarded opens no books, even when it is refused', async () => {
  const { accounts, opened } = someAccounts({});
  const request = anAdmittedRequest();
  const refused = accountForSms(request, OWNER, NOW_SECONDS, accounts, fails(new DeliveryRefused()));
  await expect(refused).rejects.toThrow(DeliveryRefused);
  expect(opened()).toBe(0);
});
