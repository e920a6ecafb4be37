/** The rules on how often a code is sent, one by one; test/handlers/model runs them all in any order. */
import { describe, expect, it } from '@jest/globals';
import type { ResendMode } from '../../../../handlers/contract/settings/codes.ts';
import type { AdmittedRequest } from '../../../../handlers/contract/workflow.ts';
import { digestDestination } from '../../../../handlers/domain/destinations/digest-destination.ts';
import { noteFeedback } from '../../../../handlers/domain/destinations/opt-outs.ts';
import { StoreUnavailable } from '../../../../handlers/domain/errors.ts';
import type { AdmitRequestPorts } from '../../../../handlers/domain/issuing/admit-request.ts';
import { admitRequest } from '../../../../handlers/domain/issuing/admit-request.ts';
import type {
  IdempotencyRecord,
  IdempotencyStore,
} from '../../../../handlers/domain/issuing/idempotency-store.ts';
import type { Counting } from '../../../../handlers/domain/limits/counter-store.ts';
import { clientKey } from '../../../../handlers/domain/pumping/traffic-reference.ts';
import { contextHash } from '../../../../handlers/domain/token/bind-context.ts';
import { canonicalJson } from '../../../../handlers/domain/token/canonical-json.ts';
import { deriveKeys } from '../../../../handlers/domain/token/seal-token.ts';
import { digestContext } from '../../../../handlers/domain/token/subject-digests.ts';
import type { TokenRecord, TokenStore } from '../../../../handlers/domain/token/token-store.ts';
import { fc } from '../../../support/properties.ts';
import { anAdmission as anyAdmission } from '../../an-admission.ts';
import { aCount, countersInMemory } from '../../counters-in-memory.ts';
import {
  aToken,
  contactsInMemory,
  fixedKeys,
  NOW_MS,
  NOW_SECONDS,
  optOutsInMemory,
  TOKEN_ID,
} from '../../fixtures.ts';
import { numbersInMemory, trafficInMemory } from '../../traffic-in-memory.ts';

const PERSON = 'premjeet.sahu';
const EXECUTION_ARN = 'arn:aws:states:eu-west-1:000000000000:express:m:again:v';
/** The execution of the token that aToken() returns. */
const FIRST_EXECUTION = 'arn:aws:states:eu-west-1:000000000000:express:m:n:u';
const PHONE = '+919876543210';
const OTHER_PHONE = '+919876543211';
const KEYS = deriveKeys('v1', 'a secret');
const DIGEST = digestDestination('phone_number', PHONE, KEYS);
const MINUTE_AGO = new Date(NOW_MS - 60_000).toISOString();

let executions = 0;
const nextExecution = () => {
  executions += 1;
  return `arn:aws:states:eu-west-1:000000000000:express:m:next-${executions}:v`;
};

const anAdmission = (overrides: Partial<AdmitRequestPorts> = {}) =>
  anyAdmission({ subjectKeys: fixedKeys(KEYS), ...overrides });

const admit = (
  admission: AdmitRequestPorts,
  body: object = {},
  idempotency_key = '',
  execution_arn = EXECUTION_ARN,
) =>
  admitRequest(
    {
      request_id: 'request-1',
      execution_arn,
      client_id: 'shop',
      idempotency_key,
      body: JSON.stringify({ user_id: PERSON, channel: 'sms', phone_number: PHONE, ...body }),
    },
    admission,
  );

/** A request in a new execution, because one execution counts once. */
const admitAnew = (admission: AdmitRequestPorts, body: object = {}) =>
  admit(admission, body, '', nextExecution());

const wordedFromToken = (status: string): string =>
  JSON.stringify({
    token_id: TOKEN_ID,
    user_id: PERSON,
    purpose: 'login',
    channel: 'sms',
    destination: '+91••••••3210',
    status,
    issued_at: MINUTE_AGO,
    expires_at: '2026-11-22T10:04:00.000Z',
    expires_in: 299,
    resend_after: '2026-11-22T09:59:30.000Z',
  });

/** A store that holds one token and records its resends. */
function holding(token: TokenRecord) {
  const resends: unknown[] = [];
  const tokens: Partial<TokenStore> = {
    get: async ({ client_group }) => (client_group === token.client_group ? token : undefined),
    noteResend: async (_, resend) => {
      resends.push(resend);
      return { applied: true, token: { ...token, ...resend } };
    },
  };
  return { resends, tokens: tokens as TokenStore };
}

const sentAMinuteAgo = (overrides: Partial<TokenRecord> = {}): TokenRecord =>
  aToken({
    status: 'sent',
    attempts: 2,
    ...{ client_group: 'shop', client_id: 'shop' },
    destination_digest: DIGEST,
    issued_at: MINUTE_AGO,
    last_sent_at: MINUTE_AGO,
    expiry_time: NOW_SECONDS + 240,
    ...overrides,
  });

describe('send limits', () => {
  const limits = (name: string, limit = 1) => ({
    person: [],
    destination: [],
    client: [],
    deployment: [],
    [name]: [{ limit, windowSeconds: 600 }],
  });

  it.each([
    ['person', { phone_number: '+919876543211' }, { purpose: 'payment' }],
    ['destination', { user_id: 'another' }, { phone_number: '+919876543211' }],
    ['client', { user_id: 'another', phone_number: '+919876543211' }, undefined],
    ['deployment', { user_id: 'another', phone_number: '+919876543211' }, undefined],
  ])('per %s refuse a repeat and let others through', async (name, same, others) => {
    const admission = anAdmission({ sendLimits: limits(name) });
    expect((await admit(admission, {}, '', nextExecution())).ok).toBe(true);
    expect(await admit(admission, same, '', nextExecution())).toMatchObject({
      ok: false,
      refusal: {
        code: 'rate_limited',
        // A ten-minute window starts at 10:00.
        retryAfterSeconds: 600,
        extensions: { limit: { name, limit: 1, window_seconds: 600 } },
      },
    });
    if (others) {
      expect((await admit(admission, others, '', nextExecution())).ok).toBe(true);
    }
  });

  it('do not count a request that a later limit refuses', async () => {
    const counters = countersInMemory();
    const sendLimits = { ...limits('person', 2), deployment: [{ limit: 1, windowSeconds: 60 }] };
    const admission = anAdmission({ counters, sendLimits });
    await admit(admission, {}, '', nextExecution());
    expect((await admit(admission, {}, '', nextExecution())).ok).toBe(false);
    expect(await counters.read(`sends:person#login#${PERSON}`, [600], NOW_SECONDS)).toEqual([1]);
  });

  it('store no number in the clear', async () => {
    const decision = await admit(anAdmission({ sendLimits: limits('destination') }));
    if (!decision.ok || decision.value.decision !== 'admitted') {
      throw new Error('refused');
    }
    const [entry] = decision.value.request.counted;
    expect(entry?.subject).toMatch(/^sends:destination#[\w-]{43}$/);
  });

  it('treat another spelling of a line as the same destination', async () => {
    const admission = anAdmission({ sendLimits: limits('destination') });
    for (const [first, second] of [
      ['+5491155550001', '+541155550001'],
      ['+551187654321', '+5511987654321'],
      ['+525512345678', '+52 1 55 1234 5678'],
    ]) {
      expect((await admitAnew(admission, { phone_number: first })).ok).toBe(true);
      expect(await admitAnew(admission, { phone_number: second, user_id: 'another' })).toMatchObject({
        refusal: { code: 'rate_limited' },
      });
    }
    expect((await admitAnew(admission, { phone_number: '+390347123456' })).ok).toBe(true);
    expect((await admitAnew(admission, { phone_number: '+39347123456' })).ok).toBe(true);
  });
});

describe("a number's limit", () => {
  const destination = [
    { limit: 2, windowSeconds: 600 },
    { limit: 3, windowSeconds: 86_400 },
  ];
  const sendLimits = { person: [], destination, client: [], deployment: [] };
  const email_handle = 'arn:owner';
  const withEmail = { email: 'p@example.com', email_handle, email_confirmed: true };

  /** A number to which strangers have already requested every message that its limit allows. */
  async function usedUpByStrangers(overrides: Partial<AdmitRequestPorts> = {}): Promise<AdmitRequestPorts> {
    const admission = anAdmission({ sendLimits, ...overrides });
    for (let n = 0; n < 3; n += 1) {
      await admitAnew(admission, { user_id: `stranger-${n}` });
    }
    expect((await admitAnew(admission, { user_id: 'stranger' })).ok).toBe(false);
    return admission;
  }
  const enrolled = (more: object = {}, user_id = PERSON) => ({ user_id, phone_number: PHONE, ...more });
  const asContact = { phone_number: undefined, channel: undefined };
  const sent = async (admission: AdmitRequestPorts, body: object = {}) => {
    const decision = await admitAnew(admission, body);
    return decision.ok && decision.value.decision === 'admitted' ? decision.value.request : undefined;
  };

  it.each([
    ['their contact', asContact],
    ['the request', {}],
    ['the request, with channel auto', { channel: 'auto' }],
  ])(
    'leaves a person who is enrolled with this number their own share, with the number in %s',
    async (_, body) => {
      const contacts = contactsInMemory(enrolled());
      const admission = await usedUpByStrangers({ contacts });
      expect(await sent(admission, body)).toMatchObject({ route: [{ channel: 'sms', address: PHONE }] });
      expect((await sent(admission, { ...body, purpose: 'payment' }))?.counted).toHaveLength(1);
      expect(await admitAnew(admission, { ...body, purpose: 'export' })).toMatchObject({
        refusal: {
          code: 'rate_limited',
          retryAfterSeconds: 600,
          extensions: { limit: { name: 'destination', limit: 2, window_seconds: 600 } },
        },
      });
    },
  );

  it('leaves a person who verified it a share that strangers cannot use up by enrolling it', async () => {
    const strangers = Array.from({ length: 9 }, (_, n) => enrolled({}, `enrolled-${n}`));
    const numbers = numbersInMemory();
    const admission = await usedUpByStrangers({ numbers, contacts: contactsInMemory(...strangers) });
    await numbers.noteVerified(DIGEST, PERSON, NOW_SECONDS);
    const others = await Promise.all(strangers.map(({ user_id }) => admitAnew(admission, { user_id })));
    expect(others.filter(({ ok }) => ok)).toHaveLength(2);
    expect(await sent(admission)).toMatchObject({ route: [{ address: PHONE }] });
    expect((await admitAnew(admission, { user_id: 'stranger-9' })).ok).toBe(false);
  });

  it('lets through at most three times its value, whoever asks', async () => {
    const numbers = numbersInMemory();
    const contacts = contactsInMemory(...[1, 2, 3, 4].map((n) => enrolled({}, `enrolled-${n}`)));
    const admission = anAdmission({ sendLimits, numbers, contacts });
    for (const n of [1, 2, 3, 4]) {
      await numbers.noteVerified(DIGEST, `owner-${n}`, NOW_SECONDS);
    }
    const people = ['stranger', 'enrolled', 'owner'].flatMap((who) => [1, 2, 3, 4].map((n) => `${who}-${n}`));
    const answers = await Promise.all(
      [...people, ...people].map((user_id) => admitAnew(admission, { user_id })),
    );
    expect(answers.filter(({ ok }) => ok)).toHaveLength(6);
  });

  it('leaves an enrolled person their own share under another spelling of the line', async () => {
    const contacts = contactsInMemory({ user_id: PERSON, phone_number: '+541155550001' });
    const admission = anAdmission({ sendLimits, contacts });
    const asked = { phone_number: '+5491155550001' };
    for (let n = 0; n < 3; n += 1) {
      await admitAnew(admission, { ...asked, user_id: `stranger-${n}` });
    }
    expect((await admitAnew(admission, asked)).ok).toBe(true);
  });

  it('leaves no share to a person who is enrolled with another number', async () => {
    const contacts = contactsInMemory({ user_id: PERSON, phone_number: '+919876543211' });
    expect((await admitAnew(await usedUpByStrangers({ contacts }))).ok).toBe(false);
  });

  it('looks nobody up while there is room', async () => {
    const read = () => Promise.reject(new Error('looked up'));
    const admission = anAdmission({ sendLimits, numbers: { read } });
    expect((await admitAnew(admission)).ok).toBe(true);
  });

  it('leaves the email of the contact, but none when the request names the number', async () => {
    const narrow = { ...sendLimits, destination: [{ limit: 1, windowSeconds: 600 }] };
    const contacts = contactsInMemory(enrolled(withEmail));
    const admission = anAdmission({ sendLimits: narrow, contacts });
    await admitAnew(admission, { user_id: 'stranger' });
    expect(await sent(admission, asContact)).toMatchObject({
      route: [{ channel: 'sms' }, { channel: 'email' }],
    });
    expect(await sent(admission, asContact)).toMatchObject({
      route: [{ channel: 'email', address: email_handle }],
    });
    // The mailbox has a limit too.
    expect((await admitAnew(admission, asContact)).ok).toBe(false);
    const asked = await admitAnew(anAdmission({ ...admission, counters: admission.counters }), {
      channel: 'auto',
    });
    expect(asked).toMatchObject({ refusal: { code: 'rate_limited' } });
  });

  it('names the email as the list of opt-outs would, for whoever sends to it later', async () => {
    const optOuts = optOutsInMemory();
    const admission = anAdmission({ contacts: contactsInMemory(enrolled(withEmail)), optOuts });
    const request = await sent(admission, asContact);
    await noteFeedback('P@example.com', 'complained', { optOuts, subjectKeys: fixedKeys(KEYS) });
    const [subject = ''] = (request as AdmittedRequest).route[1]?.opt_outs ?? [];
    expect(await optOuts.has(subject)).toBe(true);
    expect(JSON.stringify(request)).not.toContain('p@example.com');
  });

  it('stores a digest of the number with the token, the same for every spelling', async () => {
    const admission = anAdmission();
    const digest = digestDestination('phone_number', '+541155550001', KEYS);
    expect(await sent(admission, { phone_number: '+5491155550001' })).toMatchObject({
      route: [{ digest }],
    });
    expect(digest).toMatch(/^[\w-]{43}$/);
  });
});

describe("limits by a caller's own keys", () => {
  const limitKeys = { ip: [{ limit: 2, windowSeconds: 600 }], device: [{ limit: 3, windowSeconds: 600 }] };
  const ip = '203.0.113.7';

  it('refuse requests from one source, whoever they are for', async () => {
    const admission = anAdmission({ limitKeys });
    const from = (value: string, n: number) =>
      admitAnew(admission, {
        user_id: `person-${n}`,
        phone_number: `+91987654321${n}`,
        limit_keys: { ip: value },
      });
    expect([(await from(ip, 1)).ok, (await from(ip, 2)).ok]).toEqual([true, true]);
    expect(await from(ip, 3)).toMatchObject({
      refusal: {
        code: 'rate_limited',
        extensions: { limit: { name: 'limit_keys.ip', limit: 2, window_seconds: 600 } },
      },
    });
    expect((await from('203.0.113.8', 3)).ok).toBe(true);
  });

  it('are counted under keyed digests, separately for each key and value, and not for refused requests', async () => {
    const admission = anAdmission({ limitKeys });
    const decision = await admitAnew(admission, { limit_keys: { ip, device: ip } });
    if (!decision.ok || decision.value.decision !== 'admitted') {
      throw new Error('refused');
    }
    const subjects = decision.value.request.counted.map(({ subject }) => subject);
    expect(subjects).toEqual([
      expect.stringMatching(/^sends:key-ip#[\w-]{43}$/),
      expect.stringMatching(/^sends:key-device#[\w-]{43}$/),
    ]);
    expect(subjects[0]?.split('#')[1]).not.toBe(subjects[1]?.split('#')[1]);
    expect(JSON.stringify(decision)).not.toContain(ip);

    for (let n = 0; n < 3; n += 1) {
      await admitAnew(admission, { limit_keys: { ip } });
    }
    const [device] = decision.value.request.counted.slice(1);
    await admitAnew(admission, { limit_keys: { ip, device: ip } });
    expect(await admission.counters.read(device?.subject ?? '', [600], NOW_SECONDS)).toEqual([1]);
  });

  it.each([
    [limitKeys, { ipp: ip }, 'limit_keys.ipp', 'must be configured in limitKeys; its keys are ip, device'],
    [
      limitKeys,
      { constructor: ip },
      'limit_keys.constructor',
      'must be configured in limitKeys; its keys are ip, device',
    ],
    [{}, { ip }, 'limit_keys.ip', 'must be configured in limitKeys; it has no keys'],
  ])('of %j refuse a key without a limit: %j', async (configured, limit_keys, field, rule) => {
    expect(await admitAnew(anAdmission({ limitKeys: configured }), { limit_keys })).toMatchObject({
      refusal: { code: 'invalid_request', errors: [{ field, rule }] },
    });
  });

  it.each([
    [{ IP: ip }, 'must have names of 1 to 32 letters a to z or _'],
    [{ ip: '' }, 'must have string values of 1 to 256 characters'],
    [{ ip: 'x'.repeat(257) }, 'must have string values of 1 to 256 characters'],
    [{ ip: 7 }, 'must have string values of 1 to 256 characters'],
    [
      Object.fromEntries(['a', 'b', 'c', 'd', 'e', 'f'].map((name) => [name, 'x'])),
      'must have at most 5 members',
    ],
    [[ip], 'must be an object'],
  ])('refuse %j', async (limit_keys, rule) => {
    expect(await admitAnew(anAdmission({ limitKeys }), { limit_keys })).toMatchObject({
      refusal: { code: 'invalid_request', errors: [{ field: 'limit_keys', rule }] },
    });
  });
});

describe('a request while a token is live', () => {
  it('resends the same code and records it', async () => {
    const { tokens, resends } = holding(sentAMinuteAgo());
    expect(await admit(anAdmission({ tokens }))).toMatchObject({
      value: {
        decision: 'resend',
        request: { sends: 2, sent_again_at: '2026-11-22T10:00:00.000Z' },
        persistence: {
          decision: 'persisted',
          presumed: { sms: { outcome: 'unknown', sent_at: '2026-11-22T10:00:00.000Z' } },
        },
        token: { token_id: TOKEN_ID, expiry_time: NOW_SECONDS + 240, issued_at: MINUTE_AGO },
      },
    });
    expect(resends).toEqual([
      {
        token_id: TOKEN_ID,
        locale: 'en',
        resent_by: `${NOW_SECONDS} again:v`,
        sends: 2,
        channel: 'sms',
        last_sent_at: '2026-11-22T10:00:00.000Z',
        client_id: 'shop',
      },
    ]);
  });

  it.each([
    [1, 29, 1],
    [2, 30, 30],
    [3, 60, 60],
  ])('after %i sends is too soon %i s later', async (sends, laterSeconds, retryAfterSeconds) => {
    const last_sent_at = new Date(NOW_MS - laterSeconds * 1000).toISOString();
    const { tokens, resends } = holding(sentAMinuteAgo({ sends, last_sent_at }));
    expect(await admit(anAdmission({ tokens }))).toMatchObject({
      refusal: { code: 'resend_too_soon', retryAfterSeconds },
    });
    expect(resends).toEqual([]);
  });

  it.each([
    ['less than a quarter of its lifetime is left', { expiry_time: NOW_SECONDS + 19 }],
    ['it was used', { status: 'used' }],
    ['it was revoked', { status: 'revoked' }],
    ['its attempts are used up', { attempts: 5 }],
    ['it has expired', { expiry_time: NOW_SECONDS }],
  ] as const)('creates a new token when %s, without a wait', async (_, state) => {
    const last_sent_at = new Date(NOW_MS).toISOString();
    const { tokens, resends } = holding(sentAMinuteAgo({ ...state, last_sent_at }));
    const { attempts } = { attempts: 2, ...state };
    expect(await admit(anAdmission({ tokens }))).toMatchObject({
      value: {
        decision: 'admitted',
        request: {
          sends: 1,
          renewed: { issued_at: '' },
          replaces: { token_id: TOKEN_ID, attempts, sends: 1 },
        },
      },
    });
    expect(resends).toEqual([]);
  });

  /** What a new code inherits, whatever the request asks for. */
  const carriedOver = {
    sends: 2,
    sent_again_at: '2026-11-22T10:00:00.000Z',
    resent_by: `${NOW_SECONDS} again:v`,
    handed_to: [],
    replaces: { token_id: TOKEN_ID, attempts: 2, sends: 1 },
    renewed: { issued_at: MINUTE_AGO, expiry_time: NOW_SECONDS + 240 },
  };

  it.each([
    ['the request has another context', {}, { context: { amount: '1' } }],
    ['it is bound to a context and the request is not', { context_digest: 'digest' }, {}],
    ['another length is requested', {}, { length: 8 }],
    ['another format is requested', {}, { format: 'alphanumeric' }],
    ['it predates the record of destinations', { destination_digest: undefined }, {}],
    ['it was sent to a test destination', { test_digest: 'digest' }, {}],
  ] as const)('gives the token a new code when %s, unless it is too soon', async (_, state, body) => {
    const { tokens, resends } = holding(sentAMinuteAgo(state as Partial<TokenRecord>));
    expect(await admit(anAdmission({ tokens }), body)).toMatchObject({
      value: { decision: 'admitted', request: { ...carriedOver, earlier_destinations: '' } },
    });
    expect(resends).toEqual([]);
    const fresh = holding(
      sentAMinuteAgo({ ...state, last_sent_at: new Date(NOW_MS).toISOString() } as Partial<TokenRecord>),
    );
    expect(await admit(anAdmission({ tokens: fresh.tokens }), body)).toMatchObject({
      refusal: { code: 'resend_too_soon', retryAfterSeconds: 30 },
    });
  });

  describe('for another destination', () => {
    const justSent = sentAMinuteAgo({ last_sent_at: new Date(NOW_MS - 1000).toISOString() });
    const short = DIGEST.slice(0, 16);

    it.each([{}, { context: { amount: '1' } }, { length: 8 }])(
      'gives the token a new code at once, and notes which destination has to wait, with %j',
      async (more) => {
        const { tokens, resends } = holding(justSent);
        const decision = await admit(anAdmission({ tokens }), { phone_number: OTHER_PHONE, ...more });
        expect(decision).toMatchObject({
          value: {
            decision: 'admitted',
            request: { ...carriedOver, earlier_destinations: `${short} ${NOW_SECONDS + 29}` },
          },
        });
        expect(resends).toEqual([]);
      },
    );

    it('returns to an earlier destination once its own wait is over, and not before', async () => {
      const to = (secondsLeft: number) =>
        holding({
          ...justSent,
          sends: 2,
          destination_digest: digestDestination('phone_number', OTHER_PHONE, KEYS),
          earlier_destinations: `somebodyelses111 ${NOW_SECONDS + 50},${short} ${NOW_SECONDS + secondsLeft}`,
        });
      expect(await admit(anAdmission({ tokens: to(7).tokens }))).toMatchObject({
        refusal: { code: 'resend_too_soon', retryAfterSeconds: 7 },
      });
      const other = digestDestination('phone_number', OTHER_PHONE, KEYS).slice(0, 16);
      expect(await admit(anAdmission({ tokens: to(0).tokens }))).toMatchObject({
        value: {
          request: {
            sends: 3,
            earlier_destinations: `somebodyelses111 ${NOW_SECONDS + 50},${other} ${NOW_SECONDS + 59}`,
          },
        },
      });
    });

    it('counts against the limits of the person like any message', async () => {
      const { tokens } = holding(justSent);
      const counters = countersInMemory();
      const sendLimits = {
        person: [{ limit: 1, windowSeconds: 600 }],
        destination: [],
        client: [],
        deployment: [],
      };
      const admission = anAdmission({ tokens, counters, sendLimits });
      expect((await admitAnew(admission, { phone_number: OTHER_PHONE })).ok).toBe(true);
      expect(await admitAnew(admission, { phone_number: '+919876543212' })).toMatchObject({
        refusal: { code: 'rate_limited', extensions: { limit: { name: 'person' } } },
      });
    });

    it('includes an email that replaces a paused text', async () => {
      const contact = {
        user_id: PERSON,
        phone_number: PHONE,
        email: 'p@example.com',
        email_handle: 'arn:topic',
        email_confirmed: true,
      };
      const unanswered = {
        client: clientKey('shop'),
        startsAtSeconds: NOW_SECONDS,
        ...{ unverified: 9, verified: 0, returned: 0 },
      };
      const pumpingGuard = {
        settings: {
          prefixDigits: 3,
          spareNumbers: 2,
          sparePerVerified: 1,
          trickleNumbers: 1,
          spareDeliveries: 300,
          knownDays: 90,
        },
        traffic: {
          ...trafficInMemory(),
          countSend: async () => ({ counted: false, slices: [unanswered], pausedUntil: NOW_SECONDS + 9 }),
        },
        numbers: numbersInMemory(),
        integerBelow: () => 12,
        onPaused: () => undefined,
      };
      const asked = (token: TokenRecord) =>
        admit(anAdmission({ contacts: contactsInMemory(contact), pumpingGuard, ...holding(token) }), {
          channel: 'auto',
          phone_number: undefined,
        });
      expect(await asked(sentAMinuteAgo())).toMatchObject({
        value: { decision: 'admitted', request: { ...carriedOver, route: [{ channel: 'email' }] } },
      });
      const byEmail = sentAMinuteAgo({
        channel: 'email',
        destination_digest: digestDestination('email', 'p@example.com', KEYS),
        last_sent_at: new Date(NOW_MS - 1000).toISOString(),
      });
      expect(await asked(byEmail)).toMatchObject({ refusal: { code: 'resend_too_soon' } });
    });
  });

  it('reuses the code for no other destination, channel, client, context, format or length', async () => {
    const one = { phone_number: PHONE, client: 'shop', format: 'numeric', length: 6, context: undefined };
    const change = {
      phone_number: fc.constantFrom(PHONE, '+91 98765 43210', OTHER_PHONE),
      client: fc.constantFrom('shop', 'bank'),
      format: fc.constantFrom('numeric', 'alphanumeric'),
      length: fc.constantFrom(6, 8),
      context: fc.constantFrom(undefined, {}, { amount: '1' }),
    };
    const same = (asked: { [name in keyof typeof one]: unknown }) =>
      asked.phone_number !== OTHER_PHONE &&
      asked.client === one.client &&
      asked.format === one.format &&
      asked.length === one.length &&
      JSON.stringify(asked.context ?? {}) === '{}';
    await fc.assert(
      fc.asyncProperty(fc.record(change), async (asked) => {
        const { client, ...body } = asked;
        if (body.format === 'alphanumeric') {
          body.length = 8;
        }
        const decision = await admitRequest(
          {
            request_id: 'r',
            execution_arn: EXECUTION_ARN,
            client_id: client,
            idempotency_key: '',
            body: JSON.stringify({ user_id: PERSON, ...body }),
          },
          anAdmission(holding(sentAMinuteAgo())),
        );
        expect(decision).toMatchObject({
          value: {
            decision: same({ ...asked, ...body }) ? 'resend' : 'admitted',
            request: { sends: client === 'bank' ? 1 : 2 },
          },
        });
      }),
    );
  });

  it('resends what another client of the group requested', async () => {
    const { tokens } = holding(sentAMinuteAgo({ client_group: '@web', client_id: 'site' }));
    expect(
      await admit(anAdmission({ tokens, clients: { groupOf: () => '@web', isCanary: () => false } })),
    ).toMatchObject({
      value: { decision: 'resend', token: { token_id: TOKEN_ID } },
    });
  });

  it('resends what is bound to the same context', async () => {
    const context = { payee: 'ACME', amount: '1' };
    const context_digest = digestContext(contextHash({ amount: '1', payee: 'ACME' }), KEYS);
    const { tokens } = holding(sentAMinuteAgo({ context_digest }));
    expect(await admit(anAdmission({ tokens }), { context })).toMatchObject({
      value: { decision: 'resend' },
    });
  });

  it('gives the token a new code and keeps its times, when so configured', async () => {
    const { tokens } = holding(sentAMinuteAgo());
    expect(await admit(anAdmission({ tokens, resend: 'new-code' satisfies ResendMode }))).toMatchObject({
      value: {
        decision: 'admitted',
        request: {
          sends: 2,
          replaces: { token_id: TOKEN_ID },
          renewed: { issued_at: MINUTE_AGO, expiry_time: NOW_SECONDS + 240 },
        },
      },
    });
    const fresh = holding(sentAMinuteAgo({ last_sent_at: new Date(NOW_MS).toISOString() }));
    expect(await admit(anAdmission({ tokens: fresh.tokens, resend: 'new-code' }))).toMatchObject({
      refusal: { code: 'resend_too_soon' },
    });
  });

  it('recognises its own note when the step is retried', async () => {
    const noted = sentAMinuteAgo({
      sends: 2,
      last_sent_at: new Date(NOW_MS).toISOString(),
      resent_by: `${NOW_SECONDS} again:v`,
    });
    const tokens: Partial<TokenStore> = {
      get: async () => noted,
      noteResend: async () => ({ applied: false, existing: noted }),
    };
    expect(await admit(anAdmission({ tokens: tokens as TokenStore }))).toMatchObject({
      value: { decision: 'resend', request: { sends: 2 } },
    });
  });

  it('does not take the note of another execution for its own, even with the same request ID', async () => {
    const noted = sentAMinuteAgo({
      sends: 2,
      last_sent_at: new Date(NOW_MS).toISOString(),
      resent_by: `${NOW_SECONDS} other:v`,
    });
    const tokens: Partial<TokenStore> = {
      get: async () => sentAMinuteAgo(),
      noteResend: async () => ({ applied: false, existing: noted }),
    };
    expect(await admit(anAdmission({ tokens: tokens as TokenStore }))).toMatchObject({
      refusal: { code: 'resend_too_soon', retryAfterSeconds: 1 },
    });
    expect(await admit(anAdmission({ tokens: holding(noted).tokens }))).toMatchObject({
      refusal: { code: 'resend_too_soon', retryAfterSeconds: 60 },
    });
  });
});

describe('guess limits', () => {
  const guessLimits = [
    { limit: 10, windowSeconds: 600 },
    { limit: 12, windowSeconds: 86_400 },
  ];
  const guessed = async (guesses: number) => {
    const counters = countersInMemory();
    for (const { windowSeconds } of guessLimits) {
      const subject = { subject: `guesses#${PERSON}`, part: 'login' };
      await counters.add(aCount(subject, windowSeconds, NOW_SECONDS, { amount: guesses }));
    }
    return anAdmission({ counters, guessLimits });
  };

  it.each([
    [0, 5],
    [7, 3],
    [9, 1],
  ])('after %i wrong codes allow a new token %i attempts', async (guesses, max_attempts) => {
    expect(await admit(await guessed(guesses))).toMatchObject({ value: { request: { max_attempts } } });
  });

  it('allow fewer attempts while those of the previous token are not counted yet', async () => {
    const { tokens } = holding(sentAMinuteAgo({ attempts: 5, settled: 2 }));
    const admission = { ...(await guessed(4)), tokens };
    expect(await admit(admission)).toMatchObject({ value: { request: { max_attempts: 3 } } });
    const { tokens: used } = holding(
      sentAMinuteAgo({ attempts: 2, settled: 1, status: 'used', verified_at: MINUTE_AGO }),
    );
    expect(await admit({ ...(await guessed(9)), tokens: used })).toMatchObject({
      value: { request: { max_attempts: 1 } },
    });
  });

  it.each([
    [10, 600, { limit: 10, window_seconds: 600 }],
    // The 14 hours from 10:00 to midnight: until then, the next request would be refused too.
    [12, 50_400, { limit: 12, window_seconds: 86_400 }],
  ])('after %i wrong codes refuse for %i s', async (guesses, retryAfterSeconds, limit) => {
    expect(await admit(await guessed(guesses))).toMatchObject({
      refusal: {
        code: 'locked',
        retryAfterSeconds,
        extensions: { limit: { name: 'guesses', ...limit } },
      },
    });
    expect((await admit(await guessed(guesses), { purpose: 'payment' })).ok).toBe(true);
  });
});

describe('an idempotency key', () => {
  // printf %s once | openssl dgst -sha256
  const DIGEST_OF_ONCE = '200651a8b2d5912f692db89468a7d47d86a3ed6844f48f1b15f2be1d9c9a7e5e';
  const HASH_OF_BODY = expect.stringMatching(/^[\w-]{43}$/);
  /** A claim store in which another request was first. */
  const claimedBy = (first: Partial<IdempotencyRecord>, seen: unknown[] = []): IdempotencyStore => ({
    claim: async (_, claim, __, failed) => {
      seen.push([claim, failed]);
      const existing = { ...claim, execution_arn: FIRST_EXECUTION, ...first };
      return failed === undefined ? { claimed: false, existing } : { claimed: true };
    },
    release: async () => undefined,
    keepAnswer: async () => undefined,
  });

  it('writes nothing when there is none', async () => {
    const claim = async () => {
      throw new Error('claimed');
    };
    const claims = { claim } as Partial<IdempotencyStore> as IdempotencyStore;
    expect((await admit(anAdmission({ claims }))).ok).toBe(true);
  });

  it('is claimed for the duration of an execution, without the number in the clear', async () => {
    const seen: unknown[] = [];
    await admit(anAdmission({ claims: claimedBy({}, seen) }), {}, 'once');
    expect(seen).toEqual([
      [
        {
          user_id: PERSON,
          purpose: 'login',
          client_group: 'shop',
          execution_arn: EXECUTION_ARN,
          body_hash: HASH_OF_BODY,
          leased_until: NOW_SECONDS + 30,
          expiry_time: NOW_SECONDS + 330,
        },
        undefined,
      ],
    ]);
    expect(JSON.stringify(seen)).not.toContain('9876543210');
  });

  it.each([
    ['another body', { body_hash: 'another' }, undefined, 'idempotency_key_reused', undefined],
    ['a running first request', { leased_until: NOW_SECONDS + 7 }, undefined, 'request_in_progress', 7],
    ['a first request whose token is not recorded yet', {}, { status: 'issued' }, 'request_in_progress', 30],
  ] as const)('is refused after %s', async (_, first, token, code, retryAfterSeconds) => {
    const tokens = token && holding(sentAMinuteAgo(token)).tokens;
    const admission = anAdmission({ claims: claimedBy(first), ...(tokens ? { tokens } : {}) });
    expect(await admit(admission, {}, 'once')).toMatchObject({
      refusal: { code, ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }) },
    });
  });

  it.each([
    ['kept', 201, { answer: '{"status":"sent"}' }, 'sent', '{"status":"sent"}'],
    ['kept', 202, { answer: '{"status":"unknown"}' }, 'sent', '{"status":"unknown"}'],
    ['read from the token', 201, {}, 'sent', wordedFromToken('sent')],
    ['read from the token', 202, {}, 'unknown', wordedFromToken('unknown')],
  ] as const)(
    'replays the answer that was %s, a %i, and runs no other rule',
    async (_, http_status, first, outcome, body) => {
      const { tokens, resends } = holding(
        sentAMinuteAgo({
          status: 'used',
          outcome,
          answered_by: 'u',
          sent_at: '2026-11-22T09:59:01.000Z',
        }),
      );
      const admission = anAdmission({ claims: claimedBy(first), tokens });
      expect(await admit(admission, {}, 'once')).toEqual({
        ok: true,
        value: { decision: 'replayed', response: { http_status, replayed: true, body } },
      });
      expect(resends).toEqual([]);
    },
  );

  it.each([
    ['failed', { leased_until: NOW_SECONDS + 20 }, { status: 'revoked' }],
    ['ended without an answer', { leased_until: NOW_SECONDS }, { status: 'used', execution_arn: 'x' }],
  ] as const)('is taken over from a first request that %s', async (_, first, token) => {
    const seen: unknown[] = [];
    const { tokens } = holding(sentAMinuteAgo(token));
    const admission = anAdmission({ claims: claimedBy(first, seen), tokens });
    expect((await admit(admission, {}, 'once')).ok).toBe(true);
    expect(seen.map((each) => (each as unknown[])[1])).toEqual([undefined, FIRST_EXECUTION]);
  });

  it('is freed when the request is refused', async () => {
    const released: unknown[] = [];
    const claims: IdempotencyStore = {
      claim: async () => ({ claimed: true }),
      release: async (...claim) => void released.push(claim),
      keepAnswer: async () => undefined,
    };
    await admit(anAdmission({ claims }), { channel: 'email' }, 'once');
    expect(released).toEqual([[{ client_id: 'shop', key_digest: DIGEST_OF_ONCE }, EXECUTION_ARN]]);
  });

  it('stores its answer before the token that it is read from changes', async () => {
    const kept: unknown[] = [];
    const claims: IdempotencyStore = {
      claim: async () => ({ claimed: true }),
      release: async () => undefined,
      keepAnswer: async (...answer) => void kept.push(answer),
    };
    const { tokens } = holding(
      sentAMinuteAgo({ key_digest: 'first', answered_by: 'u', sent_at: MINUTE_AGO }),
    );
    await admit(anAdmission({ claims, tokens }));
    expect(kept).toEqual([
      [
        { client_id: 'shop', key_digest: 'first' },
        FIRST_EXECUTION,
        expect.stringContaining(`"issued_at":"${MINUTE_AGO}"`),
      ],
    ]);
  });
});

it('canonical JSON is the same for the same members in any order', () => {
  expect(canonicalJson({ b: [1, { d: null, c: 'é"' }], a: undefined, A: true })).toBe(
    '{"A":true,"b":[1,{"c":"é\\"","d":null}]}',
  );
});

describe('the waits of a request', () => {
  /** Wraps every method of every port, so that concurrent calls end together and count as one wait. */
  function counting(admission: AdmitRequestPorts) {
    let waits = 0;
    let waiting: (() => void)[] = [];
    const rounds = async () => {
      await new Promise<void>((resolve) => {
        waiting.push(resolve);
        if (waiting.length > 1) {
          return;
        }
        setImmediate(() => {
          waits += 1;
          const all = waiting;
          waiting = [];
          for (const each of all) {
            each();
          }
        });
      });
    };
    const slow = <Port extends object>(port: Port): Port =>
      Object.fromEntries(
        Object.entries(port).map(([name, call]) => [
          name,
          async (...args: unknown[]) => {
            await rounds();
            return (call as (...all: unknown[]) => unknown)(...args);
          },
        ]),
      ) as Port;
    const { contacts, tokens, counters, claims, optOuts } = admission;
    return {
      waits: () => waits,
      admission: {
        ...admission,
        contacts: slow(contacts),
        tokens: slow(tokens),
        counters: slow(counters),
        claims: slow(claims),
        optOuts: slow(optOuts),
      },
    };
  }
  const WINDOWS = [{ limit: 5, windowSeconds: 600 }];
  const LIMITED = {
    sendLimits: { person: WINDOWS, destination: WINDOWS, client: WINDOWS, deployment: WINDOWS },
    guessLimits: WINDOWS,
    smsBudgetLimits: [{ name: 'hour', window: 3600, microUsd: 1_000_000 }],
  } as const;

  it.each([
    ['a number in the request', {}, ''],
    ['any channel of the contact', { channel: 'auto' }, ''],
    ['an Idempotency-Key', {}, 'once'],
  ])('are two, with %s: one for all its reads, and one for all its counts', async (_, body, key) => {
    const { admission, waits } = counting(anAdmission(LIMITED));
    expect((await admit(admission, body, key)).ok).toBe(true);
    expect(waits()).toBe(2);
  });

  it('leave nothing counted and no rejection unhandled when one of the concurrent calls fails', async () => {
    const counters = countersInMemory();
    const { count } = counters;
    const down = new StoreUnavailable();
    const failing = {
      ...counters,
      count: async (each: Counting) => {
        // The write takes effect, but its response is lost.
        const counted = await count(each);
        if (String(each.subject).startsWith('sends:destination')) {
          throw down;
        }
        return counted;
      },
    };
    await expect(admit(anAdmission({ ...LIMITED, counters: failing }))).rejects.toBe(down);
    expect(await counters.read(`sends:person#login#${PERSON}`, [600], NOW_SECONDS)).toEqual([0]);
    expect(await counters.read('sends:deployment', [600], NOW_SECONDS)).toEqual([0]);
    expect(await counters.read('spend', [3600], NOW_SECONDS)).toEqual([0]);
  });

  it('do not include reads that were started but are not needed, even when they fail', async () => {
    const tokens = { get: () => Promise.reject(new StoreUnavailable()) } as unknown as TokenStore;
    const destinations = { allowedCountries: [], blockedPrefixes: ['+9198'], testNumbers: [] };
    expect(await admit(anAdmission({ tokens, destinations }))).toMatchObject({
      ok: false,
      refusal: { code: 'destination_not_allowed' },
    });
  });
});
