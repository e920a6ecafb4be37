/** Idempotency-Key and clients over HTTP: equal requests get equal answers, and clients are kept apart. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Answer, Courier } from '../support/courier.ts';
import { startCourier } from '../support/courier.ts';
import { eventually } from '../support/eventually.ts';
import { poolSignIn } from '../support/pool-sign-in.ts';
import { pauseAtWindowEnd } from '../support/window-end.ts';

let courier: Courier;
beforeAll(async () => {
  courier = await startCourier();
});
beforeEach(() => pauseAtWindowEnd());
afterEach(() => courier.clearFaults());
afterAll(() => courier?.close());

let people = 0;
function somebody(): { user_id: string; phone_number: string } {
  people += 1;
  return { user_id: `keyed-${people}`, phone_number: `+4915${String(130_000_000 + people)}` };
}

const issue = (body: Record<string, unknown>, key: string, name = 'Idempotency-Key'): Promise<Answer> =>
  courier.issue(body, { headers: { [name]: key } });

describe('a repeated key', () => {
  it('gets the first answer again, marked as replayed, and sends nothing', async () => {
    const person = somebody();
    const first = await issue(person, 'again');
    const second = await issue(person, 'again', 'idempotency-key');
    expect([first.status, first.headers.get('idempotency-replayed')]).toEqual([201, null]);
    expect([second.status, second.headers.get('idempotency-replayed')]).toEqual([201, 'true']);
    expect(second.text).toBe(first.text);
    expect(await courier.messages(person.phone_number)).toHaveLength(1);
  });

  it('treats reordered members and another number format as the same request', async () => {
    const { user_id, phone_number } = somebody();
    const first = await issue({ user_id, phone_number }, 'canonical');
    const spaced = `${phone_number.slice(0, 6)} ${phone_number.slice(6)}`;
    const second = await issue({ phone_number: spaced, purpose: 'login', user_id }, 'canonical');
    expect(second.text).toBe(first.text);
  });

  it('sends one message for 40 concurrent requests; all get equal answers or are told to wait', async () => {
    const person = somebody();
    const answers = await Promise.all(Array.from({ length: 40 }, () => issue(person, 'at-once')));
    expect(await courier.messages(person.phone_number)).toHaveLength(1);
    const issued = answers.filter(({ status }) => status === 201);
    expect(new Set(issued.map(({ text }) => text)).size).toBe(1);
    expect(issued.filter(({ headers }) => headers.get('idempotency-replayed') === null)).toHaveLength(1);
    for (const refused of answers.filter(({ status }) => status !== 201)) {
      expect([refused.status, refused.json.code]).toEqual([409, 'request_in_progress']);
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    }
    expect((await issue(person, 'at-once')).text).toBe(issued[0]?.text);
  });

  it('is refused with another body, and sends nothing', async () => {
    await issue(somebody(), 'taken');
    const other = somebody();
    const refused = await issue(other, 'taken');
    expect([refused.status, refused.json.code]).toEqual([422, 'idempotency_key_reused']);
    expect(await courier.messages(other.phone_number)).toEqual([]);
  });

  it('still gets its answer after the token was used, revoked and replaced', async () => {
    const person = somebody();
    const first = await issue(person, 'long-ago');
    await courier.verify(person.user_id, await courier.codeSentTo(person.phone_number));
    expect((await issue(person, 'long-ago')).text).toBe(first.text);
    await courier.call('DELETE', `/tokens/${person.user_id}`);
    expect((await issue(person, 'long-ago')).text).toBe(first.text);
    expect((await courier.issue(person)).status).toBe(201);
    expect((await issue(person, 'long-ago')).text).toBe(first.text);
    expect(await courier.messages(person.phone_number)).toHaveLength(2);
  });

  it('retries what could not be delivered', async () => {
    const person = somebody();
    await courier.injectFault({ service: 'sns', operation: 'Publish', error: 'OptedOut', times: 1 });
    expect((await issue(person, 'undelivered')).json.code).toBe('delivery_failed');
    const second = await issue(person, 'undelivered');
    expect([second.status, second.headers.get('idempotency-replayed')]).toEqual([201, null]);
    expect(await courier.messages(person.phone_number)).toHaveLength(1);
  });

  it('retries what a fault stopped, without a wait', async () => {
    const person = somebody();
    await courier.injectFault({ service: 'lambda', function: 'generate-token', error: 'crash', times: 2 });
    expect((await issue(person, 'outage')).json.code).toBe('service_unavailable');
    expect((await issue(person, 'outage')).status).toBe(201);
    expect(await courier.messages(person.phone_number)).toHaveLength(1);
  });

  it('retries what was refused', async () => {
    const { user_id, phone_number } = somebody();
    expect((await issue({ user_id }, 'refused')).json.code).toBe('no_destination');
    await courier.enrol(user_id, { phone_number });
    expect((await issue({ user_id }, 'refused')).status).toBe(201);
  });
});

describe('a request id that the caller repeats', () => {
  const SAME_ID = { 'x-amzn-RequestId': 'chosen","client_id":"other' };

  it('still yields one token and one message for five requests with one key', async () => {
    const person = somebody();
    const headers = { ...SAME_ID, 'Idempotency-KEY': 'same-request-id' };
    const answers = [await courier.issue(person, { headers })];
    answers.push(...(await Promise.all([1, 2, 3].map(() => courier.issue(person, { headers })))));
    answers.push(await courier.issue(person, { headers }));
    expect(answers.map(({ status, headers }) => [status, headers.get('idempotency-replayed')])).toEqual([
      [201, null],
      ...Array.from({ length: 4 }, () => [201, 'true']),
    ]);
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(await courier.messages(person.phone_number)).toHaveLength(1);
  });

  it('yields one token and one message for concurrent requests too', async () => {
    const person = somebody();
    const headers = { ...SAME_ID, 'Idempotency-Key': 'same-request-id-at-once' };
    const answers = await Promise.all([1, 2, 3, 4, 5].map(() => courier.issue(person, { headers })));
    const issued = answers.filter(({ status }) => status === 201);
    expect(new Set(issued.map(({ text }) => text)).size).toBe(1);
    expect(issued.filter(({ headers }) => headers.get('idempotency-replayed') === null)).toHaveLength(1);
    expect(await courier.messages(person.phone_number)).toHaveLength(1);
  });

  it('allows no early resend without a key', async () => {
    const person = somebody();
    const answers = [1, 2, 3].map(() => courier.issue(person, { headers: SAME_ID }));
    const statuses = (await Promise.all(answers)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 201)).toHaveLength(1);
    const { status, json } = await courier.issue(person, { headers: SAME_ID });
    expect([status, json.code]).toEqual([429, 'resend_too_soon']);
    expect(await courier.messages(person.phone_number)).toHaveLength(1);
  });

  it('appears in no answer and no log line: they have the id of the header x-amz-apigw-id', async () => {
    const refused = await courier.issue({}, { headers: SAME_ID });
    const unauthorised = await courier.call('GET', '/tokens', { scope: null, headers: SAME_ID });
    for (const { json, text, headers } of [refused, unauthorised]) {
      expect(json.request_id).toBe(headers.get('x-amz-apigw-id'));
      expect(text).not.toContain('chosen');
    }
    // A function's lines may arrive after its answer.
    const log = () => courier.logLines.join('\n');
    expect(await eventually(() => log().includes(refused.json.request_id))).toBe(true);
    expect(log()).not.toContain('chosen');
  });
});

describe('a key', () => {
  it.each([
    ['with a space', 'a b'],
    ['of 256 characters', 'k'.repeat(256)],
  ])('%s is refused, naming its header', async (_, key) => {
    const { status, json } = await issue(somebody(), key);
    expect([status, json.code, json.errors]).toEqual([
      400,
      'invalid_request',
      [{ field: 'Idempotency-Key', rule: expect.any(String) }],
    ]);
  });

  it('of 255 characters is accepted, and an empty one counts as none', async () => {
    expect((await issue(somebody(), '!'.repeat(255))).status).toBe(201);
    const person = somebody();
    await issue(person, '');
    expect((await issue(person, '')).json.code).toBe('resend_too_soon');
  });
});

describe('a verification with a key', () => {
  const verify = (userId: string, token: string, key: string) =>
    courier.verify(userId, token, {}, { headers: { 'idempotency-key': key } });
  const attemptsOf = async (userId: string) => (await courier.listed(`user_id=${userId}`))[0]?.attempts;
  const issuedTo = async () => {
    const person = somebody();
    await courier.issue(person);
    return { userId: person.user_id, code: await courier.codeSentTo(person.phone_number) };
  };

  it('replays a lost answer, to a right or a wrong code, at one attempt each', async () => {
    const { userId, code } = await issuedTo();
    const wrong = code === '000000' ? '000001' : '000000';
    for (const [token, key] of [
      [wrong, 'wrong'],
      [code, 'right'],
    ] as const) {
      const first = await verify(userId, token, key);
      const second = await verify(userId, token, key);
      expect([first.status, first.headers.get('idempotency-replayed')]).toEqual([200, null]);
      expect([second.status, second.headers.get('idempotency-replayed')]).toEqual([200, 'true']);
      expect(second.json).toEqual(first.json);
    }
    expect(await attemptsOf(userId)).toBe(2);
    expect((await courier.verify(userId, code)).json.reason).toBe('used');
  });

  it('is refused with another body, and with an invalid key', async () => {
    const { userId, code } = await issuedTo();
    await verify(userId, '000000', 'body');
    expect((await verify(userId, code, 'body')).json.code).toBe('idempotency_key_reused');
    expect((await verify(userId, code, 'two keys')).json.code).toBe('invalid_request');
    expect(await attemptsOf(userId)).toBe(1);
  });

  it.each([
    ['before the code is used up', 'UpdateItem', 2],
    ['on the first count', 'UpdateItem', 1],
  ])('may be repeated at once, at one attempt, when the store fails %s', async (_, operation, calls) => {
    const { userId, code } = await issuedTo();
    // The SDK retries a call once by itself, and a correct code makes several writes at the same time.
    const fault = { service: 'dynamodb', operation, function: 'verify-token' };
    if (calls > 1) {
      await courier.injectFault({ ...fault, delay_ms: 1, times: calls - 1 });
    }
    await courier.injectFault({ ...fault, error: 'InternalServerError', times: 8 });
    const first = await verify(userId, code, `fails-${calls}`);
    expect([first.status, first.json.code]).toEqual([503, 'store_unavailable']);
    await courier.clearFaults();
    expect((await verify(userId, code, `fails-${calls}`)).json.verified).toBe(true);
    expect(await attemptsOf(userId)).toBe(1);
  });
});

describe('clients', () => {
  const bank = { client: 'local_bank' };

  it('cannot reach what another client issued, nor spend its attempts', async () => {
    const person = somebody();
    const { user_id } = person;
    const { json } = await courier.issue(person);
    const code = await courier.codeSentTo(person.phone_number);
    for (const token of ['000000', code, code, code, code, code]) {
      const { json: verdict } = await courier.verify(user_id, token, { token_id: json.token_id }, bank);
      expect(verdict).toEqual({ verified: false, reason: 'not_found', attempts_remaining: 0 });
    }
    const [own] = await courier.listed(`user_id=${user_id}`);
    const whose = `client_group=${encodeURIComponent(String(own?.client_group))}`;
    for (const path of [`/tokens/${user_id}`, `/tokens/${user_id}?${whose}`]) {
      expect((await courier.call('DELETE', path, bank)).status).toBe(204);
    }
    const executions = await courier.call('GET', `/tokens/${user_id}/executions?${whose}`, bank);
    expect(executions.status).toBe(404);
    expect((await courier.call('GET', `/tokens?user_id=${user_id}`, bank)).json.tokens).toEqual([]);
    expect(await courier.listed(`user_id=${user_id}`)).toMatchObject([{ status: 'sent', attempts: 0 }]);
    expect((await courier.verify(user_id, code)).json.verified).toBe(true);
  });

  it('have separate codes for a person, whose limits count all of them', async () => {
    const person = somebody();
    const own = await courier.issue(person);
    const banks = await courier.issue(person, bank);
    expect(banks.status).toBe(201);
    expect(banks.json.token_id).not.toBe(own.json.token_id);
    const code = await courier.codeSentTo(person.phone_number);
    expect((await courier.verify(person.user_id, code)).json.reason).toBe('mismatch');
    expect((await courier.verify(person.user_id, code, {}, bank)).json.verified).toBe(true);
    const { json } = await courier.call('GET', `/limits?user_id=${person.user_id}`);
    expect(json.person.sends[0].count).toBe(2);
    expect(json.person.wrong_tokens[0].count).toBe(1);
  });
});

describe("a custom sign-in of a user pool, whose triggers have no id of Cognito's", () => {
  it('sends one code for calls that Cognito repeats, and accepts it once', async () => {
    const { user_id, phone_number } = somebody();
    const signIn = poolSignIn(courier.urls, { id: user_id, verifiedNumber: phone_number });
    // Cognito does not wait for a call that it repeats.
    const [challenge, ...repeated] = await Promise.all([signIn.create(), signIn.create(), signIn.create()]);
    expect(await courier.messages(phone_number)).toHaveLength(1);
    expect(challenge.privateParameters).toEqual({ token_id: expect.stringMatching(/^[0-9a-f-]{36}$/) });
    for (const { privateParameters } of repeated) {
      expect(privateParameters).toEqual(challenge.privateParameters);
    }
    const code = await courier.codeSentTo(phone_number);
    const wrong = code === '000000' ? '000001' : '000000';
    expect(await signIn.verify(wrong, challenge)).toBe(false);
    const metadata = { challengeName: 'CUSTOM_CHALLENGE', challengeResult: false };
    const next = await signIn.create([{ ...metadata, challengeMetadata: challenge.note }]);
    expect(next.publicParameters).toEqual({ status: 'wrong_code', answers_remaining: '4' });
    expect(await courier.messages(phone_number)).toHaveLength(1);
    const verdicts = await Promise.all([signIn.verify(code, next), signIn.verify(code, next)]);
    expect(verdicts.sort()).toEqual([false, true]);
  });
});

describe('the delivery of a code that the caller made', () => {
  const deliver = (body: Record<string, unknown>, headers: Record<string, string> = {}) =>
    courier.call('POST', '/deliveries', { body: { channel: 'sms', ...body }, headers });
  const bodiesTo = async (number: string) => (await courier.messages(number)).map(({ body }) => body);

  it('sends it as it is, and leaves the live token of the same person and purpose alone', async () => {
    const person = somebody();
    await issue(person, '');
    const code = await courier.codeSentTo(person.phone_number);
    const delivered = await deliver({ ...person, code: 'Kq7ZxW3vPm9T', valid_seconds: 600 });
    expect([delivered.status, delivered.json]).toEqual([
      201,
      {
        delivery_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        ...{ status: 'sent', channel: 'sms', destination: expect.stringContaining('•'), locale: 'en' },
        expires_at: expect.any(String),
        expires_in: expect.any(Number),
      },
    ]);
    expect(delivered.json.expires_in).toBeGreaterThan(590);
    const [text] = await bodiesTo(person.phone_number);
    expect(text).toMatch(/^Kq7ZxW3vPm9T is your .* sign-in code\. Valid for 10 minutes\. /);
    expect((await courier.verify(person.user_id, code)).json.verified).toBe(true);
  });

  it('can be verified, revoked, revealed and locked out by nobody, and is listed as what it is', async () => {
    const { user_id, phone_number } = somebody();
    const { json } = await deliver({ user_id, phone_number, code: '4829' });
    expect((await bodiesTo(phone_number))[0]).not.toContain('alid for');
    expect((await courier.verify(user_id, '4829')).json).toMatchObject({ reason: 'not_found' });
    await courier.call('DELETE', `/tokens/${user_id}`);
    const listed = await courier.listed(`user_id=${user_id}&purpose=login&reveal=true`);
    expect(listed).toMatchObject([
      { token_id: json.delivery_id, kind: 'delivery', client_group: '@this-machine', token: null },
    ]);
    const limits = await courier.call('GET', `/limits?user_id=${user_id}`);
    expect(limits.json.person).toMatchObject({
      sends: [{ count: 1 }, { count: 1 }],
      wrong_tokens: [{ count: 0 }, { count: 0 }],
    });

    const report = { body: { user_id, verified: true } };
    const reported = await courier.call('POST', `/deliveries/${json.delivery_id}/report`, report);
    expect(reported.status).toBe(204);
    expect(await courier.listed(`user_id=${user_id}`)).toMatchObject([{ status: 'used' }]);
    const others = { ...report, body: { ...report.body, user_id: 'another' } };
    expect((await courier.call('POST', `/deliveries/${json.delivery_id}/report`, others)).status).toBe(404);
  });

  it('is one message for the same code at the same time and within a minute, and two for two codes', async () => {
    const person = somebody();
    const answers = await Promise.all([1, 2, 3, 4].map(() => deliver({ ...person, code: '482913' })));
    const ids = answers.filter(({ status }) => status === 201).map(({ json }) => json.delivery_id);
    expect(new Set(ids).size).toBe(1);
    expect(answers.filter(({ status }) => ![201, 409].includes(status))).toEqual([]);
    const again = await deliver({ ...person, code: '482913' });
    expect([again.json.delivery_id, again.headers.get('idempotency-replayed')]).toEqual([ids[0], 'true']);
    expect(await bodiesTo(person.phone_number)).toHaveLength(1);
    expect((await deliver({ ...person, code: '482914' })).status).toBe(201);
    expect(await bodiesTo(person.phone_number)).toHaveLength(2);
  });

  it('has its own keys, under which another code is refused', async () => {
    const person = somebody();
    const keyed = { 'Idempotency-Key': 'of-both' };
    await issue(somebody(), 'of-both');
    const first = await deliver({ ...person, code: '482913' }, keyed);
    expect((await deliver({ ...person, code: '482913' }, keyed)).text).toBe(first.text);
    const other = await deliver({ ...person, code: '482914' }, keyed);
    expect([other.status, other.json.code]).toEqual([422, 'idempotency_key_reused']);
  });

  it('that failed may be asked for again at once', async () => {
    const person = somebody();
    await courier.injectFault({ service: 'sns', operation: 'Publish', error: 'InvalidParameter', times: 1 });
    const failed = await deliver({ ...person, code: '482913' });
    expect([failed.status, failed.json.code]).toEqual([502, 'delivery_failed']);
    expect((await deliver({ ...person, code: '482913' })).status).toBe(201);
  });

  it('is refused with the field that is wrong, without the scope, and by email where SNS sends', async () => {
    const person = somebody();
    const wrong = [
      await deliver({ ...person, code: '48 29' }),
      await deliver({ user_id: person.user_id, code: '4829' }),
    ];
    expect(wrong.map(({ json }) => json.errors)).toEqual([
      [{ field: 'code', rule: 'must be 4 to 32 letters or digits' }],
      [{ field: 'phone_number', rule: 'is missing: the channel sends to it' }],
    ]);
    const body = { ...person, channel: 'sms', code: '4829' };
    expect((await courier.call('POST', '/deliveries', { body, scope: 'tokens/issue' })).status).toBe(403);
    const { user_id } = person;
    const mailed = await deliver({ user_id, channel: 'email', email: 'ada@example.com', code: '4829' });
    expect([mailed.status, mailed.json.code]).toEqual([422, 'no_destination']);
    expect(await bodiesTo(person.phone_number)).toEqual([]);
  });
});
