/** A delivery from its request to the machine's input, and what the machine's rules make of it. */
import { describe, expect, it } from '@jest/globals';
import { systemRandomness } from '../../../../handlers/adapters/system-randomness.ts';
import { channelsWith } from '../../../../handlers/channels/all.ts';
import { DELIVERY_ROUTES } from '../../../../handlers/contract/routes/deliveries.ts';
import type { HttpAnswer, IssueTokenInput } from '../../../../handlers/contract/workflow.ts';
import { deliverCode } from '../../../../handlers/domain/deliveries/deliver-code.ts';
import type { DeliveryRequest } from '../../../../handlers/domain/deliveries/delivery-request.ts';
import { readDelivery } from '../../../../handlers/domain/deliveries/read-delivery.ts';
import { SecretUnavailable } from '../../../../handlers/domain/errors.ts';
import { admitRequest } from '../../../../handlers/domain/issuing/admit-request.ts';
import type {
  IdempotencyRecord,
  IdempotencyStore,
} from '../../../../handlers/domain/issuing/idempotency-store.ts';
import { makeToken } from '../../../../handlers/domain/issuing/make-token.ts';
import type { IssueAnswer } from '../../../../handlers/domain/issuing/start-issue.ts';
import { parseBody } from '../../../../handlers/domain/parse-request.ts';
import { smsBudgetLimits } from '../../../../handlers/domain/spending/sms-budget.ts';
import { deriveKeys, unsealToken } from '../../../../handlers/domain/token/seal-token.ts';
import type { TokenStore } from '../../../../handlers/domain/token/token-store.ts';
import { anAdmission } from '../../an-admission.ts';
import { countersInMemory } from '../../counters-in-memory.ts';
import { aToken, contactsInMemory, fixedKeys, NOW_MS, NOW_SECONDS } from '../../fixtures.ts';

const KEYS = deriveKeys('v1', 'a secret');
const keys = fixedKeys(KEYS);
const TEXT: DeliveryRequest = {
  ...{ user_id: 'ada', purpose: 'login', channel: 'sms', destination: '+12025550143', code: '48aBc1' },
};
const CALLER = { clientId: 'shop', requestId: 'r-1', idempotencyKey: '' };
const ANSWER: HttpAnswer = {
  http_status: 201,
  body: JSON.stringify({
    ...{ token_id: 'd-1', user_id: 'ada', purpose: 'login', channel: 'sms', destination: '+1••••••0143' },
    ...{ locale: 'en', status: 'sent', issued_at: '', resend_after: '' },
    ...{ expires_at: '2026-11-22T10:05:00.000Z', expires_in: 300 },
  }),
};

async function deliver(
  request: Partial<DeliveryRequest>,
  answer: IssueAnswer = ANSWER,
  caller: Partial<typeof CALLER> = {},
) {
  const inputs: IssueTokenInput[] = [];
  const faults: unknown[] = [];
  const start = deliverCode({
    startIssue: async (input) => {
      inputs.push(input);
      return answer;
    },
    subjectKeys: keys,
    tokenKeys: keys,
    defaultCountry: 'US',
    random: systemRandomness,
    onFault: (error) => faults.push(error),
  });
  const outcome = await start({ ...TEXT, ...request }, { ...CALLER, ...caller });
  const [input] = inputs;
  return { outcome, input, faults };
}

const inputOf = async (...asked: Parameters<typeof deliver>): Promise<IssueTokenInput> => {
  const { input } = await deliver(...asked);
  if (input === undefined) {
    throw new Error('The machine was not started');
  }
  return input;
};

describe('the input of the machine', () => {
  it('has the code sealed alone, and of it only the shape', async () => {
    const input = await inputOf({});
    expect(JSON.stringify(input)).not.toContain('48aBc1');
    expect(JSON.parse(input.body)).toEqual({
      ...{ user_id: 'ada', purpose: 'login', phone_number: '+12025550143', channels: ['sms'] },
      ...{ format: 'alphanumeric', length: 6 },
    });
    expect(input.brought?.delivery).toEqual({
      delivery_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      repeats_seconds: 60,
    });
  });

  it('texts to the number that is asked for, and mails only if nothing was texted', async () => {
    const fallback = { channel: 'email', destination: 'ada@EXAMPLE.com' } as const;
    const input = await inputOf({ fallback, validSeconds: 60 });
    expect(JSON.parse(input.body)).toMatchObject({
      channels: ['sms', 'email'],
      phone_number: '+12025550143',
    });
    expect(input.brought).toMatchObject({ email: 'ada@example.com', delivery: { valid_seconds: 60 } });
  });

  it('names the code beside an Idempotency-Key by a digest that tells nothing of the same code elsewhere', async () => {
    const digestOf = async (request: Partial<DeliveryRequest>, clientId = 'shop') =>
      (await inputOf(request, ANSWER, { clientId, idempotencyKey: 'k' })).brought?.delivery?.code_digest;
    const first = await digestOf({});
    expect(first).toMatch(/^[\w-]{43}$/);
    expect(await digestOf({})).toBe(first);
    const others = [
      await digestOf({ code: '48aBc2' }),
      await digestOf({ user_id: 'bob' }),
      await digestOf({ purpose: 'payment' }),
      await digestOf({}, 'another'),
    ];
    expect(new Set([first, ...others]).size).toBe(5);
  });

  it('has one key for one message, and another when anything of it differs', async () => {
    const keyOf = async (...asked: Parameters<typeof deliver>) => (await inputOf(...asked)).idempotency_key;
    const first = await keyOf({});
    expect(await keyOf({ destination: '+1 (202) 555-0143', locale: 'de', user_id: 'same-person' })).toBe(
      first,
    );
    const others = [
      await keyOf({ code: '48aBc2' }),
      await keyOf({ code: '48abc1' }),
      await keyOf({ destination: '+12025550144' }),
      await keyOf({ purpose: 'payment' }),
      await keyOf({}, ANSWER, { clientId: 'another' }),
      await keyOf({}, ANSWER, { idempotencyKey: 'k' }),
    ];
    expect(new Set([first, ...others]).size).toBe(7);
    // Digits of any script, and spellings of one line.
    const arabic = ['+٢٠١٠٠١٢٣٤٥٦٧', '+٢٠١٠٠١٢٣٤٥٦٨', '+201001234567', '+２０１００１２３４５６８'];
    const [one, two, ...same] = await Promise.all(arabic.map((destination) => keyOf({ destination })));
    expect(one).not.toBe(two);
    expect(same).toEqual([one, two]);
    expect(await keyOf({ destination: '(202) 555-0143' })).toBe(first);
    // What is no number is refused by the machine, and never taken for another.
    expect(await keyOf({ destination: 'x' })).not.toBe(await keyOf({ destination: 'y' }));
    expect(await keyOf({ destination: '+54 9 11 2345-6789' })).toBe(
      await keyOf({ destination: '+541123456789' }),
    );
    expect(await keyOf({ code: '999999' }, ANSWER, { idempotencyKey: 'k' })).toBe(others.at(-1));
  });
});

describe('the body', () => {
  const read = (body: object) =>
    parseBody(
      DELIVERY_ROUTES.deliverCode.body,
      JSON.stringify({ user_id: 'ada', code: '48aBc1', phone_number: '+12025550143', ...body }),
    );

  it('may have an address for a code that cannot be texted', () => {
    const body = read({ channel: 'sms', email: 'ada@example.com' });
    expect(body.ok && readDelivery(body.value)).toMatchObject({
      ...{ channel: 'sms', destination: '+12025550143' },
      fallback: { channel: 'email', destination: 'ada@example.com' },
    });
  });

  it('may not have a number for one that cannot be mailed: nothing would have judged that text', () => {
    expect(read({ channel: 'email', email: 'ada@example.com' })).toMatchObject({
      refusal: {
        code: 'invalid_request',
        errors: [
          { field: 'phone_number', rule: expect.stringContaining('must not be given with channel email') },
        ],
      },
    });
  });
});

describe('the outcome', () => {
  it('is where it went and until when', async () => {
    expect((await deliver({})).outcome).toEqual({
      ok: true,
      value: {
        ...{ delivery_id: 'd-1', status: 'sent', channel: 'sms', destination: '+1••••••0143', locale: 'en' },
        ...{ expires_at: '2026-11-22T10:05:00.000Z', expires_in: 300 },
      },
    });
    const again = await deliver({}, { ...ANSWER, replayed: true });
    expect(again.outcome).toMatchObject({ value: { replayed: true } });
  });

  it('is left to its caller to begin, once its secrets are read', async () => {
    const asked: (boolean | undefined)[] = [];
    const start = deliverCode({
      startIssue: async (_, mayBegin) => {
        asked.push(mayBegin?.());
        return ANSWER;
      },
      subjectKeys: keys,
      tokenKeys: keys,
      defaultCountry: '',
      random: systemRandomness,
      onFault: () => undefined,
    });
    await start(TEXT, { ...CALLER, mayBegin: () => false });
    expect(asked).toEqual([false]);
  });

  it('is as unknown as the machine said, so that nobody takes it for a failure', async () => {
    const body = JSON.stringify({ code: 'service_unavailable', detail: 'D' });
    const { outcome } = await deliver({}, { http_status: 503, body, isOutcomeUnknown: true });
    expect(outcome).toEqual({
      ok: false,
      refusal: { code: 'service_unavailable', detail: 'D', isOutcomeUnknown: true },
    });
  });

  it('of a machine that was not reached is to be counted, as nothing else does', async () => {
    const body = JSON.stringify({ code: 'service_unavailable', detail: 'D' });
    const { outcome } = await deliver({}, { http_status: 503, body, uncounted: 'DeliveryUnavailable' });
    expect(outcome).toMatchObject({
      refusal: { countAs: { metric: 'RequestsFailed', error: 'DeliveryUnavailable' } },
    });
  });

  it('is a refusal as the machine told it', async () => {
    const limit = { name: 'destination', limit: 3, window_seconds: 3600 };
    const body = JSON.stringify({ code: 'rate_limited', detail: 'D', limit, retry_after: 9 });
    const { outcome } = await deliver({}, { http_status: 429, retry_after: 9, body });
    expect(outcome).toEqual({
      ok: false,
      refusal: { code: 'rate_limited', detail: 'D', retryAfterSeconds: 9, extensions: { limit } },
    });
  });

  it.each([
    [{ code: '123' }, 'code'],
    [{ code: '1234-5678' }, 'code'],
    [{ code: 'A'.repeat(33) }, 'code'],
    [{ validSeconds: 0 }, 'valid_seconds'],
    [{ channel: 'email', destination: 'nobody' }, 'email'],
    [{ fallback: { channel: 'email', destination: '@' } }, 'email'],
  ] as const)('is a refusal of %j, which names the field, and starts nothing', async (request, field) => {
    const { outcome, input } = await deliver(request);
    expect(outcome).toMatchObject({
      refusal: {
        ...{ code: 'invalid_request', errors: [{ field }] },
        countAs: { metric: 'RequestsRefused', reason: 'invalid_request' },
      },
    });
    expect(input).toBeUndefined();
  });

  it('of a fault is its problem, and what nobody foresaw is told apart', async () => {
    const failing = async (error: Error) => {
      const faults: unknown[] = [];
      const start = deliverCode({
        startIssue: () => Promise.reject(error),
        subjectKeys: keys,
        tokenKeys: keys,
        defaultCountry: '',
        random: systemRandomness,
        onFault: (fault) => faults.push(fault),
      });
      return { outcome: await start(TEXT, CALLER), faults };
    };
    expect(await failing(new SecretUnavailable())).toMatchObject({
      outcome: {
        refusal: {
          code: 'secret_unavailable',
          countAs: { metric: 'RequestsFailed', error: 'SecretUnavailable' },
        },
      },
      faults: [],
    });
    const unforeseen = new RangeError('48aBc1');
    expect(await failing(unforeseen)).toEqual({
      outcome: {
        ok: false,
        refusal: {
          code: 'internal_error',
          detail: expect.not.stringContaining('48a'),
          countAs: { metric: 'RequestsFailed', error: 'InternalError' },
        },
      },
      faults: [unforeseen],
    });
  });
});

/** Claims as the table keeps them, in a map. */
function claimsInMemory() {
  const kept = new Map<string, IdempotencyRecord>();
  const store: IdempotencyStore = {
    async claim({ key_digest }, claim, nowSeconds, failed) {
      const existing = kept.get(key_digest);
      const isFree = existing === undefined || existing.expiry_time <= nowSeconds;
      if (isFree || existing.execution_arn === failed || existing.execution_arn === claim.execution_arn) {
        kept.set(key_digest, claim);
        return { claimed: true };
      }
      return { claimed: false, existing };
    },
    release: async ({ key_digest }) => void kept.delete(key_digest),
    keepAnswer: async () => undefined,
  };
  return { kept, store };
}

let executions = 0;
const admit = (input: IssueTokenInput, ports: Parameters<typeof anAdmission>[0] = {}) => {
  executions += 1;
  const { brought, ...rest } = input;
  return admitRequest(
    {
      ...rest,
      execution_arn: `arn:aws:states:eu-west-1:0:express:m:n:${executions}`,
      given: { ...(brought && { brought }) },
    },
    anAdmission({ subjectKeys: keys, ...ports }),
  );
};

const requestIn = (admitted: Awaited<ReturnType<typeof admit>>) => {
  if (!admitted.ok || admitted.value.decision !== 'admitted') {
    throw new Error(`Not admitted: ${JSON.stringify(admitted)}`);
  }
  return admitted.value.request;
};

/** A budget that no text fits. */
const WITHOUT_BUDGET = {
  smsBudgetLimits: smsBudgetLimits({ hourlyUsd: 1, monthlyUsd: 1 }),
  smsPrices: { default: 2_000_000, countries: {} },
};

describe('a delivery under the rules', () => {
  const live = aToken({ user_id: 'ada', client_group: 'shop', client_id: 'shop', status: 'sent' });
  const tokens = {
    get: async ({ client_group }: { client_group: string }) => (client_group === 'shop' ? live : undefined),
  } as Partial<TokenStore> as TokenStore;

  it('leaves the live token of its person alone, and waits for nothing', async () => {
    const first = requestIn(await admit(await inputOf({}), { tokens }));
    const second = requestIn(await admit(await inputOf({ code: '48aBc2' }), { tokens }));
    for (const request of [first, second]) {
      expect(request).toMatchObject({ sends: 1, replaces: { token_id: '' }, verbatim: 'untimed' });
      expect(request.client_group).toMatch(/^shop##[0-9a-f-]{36}$/);
    }
    expect(first.client_group).not.toBe(second.client_group);
  });

  it('is sent to somebody who is locked out of codes that are verified here', async () => {
    const locked = {
      guessLimits: [{ limit: 1, windowSeconds: 3600 }],
      tokens,
      counters: { ...anAdmission().counters, read: async () => [1] },
    };
    const body = JSON.stringify({ user_id: 'ada', channel: 'sms', phone_number: '+12025550143' });
    const issued = await admit({ request_id: 'r', client_id: 'shop', idempotency_key: '', body }, locked);
    expect(issued).toMatchObject({ refusal: { code: 'locked' } });
    expect(requestIn(await admit(await inputOf({}), locked)).verbatim).toBe('untimed');
  });

  it('may be of four digits, which the guess budget would refuse', async () => {
    expect(requestIn(await admit(await inputOf({ code: '4829' })))).toMatchObject({
      format: 'numeric',
      length: 4,
    });
  });

  it('becomes an entry under its own id, valid for as long as its caller says, with nothing to compare', async () => {
    const request = requestIn(await admit(await inputOf({ validSeconds: 3600 })));
    expect(request.verbatim).toBe('timed');
    const { user_id, purpose, brought_code } = request;
    const token = await makeToken(
      { ...request, request_id: 'r' },
      { keys, random: systemRandomness, now: () => NOW_MS, lifetimeSeconds: 300, testDestinations: [] },
    );
    expect(token).toMatchObject({
      token_id: brought_code.delivery?.delivery_id,
      token_digest: '',
      expiry_time: NOW_SECONDS + 3600,
    });
    expect(unsealToken(token.sealed_token, { user_id, purpose, token_id: token.token_id }, KEYS)).toBe(
      '48aBc1',
    );
  });

  it('without a key is one message for a minute, whatever else is asked for', async () => {
    const { store, kept } = claimsInMemory();
    requestIn(await admit(await inputOf({}), { claims: store }));
    const [claim] = kept.values();
    expect(claim?.expiry_time).toBe(NOW_SECONDS + 60);
    const again = await admit(await inputOf({ locale: 'de' }), { claims: store });
    expect(again).toMatchObject({ refusal: { code: 'request_in_progress' } });
    const later = { claims: store, now: () => NOW_MS + 60_000 };
    requestIn(await admit(await inputOf({}), later));
  });

  it.each([
    ['number', { destination: '+12025550143' }, { destination: '+12025550144' }],
    [
      'mailbox',
      { channel: 'email', destination: 'ada@example.com' },
      { channel: 'email', destination: 'eve@example.com' },
    ],
  ] as const)(
    'without a key is refused, not answered as sent, if its key is that of another %s',
    async (_, to, other) => {
      const contacts = contactsInMemory();
      const { store } = claimsInMemory();
      const channels = channelsWith({ sender: 'ses', contacts, emails: { isConfirmed: async () => true } });
      const { idempotency_key, ...first } = await inputOf(to);
      requestIn(await admit({ idempotency_key, ...first }, { claims: store, contacts, channels }));
      const second = { ...(await inputOf(other)), idempotency_key };
      expect(await admit(second, { claims: store, contacts, channels })).toMatchObject({
        refusal: { code: 'idempotency_key_reused' },
      });
    },
  );

  it.each([
    [1, 300],
    [3600, 3600],
  ])(
    "with a key and a code of %d s is one message for a token's lifetime at least",
    async (validSeconds, seconds) => {
      const { store, kept } = claimsInMemory();
      const keyed = await inputOf({ validSeconds }, ANSWER, { idempotencyKey: 'k' });
      requestIn(await admit(keyed, { claims: store, lifetimeSeconds: 300 }));
      const [claim] = kept.values();
      expect(claim?.expiry_time).toBe((claim?.leased_until ?? 0) + seconds);
    },
  );

  it.each([
    ['with a key', { idempotencyKey: 'k' }, [10, 200]],
    ['without a key', {}, [10, 50]],
  ])('%s is not sent again when it was deleted after its end', async (_, keyed, seconds) => {
    const { store } = claimsInMemory();
    const asked = await inputOf({ validSeconds: 5 }, ANSWER, keyed);
    requestIn(await admit(asked, { claims: store }));
    for (const later of seconds) {
      const again = await admit(asked, { claims: store, now: () => NOW_MS + later * 1000 });
      expect(again).toMatchObject({ refusal: { code: 'idempotency_key_reused' } });
    }
    const next = await admit(asked, { claims: store, now: () => NOW_MS + 4000 });
    expect(next).toMatchObject({ refusal: { code: 'request_in_progress' } });
  });

  it('with a key is another request when its code or address is another', async () => {
    const { store } = claimsInMemory();
    const keyed = { idempotencyKey: 'k' };
    requestIn(await admit(await inputOf({}, ANSWER, keyed), { claims: store }));
    const same = await admit(await inputOf({}, ANSWER, keyed), { claims: store });
    const other = await admit(await inputOf({ code: '48aBc2' }, ANSWER, keyed), { claims: store });
    expect([same, other]).toMatchObject([
      { refusal: { code: 'request_in_progress' } },
      { refusal: { code: 'idempotency_key_reused' } },
    ]);
  });

  it.each([
    ['a fallback', { smsBudgetLimits: [] }, 'sms'],
    ['one in place of a text', WITHOUT_BUDGET, 'email'],
  ])(
    'that names a mailbox for %s counts it, and goes there no more often than its limit allows',
    async (_, budget, first) => {
      const contacts = contactsInMemory();
      const ports = {
        ...budget,
        ...{ contacts, counters: countersInMemory() },
        channels: channelsWith({ sender: 'ses', contacts, emails: { isConfirmed: async () => true } }),
        sendLimits: {
          person: [],
          destination: [{ limit: 2, windowSeconds: 600 }],
          client: [],
          deployment: [],
        },
      };
      const fallback = { channel: 'email', destination: 'ada@example.com' } as const;
      const text = async (index: number) =>
        admit(
          await inputOf({ user_id: `u${index}`, destination: `+1202555014${index}`, code: '0001', fallback }),
          ports,
        );
      const admitted = [requestIn(await text(1)), requestIn(await text(2))];
      expect(admitted.map(({ route }) => route[0].channel)).toEqual([first, first]);
      expect(admitted.map(({ route }) => route.at(-1)?.channel)).toEqual(['email', 'email']);
      const third = await text(3);
      expect(third).toMatchObject(
        first === 'sms'
          ? { value: { request: { route: [{ channel: 'sms' }] } } }
          : { refusal: { code: 'budget_exhausted' } },
      );
      expect(JSON.stringify(third)).not.toContain('ada@example.com');
      // The limit is the mailbox's own, however it is named.
      const mailed = await inputOf({ user_id: 'u4', channel: 'email', destination: 'ada@example.com' });
      expect(await admit(mailed, ports)).toMatchObject({ refusal: { code: 'rate_limited' } });
    },
  );

  it('that names a mailbox over and over leaves its owner their own messages', async () => {
    const owner = {
      user_id: 'owner',
      email: 'ada@example.com',
      email_handle: 'ses-1',
      email_confirmed: true,
    };
    const contacts = contactsInMemory(owner);
    const ports = {
      contacts,
      counters: countersInMemory(),
      channels: channelsWith({ sender: 'ses', contacts, emails: { isConfirmed: async () => true } }),
      sendLimits: { person: [], destination: [{ limit: 2, windowSeconds: 600 }], client: [], deployment: [] },
    };
    const mail = async (code: string) =>
      admit(await inputOf({ user_id: code, channel: 'email', destination: owner.email, code }), ports);
    expect([await mail('0001'), await mail('0002'), await mail('0003')]).toMatchObject([
      { value: { decision: 'admitted' } },
      { value: { decision: 'admitted' } },
      { refusal: { code: 'rate_limited' } },
    ]);
    const body = JSON.stringify({ user_id: 'owner', channel: 'email' });
    const own = { request_id: 'r', client_id: 'shop', idempotency_key: '', body };
    expect(await admit(own, ports)).toMatchObject({ value: { decision: 'admitted' } });
  });
});
