import { describe, expect, it } from '@jest/globals';
import type { AdmittedRequest } from '../../../handlers/contract/workflow.ts';
import { accountForEmail, accountForSms } from '../../../handlers/domain/account-for-sms.ts';
import {
  DeliveryRefused,
  DeliveryUnavailable,
  SecretUnavailable,
  StoreUnavailable,
} from '../../../handlers/domain/errors.ts';
import type { SecondMessage } from '../../../handlers/domain/send-in-time.ts';
import { spendLimits } from '../../../handlers/domain/spend-breaker.ts';
import { aCount, countersInMemory } from '../counters-in-memory.ts';
import { anAdmittedRequest, NOW_SECONDS } from '../fixtures.ts';

const DIME = 100_000;
const OWNER = 'token#1';
const UNKNOWN = new DeliveryUnavailable({ isOutcomeUnknown: true });
/** Of a text that the pumping guard counted. */
const REFERENCE = 'digest name-of-the-prefix web 1';

function someAccounts(budget: { hourlyUsd?: number } = { hourlyUsd: 0.1 }) {
  const counters = countersInMemory();
  const takenBack: string[] = [];
  const traffic = { takeBackSend: async (reference: string) => void takenBack.push(reference) };
  let opened = 0;
  const open = async () => {
    opened += 1;
    return { counters, traffic };
  };
  const faults: unknown[] = [];
  const onFault = (error: unknown) => void faults.push(error);
  const accounts = { spendLimits: spendLimits(budget), open, onFault };
  const reserved = () => counters.read('spend', [3600], NOW_SECONDS);
  return { accounts, faults, counters, reserved, takenBack, opened: () => opened };
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
    return anAdmittedRequest({ sms_price: DIME, number_prefix: REFERENCE, counted: [count.entry] });
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
    expect(all.takenBack).toEqual([REFERENCE]);
  });

  it('stays reserved when nobody knows whether it was sent', async () => {
    const all = someAccounts();
    const request = await admitted(all);
    const sending = accountForSms(request, OWNER, NOW_SECONDS, all.accounts, fails(UNKNOWN));
    await expect(sending).rejects.toThrow(DeliveryUnavailable);
    expect(await all.reserved()).toEqual([DIME]);
    expect(all.takenBack).toEqual([]);
  });

  it.each([
    ['SNS did not take it', new DeliveryUnavailable()],
    ['the secret cannot be read', new SecretUnavailable()],
  ])('is given back when %s', async (_, error) => {
    const all = someAccounts();
    const request = await admitted(all);
    const sending = accountForSms(request, OWNER, NOW_SECONDS, all.accounts, fails(error));
    await expect(sending).rejects.toBe(error);
    expect(await all.reserved()).toEqual([0]);
  });

  it('stays reserved after an error that nobody foresaw: it may have come after the send', async () => {
    const all = someAccounts();
    const request = await admitted(all);
    const sending = accountForSms(request, OWNER, NOW_SECONDS, all.accounts, fails(new TypeError('x')));
    await expect(sending).rejects.toThrow(TypeError);
    expect(await all.reserved()).toEqual([DIME]);
  });
});

describe('what the limits counted', () => {
  const counted = async (overrides: Partial<AdmittedRequest>) => {
    const all = someAccounts({});
    const count = await all.counters.count(aCount('sends:person', 600, NOW_SECONDS));
    if (!count.counted) throw new Error('refused');
    const left = async () => (await all.counters.read('sends:person', [600], NOW_SECONDS))[0];
    return {
      all,
      left,
      request: anAdmittedRequest({ number_prefix: '', ...overrides, counted: [count.entry] }),
    };
  };
  const SMS_ALONE = { first_channel: 'sms', fallback_channel: 'none' } as const;
  const SMS_FIRST = { first_channel: 'sms', fallback_channel: 'email' } as const;

  it.each([
    ['the only channel', SMS_ALONE, 0],
    ['the first of two', SMS_FIRST, 1],
  ])('is taken back when a text is refused on %s', async (_, channels, expected) => {
    const { all, left, request } = await counted(channels);
    const refused = fails(new DeliveryRefused());
    await accountForSms(request, OWNER, NOW_SECONDS, all.accounts, refused).catch(() => undefined);
    expect(await left()).toBe(expected);
  });

  it('is taken back when the email is refused that went instead', async () => {
    const { all, left, request } = await counted(SMS_FIRST);
    const sending = accountForEmail(request, all.accounts, fails(new DeliveryRefused()));
    await expect(sending).rejects.toThrow(DeliveryRefused);
    expect(await left()).toBe(0);
  });

  it('stays counted when a message may be out', async () => {
    const { all, left, request } = await counted(SMS_ALONE);
    await accountForSms(request, OWNER, NOW_SECONDS, all.accounts, fails(UNKNOWN)).catch(() => undefined);
    await accountForEmail(request, all.accounts, fails(UNKNOWN)).catch(() => undefined);
    expect(await left()).toBe(1);
  });

  it('stays counted while the store is down, which is told and changes no answer', async () => {
    const { all, request } = await counted(SMS_ALONE);
    const down = new StoreUnavailable();
    all.counters.takeBack = () => Promise.reject(down);
    const refused = new DeliveryRefused();
    await expect(accountForSms(request, OWNER, NOW_SECONDS, all.accounts, fails(refused))).rejects.toBe(
      refused,
    );
    expect(all.faults).toEqual([down]);
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

describe('a second text, after one that may be out', () => {
  const later = NOW_SECONDS + 1;

  it.each([
    [0.2, true, 2 * DIME],
    [0.1, false, DIME],
  ])('of %d USD an hour, reserves its own price or is not sent', async (hourlyUsd, isAllowed, expected) => {
    const { accounts, reserved } = someAccounts({ hourlyUsd });
    const reserve = (second: SecondMessage) => second.reserve();
    expect(await accountForSms(fallbackOfEmail, OWNER, later, accounts, reserve)).toBe(isAllowed);
    expect(await reserved()).toEqual([expected]);
  });

  it('is given back alone when it was not sent', async () => {
    const { accounts, reserved } = someAccounts({ hourlyUsd: 0.2 });
    await accountForSms(fallbackOfEmail, OWNER, later, accounts, async (second) => {
      await second.reserve();
      await second.giveBack();
    });
    expect(await reserved()).toEqual([DIME]);
  });

  it('needs no books without a budget', async () => {
    const { accounts, opened } = someAccounts({});
    const allowed = await accountForSms(anAdmittedRequest(), OWNER, later, accounts, async (second) => {
      await second.giveBack();
      return second.reserve();
    });
    expect([allowed, opened()]).toEqual([true, 0]);
  });

  it('is not sent when the store cannot reserve it', async () => {
    const { accounts, counters } = someAccounts({ hourlyUsd: 0.2 });
    const request = await reservedBefore(counters);
    const down = { ...accounts, open: () => Promise.reject(new StoreUnavailable()) };
    expect(await accountForSms(request, OWNER, later, down, (second) => second.reserve())).toBe(false);
  });

  const reservedBefore = async (counters: ReturnType<typeof countersInMemory>) => {
    const count = await counters.count(aCount('spend', 3600, NOW_SECONDS, { limit: 2 * DIME, amount: DIME }));
    if (!count.counted) throw new Error('refused');
    return anAdmittedRequest({ sms_price: DIME, counted: [count.entry] });
  };
});

it('a text that is neither budgeted nor guarded opens no books, even when it is refused', async () => {
  const { accounts, opened } = someAccounts({});
  const request = anAdmittedRequest();
  const refused = accountForSms(request, OWNER, NOW_SECONDS, accounts, fails(new DeliveryRefused()));
  await expect(refused).rejects.toThrow(DeliveryRefused);
  expect(opened()).toBe(0);
});
