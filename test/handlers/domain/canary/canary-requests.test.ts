/** How the issue policy treats the canary, and what it keeps for it alone. */
import { describe, expect, it } from '@jest/globals';
import { channelsWith } from '../../../../handlers/channels/all.ts';
import type { DestinationPolicy } from '../../../../handlers/contract/settings/destinations.ts';
import type { AdmitRequestPorts } from '../../../../handlers/domain/issuing/admit-request.ts';
import { admitRequest } from '../../../../handlers/domain/issuing/admit-request.ts';
import { anAdmission } from '../../an-admission.ts';
import { countersInMemory } from '../../counters-in-memory.ts';
import { contactsInMemory } from '../../fixtures.ts';

const TEST = '+15005550006';
const TESTS: DestinationPolicy = { allowedCountries: ['IN'], blockedPrefixes: [], testNumbers: [TEST] };
/** As where real people sign in. */
const FOR_CANARY_ONLY: DestinationPolicy = { ...TESTS, testsBy: 'canary' };

let executions = 0;

const PERSON = { user_id: 'token-courier-canary', purpose: 'canary' };

function admit(client_id: string, ports: Partial<AdmitRequestPorts> = {}, more: object = {}) {
  executions += 1;
  return admitRequest(
    {
      request_id: 'request-1',
      execution_arn: `arn:aws:states:eu-west-1:000000000000:express:m:canary-${executions}:v`,
      client_id,
      idempotency_key: '',
      body: JSON.stringify({ ...PERSON, channel: 'sms', phone_number: TEST, ...more }),
    },
    anAdmission({
      destinations: TESTS,
      clients: { groupOf: (id) => id, isCanary: (id) => id === 'canary-id' },
      ...ports,
    }),
  );
}

describe("the canary's requests", () => {
  it('are marked, and counted against no limit, however many there are', async () => {
    const counters = countersInMemory();
    const sendLimits = {
      person: [{ limit: 1, windowSeconds: 600 }],
      destination: [{ limit: 1, windowSeconds: 600 }],
      client: [{ limit: 1, windowSeconds: 600 }],
      deployment: [{ limit: 1, windowSeconds: 600 }],
    };
    for (let run = 0; run < 3; run += 1) {
      expect(await admit('canary-id', { counters, sendLimits })).toMatchObject({
        ok: true,
        value: { request: { canary: true, test_number: TEST, counted: [] } },
      });
    }
    // The windows still have their room for another client.
    expect((await admit('shop', { counters, sendLimits })).ok).toBe(true);
    expect((await admit('shop', { counters, sendLimits })).ok).toBe(false);
  });

  it('are refused for every destination that is no test, so its access token texts nobody', async () => {
    const elsewhere = { phone_number: '+919876543210' };
    expect(await admit('canary-id', {}, elsewhere)).toMatchObject({
      ok: false,
      refusal: { code: 'no_destination' },
    });
  });

  it.each([{ user_id: 'ada' }, { purpose: 'login' }, { purpose: undefined }])(
    'are refused for another person or purpose, whom wrong codes would lock: %o',
    async (other) => {
      expect(await admit('canary-id', {}, other)).toMatchObject({
        ok: false,
        refusal: { code: 'no_destination', detail: 'The canary is sent codes as itself only.' },
      });
      expect((await admit('shop', {}, other)).ok).toBe(true);
    },
  );

  it('are refused where an email would go first, so its access token mails nobody', async () => {
    const contact = {
      user_id: PERSON.user_id,
      phone_number: TEST,
      email: 'ada@example.com',
      email_handle: 'arn:a',
    };
    const emails = { isConfirmed: async () => true };
    const contacts = contactsInMemory(contact);
    const ports = { contacts, channels: channelsWith({ sender: 'sns', contacts, emails }) };
    const first = { channel: undefined, phone_number: undefined, channels: ['email', 'sms'] };
    expect(await admit('shop', ports, first)).toMatchObject({
      value: { request: { route: [{ channel: 'email' }] } },
    });
    expect(await admit('canary-id', ports, first)).toMatchObject({ refusal: { code: 'no_destination' } });
  });

  it('are the only ones to a test destination in production; for others it is a number like any', async () => {
    expect(await admit('canary-id', { destinations: FOR_CANARY_ONLY })).toMatchObject({
      value: { request: { test_number: TEST } },
    });
    expect(await admit('shop', { destinations: FOR_CANARY_ONLY })).toMatchObject({
      ok: false,
      refusal: { code: 'destination_not_allowed', extensions: { rule: 'country' } },
    });
    expect(await admit('shop', { destinations: { ...FOR_CANARY_ONLY, allowedCountries: [] } })).toMatchObject(
      {
        refusal: { code: 'destination_not_allowed', extensions: { rule: 'number_type' } },
      },
    );
  });

  it('are those of its client: a test destination of another client is counted as ever', async () => {
    const admitted = await admit('shop');
    expect(admitted).toMatchObject({ value: { request: { test_number: TEST } } });
    expect(admitted.ok && 'request' in admitted.value && admitted.value.request.canary).toBeUndefined();
  });
});
