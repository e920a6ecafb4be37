import { describe, expect, it } from '@jest/globals';
import type { Channel } from '../../../../handlers/contract/vocabulary.ts';
import type { AdmittedRequest, ChannelFailures, Counted } from '../../../../handlers/contract/workflow.ts';
import type { SecondMessage } from '../../../../handlers/domain/delivering/send-in-time.ts';
import { accountForFree, accountForText } from '../../../../handlers/domain/delivering/settle-send.ts';
import { takeBackSend } from '../../../../handlers/domain/delivering/take-back-send.ts';
import {
  DeliveryRefused,
  DeliveryUnavailable,
  SecretUnavailable,
  StoreUnavailable,
} from '../../../../handlers/domain/errors.ts';
import { entryOf } from '../../../../handlers/domain/limits/counter-entry.ts';
import type { CounterStore } from '../../../../handlers/domain/limits/counter-store.ts';
import { smsBudgetLimits } from '../../../../handlers/domain/spending/sms-budget.ts';
import { waitWithin } from '../../../../handlers/runtime/wait.ts';
import { aCount, countersInMemory } from '../../counters-in-memory.ts';
import { anAdmittedRequest, anEmailLeg, aTextLeg, NOW_SECONDS } from '../../fixtures.ts';

const DIME = 100_000;
const OWNER = 'token#1';
const UNKNOWN = new DeliveryUnavailable({ isOutcomeUnknown: true });
/** The reference of a text that the pumping guard counted. */
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
  const accounts = { smsBudgetLimits: smsBudgetLimits(budget), open, onFault, within: waitWithin };
  const reserved = () => counters.read('spend', [3600], NOW_SECONDS);
  return { accounts, faults, counters, reserved, takenBack, opened: () => opened };
}

const PRICED_TEXT = aTextLeg({ text: { number_prefix: '', price: DIME } });
const fallbackOfEmail = anAdmittedRequest({ route: [PRICED_TEXT, anEmailLeg()] });
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
    if (!count.counted) {
      throw new Error('refused');
    }
    return anAdmittedRequest({
      ...{ route: [PRICED_TEXT, anEmailLeg()], guard_counted: REFERENCE },
      counted: [count.entry],
    });
  };

  it('opens no stores when it is sent', async () => {
    const all = someAccounts();
    const request = await admitted(all);
    await accountForText(request, OWNER, NOW_SECONDS, all.accounts, sends);
    expect(all.opened()).toBe(0);
    expect(await all.reserved()).toEqual([DIME]);
  });

  it('is given back and uncounted when it is refused permanently', async () => {
    const all = someAccounts();
    const request = await admitted(all);
    const sending = accountForText(request, OWNER, NOW_SECONDS, all.accounts, fails(new DeliveryRefused()));
    await expect(sending).rejects.toThrow(DeliveryRefused);
    expect(await all.reserved()).toEqual([0]);
    expect(all.takenBack).toEqual([REFERENCE]);
  });

  it('stays reserved when its outcome is unknown', async () => {
    const all = someAccounts();
    const request = await admitted(all);
    const sending = accountForText(request, OWNER, NOW_SECONDS, all.accounts, fails(UNKNOWN));
    await expect(sending).rejects.toThrow(DeliveryUnavailable);
    expect(await all.reserved()).toEqual([DIME]);
    expect(all.takenBack).toEqual([]);
  });

  it.each([
    ['SNS did not accept it', new DeliveryUnavailable()],
    ['the secret cannot be read', new SecretUnavailable()],
  ])('is given back when %s', async (_, error) => {
    const all = someAccounts();
    const request = await admitted(all);
    const sending = accountForText(request, OWNER, NOW_SECONDS, all.accounts, fails(error));
    await expect(sending).rejects.toBe(error);
    expect(await all.reserved()).toEqual([0]);
  });

  it('stays reserved after an unexpected error, which may have come after the send', async () => {
    const all = someAccounts();
    const request = await admitted(all);
    const sending = accountForText(request, OWNER, NOW_SECONDS, all.accounts, fails(new TypeError('x')));
    await expect(sending).rejects.toThrow(TypeError);
    expect(await all.reserved()).toEqual([DIME]);
  });
});

describe('a text whose function Lambda did not run, when the email goes instead', () => {
  it.each([
    ['is sent', sends],
    ['may be out', fails(UNKNOWN)],
    ['is refused', fails(new DeliveryRefused())],
  ])('is given back, and taken back from the guard, when the email %s', async (_, send) => {
    const all = someAccounts();
    const count = await all.counters.count(aCount('spend', 3600, NOW_SECONDS, { limit: DIME, amount: DIME }));
    const request = anAdmittedRequest({
      ...{ route: [PRICED_TEXT, anEmailLeg()], guard_counted: REFERENCE },
      counted: count.counted ? [count.entry] : [],
      failures: { sms: { Error: 'Lambda.TooManyRequestsException' } },
    });
    await accountForFree('email', request, all.accounts, send).catch(() => undefined);
    expect(await all.reserved()).toEqual([0]);
    expect(all.takenBack).toEqual([REFERENCE]);
  });

  it('does not change the outcome when the counters cannot be written', async () => {
    const all = someAccounts();
    const down = new StoreUnavailable();
    const accounts = { ...all.accounts, open: () => Promise.reject(down) };
    const failures = { sms: { Error: 'Lambda.TooManyRequestsException' } };
    const request = anAdmittedRequest({ guard_counted: REFERENCE, failures });
    expect(await accountForFree('email', request, accounts, async () => 'sent')).toBe('sent');
    expect(all.faults).toEqual([down]);
  });

  it.each([
    ['is sent', sends],
    ['is refused', fails(new DeliveryRefused())],
  ])('waits two seconds at most for a store that does not answer, when the email %s', async (_, send) => {
    const all = someAccounts();
    const failures = { sms: { Error: 'Lambda.TooManyRequestsException' } };
    const request = anAdmittedRequest({ guard_counted: REFERENCE, failures });
    const waits: number[] = [];
    const accounts = {
      ...all.accounts,
      open: () => new Promise<never>(() => undefined),
      within: (work: Promise<unknown>, atMostMs: number) => {
        waits.push(atMostMs);
        return waitWithin(work, 1);
      },
    };
    await accountForFree('email', request, accounts, send).catch(() => undefined);
    expect(waits).toEqual([2000]);
  });

  it('leaves alone what the step of the text already took back', async () => {
    const all = someAccounts();
    const failures = { sms: { Error: 'DeliveryRefused' } };
    await accountForFree(
      'email',
      anAdmittedRequest({ guard_counted: REFERENCE, failures }),
      all.accounts,
      sends,
    );
    expect(all.opened()).toBe(0);
  });
});

describe('what the limits counted', () => {
  const counted = async (overrides: Partial<AdmittedRequest>) => {
    const all = someAccounts({});
    const count = await all.counters.count(aCount('sends:person', 600, NOW_SECONDS));
    if (!count.counted) {
      throw new Error('refused');
    }
    const left = async () => (await all.counters.read('sends:person', [600], NOW_SECONDS))[0];
    return {
      all,
      left,
      request: anAdmittedRequest({ ...overrides, counted: [count.entry] }),
    };
  };
  const SMS_ALONE = { route: [aTextLeg()] } as const;
  const SMS_FIRST = { route: [aTextLeg(), anEmailLeg()] } as const;

  it.each([
    ['the only channel', SMS_ALONE, 0],
    ['the first of two', SMS_FIRST, 1],
  ])('is taken back when a text is refused on %s', async (_, channels, expected) => {
    const { all, left, request } = await counted(channels);
    const refused = fails(new DeliveryRefused());
    await accountForText(request, OWNER, NOW_SECONDS, all.accounts, refused).catch(() => undefined);
    expect(await left()).toBe(expected);
  });

  it('is taken back when the email that went instead is refused', async () => {
    const { all, left, request } = await counted(SMS_FIRST);
    const sending = accountForFree('email', request, all.accounts, fails(new DeliveryRefused()));
    await expect(sending).rejects.toThrow(DeliveryRefused);
    expect(await left()).toBe(0);
  });

  it('stays counted when a message may be out', async () => {
    const { all, left, request } = await counted(SMS_ALONE);
    await accountForText(request, OWNER, NOW_SECONDS, all.accounts, fails(UNKNOWN)).catch(() => undefined);
    await accountForFree('email', request, all.accounts, fails(UNKNOWN)).catch(() => undefined);
    expect(await left()).toBe(1);
  });

  it('stays counted while the store is down, which is reported and does not change the outcome', async () => {
    const { all, request } = await counted(SMS_ALONE);
    const down = new StoreUnavailable();
    all.counters.takeBack = () => Promise.reject(down);
    const refused = new DeliveryRefused();
    await expect(accountForText(request, OWNER, NOW_SECONDS, all.accounts, fails(refused))).rejects.toBe(
      refused,
    );
    expect(all.faults).toEqual([down]);
  });
});

describe('an admitted request that delivered nothing', () => {
  const undoing = () => {
    const all = someAccounts();
    const forgotten: unknown[] = [];
    const tokens = { forgetResend: async (_: unknown, ...more: unknown[]) => void forgotten.push(more) };
    const traffic = { takeBackSend: async (added: string) => void all.takenBack.push(added) };
    return { ...all, forgotten, undo: { counters: all.counters, traffic, tokens } };
  };

  const NOT_RUN = { Error: 'Lambda.TooManyRequestsException' };
  const REFUSED = { Error: 'DeliveryRefused' };
  const UNFORESEEN = { Error: 'TypeError' };

  it.each<[string, ChannelFailures | undefined, number, string[]]>([
    ['before any delivery', undefined, 0, [REFERENCE]],
    ['by a text that Lambda did not run', { sms: NOT_RUN }, 0, [REFERENCE]],
    ['by a text whose step told the guard itself', { sms: REFUSED, email: NOT_RUN }, 0, []],
    ['by two deliveries that Lambda did not run', { sms: NOT_RUN, email: NOT_RUN }, 0, [REFERENCE]],
    ['by an error that may have come after a message', { sms: UNFORESEEN, email: NOT_RUN }, 1, []],
  ])('takes back what is left when it ended %s', async (_, failures, left, guarded) => {
    const { undo, takenBack, counters } = undoing();
    const count = await counters.count(aCount('sends:person', 600, NOW_SECONDS));
    const counted = count.counted ? [count.entry] : [];
    const request = { guard_counted: REFERENCE, counted, ...(failures ? { failures } : {}) };
    await takeBackSend(anAdmittedRequest(request), undo);
    expect(await counters.read('sends:person', [600], NOW_SECONDS)).toEqual([left]);
    expect(takenBack).toEqual(guarded);
  });

  it('restores the token as the previous send left it', async () => {
    const { undo, forgotten } = undoing();
    const resend = anAdmittedRequest({
      ...{
        sends: 3,
        sent_before_at: 'before',
        route: [aTextLeg({ text: { number_prefix: 'this', price: 0 } }), anEmailLeg()],
        number_prefix_before: 'the one before',
      },
      ...{
        handed_to: ['sms'],
        earlier_destinations: 'e',
        replaces: { token_id: 't', attempts: 0, sends: 2 },
      },
    });
    await takeBackSend(resend, undo);
    expect(forgotten).toEqual([
      [
        { token_id: 't', sends: 3 },
        {
          ...{ channel: 'sms', channels: ['sms'], destination_masked: '+91••••••3210' },
          ...{ destination_digest: 'digest-of-number', earlier_destinations: 'e' },
          ...{ number_prefix: 'the one before', last_sent_at: 'before', unless_handed_to: '' },
        },
      ],
    ]);
  });

  it.each([
    ['a second channel that Lambda reports as not run', NOT_RUN, ['sms'], 'email'],
    ['none after a second channel that refused its message', REFUSED, ['sms'], ''],
    ['none for a channel that an earlier send was handed to', NOT_RUN, ['sms', 'email'], ''],
  ] as const)(
    'names the channel that must not have been noted since: %s',
    async (_, email, handed_to, unless_handed_to) => {
      const { undo, forgotten } = undoing();
      const failures = { sms: REFUSED, email };
      await takeBackSend(anAdmittedRequest({ sends: 2, sent_before_at: 'b', handed_to, failures }), undo);
      expect(forgotten).toMatchObject([[{}, { unless_handed_to }]]);
    },
  );

  it('touches no token when a new code was to replace the old one', async () => {
    const { undo, forgotten } = undoing();
    const renewed = { issued_at: '2026-11-22T10:00:00.000Z', expiry_time: NOW_SECONDS + 300 };
    await takeBackSend(anAdmittedRequest({ sends: 2, sent_before_at: 'before', renewed }), undo);
    expect(forgotten).toEqual([]);
  });
});

describe('what is taken back, whichever deliveries failed and how', () => {
  const NEVER_RUN = 'Lambda.TooManyRequestsException';
  const STEP_ERROR = 'DeliveryRefused';
  const UNFORESEEN = 'TypeError';
  const SPEND = { subject: 'spend', window: 3600, amount: DIME } as const;
  const CLIENT = { subject: 'sends:client#c', window: 600, amount: 1 } as const;
  /** The limit is far above what is counted, so that marks share places. */
  const countOf = ({ subject, window, amount }: typeof SPEND | typeof CLIENT) =>
    aCount(subject, window, NOW_SECONDS, { amount, limit: 1000 * amount });
  /** Counts like another request whose mark happens to take the same place. */
  const takePlaceOf = async (entry: Counted, counters: CounterStore) => {
    const counted = entry.subject === 'spend' ? SPEND : CLIENT;
    let twin = countOf(counted);
    while (entryOf(twin).mark !== entry.mark) {
      twin = countOf(counted);
    }
    await counters.add(twin);
  };

  type Failure = typeof NEVER_RUN | typeof STEP_ERROR | typeof UNFORESEEN;
  const ERRORS = {
    [STEP_ERROR]: () => new DeliveryRefused(),
    [UNFORESEEN]: () => new TypeError('after a message'),
  };

  /** Runs each delivery, then Take back the send; before each, another request takes every mark's place. */
  async function fail(first: Channel, failed: ChannelFailures) {
    const all = someAccounts({ hourlyUsd: 100 });
    const texts = first === 'sms';
    const entries: Counted[] = [];
    for (const each of texts ? [SPEND, CLIENT] : [CLIENT]) {
      const count = await all.counters.count(countOf(each));
      if (count.counted) {
        entries.push(count.entry);
      }
    }
    const others: Channel[] = texts ? ['email'] : ['sms'];
    const order = [first, ...others.filter((channel) => failed[channel] !== undefined)];
    const legs = { sms: PRICED_TEXT, email: anEmailLeg() };
    let twins = 0;
    const overtake = async () => {
      for (const entry of entries) {
        await takePlaceOf(entry, all.counters);
      }
      twins += 1;
    };
    let request = anAdmittedRequest({
      ...{ route: [legs[first], ...order.slice(1).map((channel) => legs[channel])], counted: entries },
      guard_counted: texts ? REFERENCE : '',
    });
    for (const channel of order) {
      const { Error: error = NEVER_RUN } = failed[channel] ?? {};
      await overtake();
      if (error !== NEVER_RUN) {
        const send = fails(ERRORS[error as keyof typeof ERRORS]());
        const step =
          channel === 'sms'
            ? accountForText(request, OWNER, NOW_SECONDS, all.accounts, send)
            : accountForFree('email', request, all.accounts, send);
        await expect(step).rejects.toThrow();
      }
      request = { ...request, failures: { ...request.failures, [channel]: { Error: error } } };
    }
    await overtake();
    const { traffic, counters } = await all.accounts.open();
    const tokens = { forgetResend: async () => undefined };
    await takeBackSend(request, { counters, traffic, tokens });
    const [spent = 0] = await all.reserved();
    const [sends = 0] = await counters.read(CLIENT.subject, [CLIENT.window], NOW_SECONDS);
    return { spent: spent / DIME - (texts ? twins : 0), sends: sends - twins, guarded: all.takenBack.length };
  }

  const FAILURES: Failure[] = [NEVER_RUN, STEP_ERROR, UNFORESEEN];
  const alone = FAILURES.map((sms) => ['sms', { sms: { Error: sms } }] as const);
  const both = FAILURES.flatMap((sms) =>
    FAILURES.map((email) => ({ sms: { Error: sms }, email: { Error: email } })),
  );

  it.each<readonly [Channel, ChannelFailures]>([
    ...alone,
    ...both.map((failures) => ['sms', failures] as const),
    ...both.map((failures) => ['email', failures] as const),
  ])('is taken back once and from no other request: first %s, %j', async (first, failed) => {
    const mayBeOut = Object.values(failed).some(({ Error: error }) => error === UNFORESEEN);
    const isTextOut = failed.sms?.Error === UNFORESEEN;
    const left = await fail(first, failed);
    const isKnownOfText = failed.sms?.Error === STEP_ERROR || failed.email?.Error === STEP_ERROR;
    if (!mayBeOut) {
      expect(left).toEqual({ spent: 0, sends: 0, guarded: first === 'sms' ? 1 : 0 });
    } else {
      expect(left.sends).toBe(1);
      if (isTextOut) {
        expect(left).toMatchObject({ spent: 1, guarded: 0 });
      } else if (isKnownOfText) {
        expect(left.spent).toBe(0);
      }
    }
  });
});

describe('a text that replaces an email', () => {
  it('is reserved before it is sent', async () => {
    const { accounts, reserved } = someAccounts();
    const send = async () => expect(await reserved()).toEqual([DIME]);
    await accountForText(fallbackOfEmail, OWNER, NOW_SECONDS, accounts, send);
    expect.assertions(1);
  });

  it('is not sent beyond the budget', async () => {
    const { accounts, reserved } = someAccounts();
    await accountForText(fallbackOfEmail, OWNER, NOW_SECONDS, accounts, sends);
    const before = sent.length;
    const second = accountForText(fallbackOfEmail, 'another', NOW_SECONDS, accounts, sends);
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
  ])('at %d USD an hour, reserves its own price or is not sent', async (hourlyUsd, isAllowed, expected) => {
    const { accounts, reserved } = someAccounts({ hourlyUsd });
    const reserve = (second: SecondMessage) => second.reserve();
    expect(await accountForText(fallbackOfEmail, OWNER, later, accounts, reserve)).toBe(isAllowed);
    expect(await reserved()).toEqual([expected]);
  });

  it('alone is given back when it was not sent', async () => {
    const { accounts, reserved } = someAccounts({ hourlyUsd: 0.2 });
    await accountForText(fallbackOfEmail, OWNER, later, accounts, async (second) => {
      await second.reserve();
      await second.giveBack();
    });
    expect(await reserved()).toEqual([DIME]);
  });

  it('that was not sent and cannot be given back leaves the outcome of the first unknown', async () => {
    const all = someAccounts({ hourlyUsd: 0.2 });
    const down = new StoreUnavailable();
    all.counters.takeBack = () => Promise.reject(down);
    const outcome = await accountForText(fallbackOfEmail, OWNER, later, all.accounts, async (second) => {
      await second.reserve();
      await second.giveBack();
      return 'unknown';
    });
    expect([outcome, await all.reserved(), all.faults]).toEqual(['unknown', [2 * DIME], [down]]);
  });

  it('opens no stores without a budget', async () => {
    const { accounts, opened } = someAccounts({});
    const allowed = await accountForText(anAdmittedRequest(), OWNER, later, accounts, async (second) => {
      await second.giveBack();
      return second.reserve();
    });
    expect([allowed, opened()]).toEqual([true, 0]);
  });

  it('is not sent when the store cannot reserve it', async () => {
    const { accounts, counters } = someAccounts({ hourlyUsd: 0.2 });
    const request = await reservedBefore(counters);
    const down = { ...accounts, open: () => Promise.reject(new StoreUnavailable()) };
    expect(await accountForText(request, OWNER, later, down, (second) => second.reserve())).toBe(false);
  });

  const reservedBefore = async (counters: ReturnType<typeof countersInMemory>) => {
    const count = await counters.count(aCount('spend', 3600, NOW_SECONDS, { limit: 2 * DIME, amount: DIME }));
    if (!count.counted) {
      throw new Error('refused');
    }
    return anAdmittedRequest({ route: [PRICED_TEXT, anEmailLeg()], counted: [count.entry] });
  };
});

it('a text that is neither budgeted nor guarded opens no stores, even when it is refused', async () => {
  const { accounts, opened } = someAccounts({});
  const request = anAdmittedRequest();
  const refused = accountForText(request, OWNER, NOW_SECONDS, accounts, fails(new DeliveryRefused()));
  await expect(refused).rejects.toThrow(DeliveryRefused);
  expect(opened()).toBe(0);
});
