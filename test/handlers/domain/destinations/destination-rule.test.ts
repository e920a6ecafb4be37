import { describe, expect, it, jest } from '@jest/globals';
import { channelsWith } from '../../../../handlers/channels/all.ts';
import type { Channel } from '../../../../handlers/contract/vocabulary.ts';
import type { AdmittedRequest, Leg } from '../../../../handlers/contract/workflow.ts';
import type { DestinationRulePorts } from '../../../../handlers/domain/destinations/destination-rule.ts';
import { destinationRule } from '../../../../handlers/domain/destinations/destination-rule.ts';
import { putOptOut } from '../../../../handlers/domain/destinations/opt-outs.ts';
import { testDestination } from '../../../../handlers/domain/destinations/test-destination.ts';
import type { AskedToken, Candidate } from '../../../../handlers/domain/issue-rule.ts';
import { deriveKeys } from '../../../../handlers/domain/token/seal-token.ts';
import {
  anAdmittedRequest,
  anEmailLeg,
  aTextLeg,
  contactsInMemory,
  fixedKeys,
  NOW_SECONDS,
} from '../../fixtures.ts';

const NUMBER = '+919876543210';
const unrecorded = async () => undefined;

function guardWith(...optedOut: string[]): DestinationRulePorts & { listed: Set<string> } {
  const listed = new Set(optedOut);
  return {
    listed,
    channels: channelsWith({
      sender: 'sns',
      contacts: contactsInMemory(),
      emails: { isConfirmed: async () => true },
    }),
    destinations: { allowedCountries: ['IN'], blockedPrefixes: [], testNumbers: ['+15005550006'] },
    subjectKeys: fixedKeys(deriveKeys('v1', 'a secret')),
    optOuts: {
      has: async (subject) => listed.has(subject),
      why: async () => undefined,
      since: async () => undefined,
      add: async (subject) => void listed.add(subject),
      remove: async (subject) => void listed.delete(subject),
    },
  };
}

/** Marks the text as going to a number that the request names, when it names one. */
function named(request: AdmittedRequest, asked: string | undefined): AdmittedRequest {
  const [first, ...others] = request.route;
  const own = (leg: Leg): Leg => (asked !== undefined && leg.text ? { ...leg, of_contact: false } : leg);
  return { ...request, route: [own(first), ...others.map(own)] };
}

/** `asked` is the number that the caller named; `request` says where the code would go. */
const candidate = (
  request: Partial<AdmittedRequest> = {},
  asked?: string,
  email = 'p@example.com',
): Candidate => ({
  contact: { user_id: 'premjeet.sahu', email },
  asked: { phoneNumber: asked } as AskedToken,
  request: named(anAdmittedRequest(request), asked),
  nowSeconds: NOW_SECONDS,
  undoLog: {
    count: () => Promise.reject(new Error('counted')),
    onRefusal: () => undefined,
    part: () => {
      throw new Error('counted');
    },
  },
});

const byEmail = { route: [anEmailLeg()] } as const;
const AMERICAN = aTextLeg({ address: '+12025550123' });
/** Both legs, in either order, with the given text. */
const inOrder = (first: Channel, text = aTextLeg()): Pick<AdmittedRequest, 'route'> => ({
  route: first === 'sms' ? [text, anEmailLeg()] : [anEmailLeg(), text],
});

describe('a destination', () => {
  it('that is allowed passes unchanged', async () => {
    const passing = candidate();
    expect(await destinationRule(passing, guardWith())).toEqual({ ok: true, value: passing });
  });

  it('in the request is refused by its country', async () => {
    const decision = await destinationRule(
      candidate(inOrder('sms', AMERICAN), AMERICAN.address),
      guardWith(),
    );
    expect(decision).toEqual({
      ok: false,
      refusal: {
        code: 'destination_not_allowed',
        detail: 'Numbers in this country are not texted.',
        extensions: { rule: 'country' },
      },
    });
  });

  it.each(['sms', 'email'] as const)(
    'in the contact is left out, and email remains, when %s comes first',
    async (first) => {
      const refused = candidate(inOrder(first, AMERICAN));
      expect(await destinationRule(refused, guardWith())).toMatchObject({
        ok: true,
        value: { request: byEmail },
      });
    },
  );

  it('in the contact is refused when there is no email', async () => {
    const refused = candidate({ route: [AMERICAN] });
    expect(await destinationRule(refused, guardWith())).toMatchObject({
      refusal: { extensions: { rule: 'country' } },
    });
  });
});

describe('an opt-out', () => {
  const optOut = (opted_out: boolean, guard: DestinationRulePorts) =>
    putOptOut({ phone_number: '098765 43210', opted_out }, { ...guard, defaultCountry: 'IN' }, unrecorded);

  it('holds until it is withdrawn, however often either is repeated', async () => {
    const guard = guardWith();
    await optOut(true, guard);
    await optOut(true, guard);
    expect(await destinationRule(candidate({}, NUMBER), guard)).toMatchObject({
      refusal: { code: 'destination_not_allowed', extensions: { rule: 'opt_out' } },
    });
    await optOut(false, guard);
    await optOut(false, guard);
    expect(await destinationRule(candidate({}, NUMBER), guard)).toMatchObject({ ok: true });
  });

  it('is stored under a name that does not reveal the number', async () => {
    const guard = guardWith();
    await optOut(true, guard);
    expect([...guard.listed]).toEqual([expect.stringMatching(/^opt-out#[\w-]{43}$/)]);
    expect([...guard.listed].join()).not.toContain('9876543210');
  });

  it('of an invalid number is refused, and nothing is recorded', async () => {
    const body = { phone_number: 'my phone', opted_out: true };
    const record = jest.fn<(subject: string) => Promise<void>>();
    expect(await putOptOut(body, { ...guardWith(), defaultCountry: '' }, record)).toMatchObject({
      refusal: { code: 'invalid_request', errors: [{ field: 'phone_number' }] },
    });
    expect(record).not.toHaveBeenCalled();
  });

  it.each([
    [{ phone_number: '098765 43210' }, '+91••••••3210'],
    [{ email: 'p@example.com' }, 'p•••@example.com'],
  ])('is not stored unless it is recorded first, masked: %j', async (destination, masked) => {
    const guard = guardWith();
    const subjects: string[] = [];
    const record = async (subject: string) => {
      subjects.push(subject);
      throw new Error('not kept');
    };
    const body = { ...destination, opted_out: true };
    await expect(putOptOut(body, { ...guard, defaultCountry: 'IN' }, record)).rejects.toThrow('not kept');
    expect(subjects).toEqual([masked]);
    expect(guard.listed.size).toBe(0);
  });
});

describe('an opt-out of an address', () => {
  const optOut = (opted_out: boolean, guard: DestinationRulePorts, email = 'P.Sahu+x@Example.com') =>
    putOptOut({ email, opted_out }, { ...guard, defaultCountry: 'IN' }, unrecorded);

  it('keeps codes from the mailbox, in any spelling, until it is withdrawn', async () => {
    const guard = guardWith();
    await optOut(true, guard);
    for (const email of ['p.sahu@example.com', 'P.SAHU@example.com', 'p.sahu+y@example.com']) {
      expect(await destinationRule(candidate(byEmail, undefined, email), guard)).toMatchObject({
        refusal: { code: 'destination_not_allowed', extensions: { rule: 'opt_out' } },
      });
    }
    expect((await destinationRule(candidate(byEmail), guard)).ok).toBe(true);
    await optOut(false, guard);
    expect((await destinationRule(candidate(byEmail, undefined, 'p.sahu@example.com'), guard)).ok).toBe(true);
  });

  it('leaves a person the number alone, with no email to fall back to', async () => {
    const guard = guardWith();
    await optOut(true, guard, 'p@example.com');
    for (const first of ['sms', 'email'] as const) {
      expect(await destinationRule(candidate(inOrder(first)), guard)).toMatchObject({
        value: { request: { route: [aTextLeg()] } },
      });
    }
  });

  it('together with an opt-out of the number leaves nothing', async () => {
    const guard = guardWith();
    await optOut(true, guard, 'p@example.com');
    const body = { phone_number: NUMBER, opted_out: true };
    await putOptOut(body, { ...guard, defaultCountry: '' }, unrecorded);
    expect(await destinationRule(candidate(), guard)).toMatchObject({
      refusal: { extensions: { rule: 'opt_out' } },
    });
  });

  it('is stored under a name that does not reveal the address, and does not cover the number', async () => {
    const guard = guardWith();
    await optOut(true, guard);
    expect([...guard.listed]).toEqual([expect.stringMatching(/^opt-out#[\w-]{43}$/)]);
    expect(await destinationRule(candidate({}, NUMBER), guard)).toMatchObject({ ok: true });
  });
});

describe('a test destination', () => {
  const TEST_LEG = aTextLeg({ address: '+15005550006' });

  it('is the only destination of its request', async () => {
    const decision = await testDestination(candidate(inOrder('sms', TEST_LEG)), guardWith());
    expect(decision).toMatchObject({
      value: {
        request: {
          test_number: '+15005550006',
          route: [TEST_LEG],
        },
      },
    });
  });

  it('matches in another spelling, and its token keeps the configured one', async () => {
    const destinations = { allowedCountries: [], blockedPrefixes: [], testNumbers: ['+5491155550001'] };
    const asked = candidate({ route: [aTextLeg({ address: '+541155550001' })] });
    expect(await testDestination(asked, { ...guardWith(), destinations })).toMatchObject({
      value: { request: { test_number: '+5491155550001', route: [{ address: '+541155550001' }] } },
    });
  });

  it('is dropped when email comes first', async () => {
    const decision = await testDestination(candidate(inOrder('email', TEST_LEG)), guardWith());
    expect(decision).toMatchObject({ value: { request: { ...byEmail, test_number: '' } } });
  });

  it('does not match another number', async () => {
    const other = candidate();
    expect(await testDestination(other, guardWith())).toEqual({ ok: true, value: other });
  });

  it('need not be in an allowed country', async () => {
    const number = '+15005550006';
    expect(await destinationRule(candidate({ route: [TEST_LEG] }, number), guardWith())).toMatchObject({
      ok: true,
    });
  });
});
