import { describe, expect, it } from '@jest/globals';
import { classOf } from '../../../../handlers/contract/activity.ts';
import type { AdmittedRequest, NoteOutcomeInput } from '../../../../handlers/contract/workflow.ts';
import { outcomeEntry, problemOf } from '../../../../handlers/domain/activity/note-outcome.ts';
import { insteadEntry, reportEntry } from '../../../../handlers/domain/activity/report-entries.ts';
import {
  asked,
  refusedEntry,
  repeatedEntry,
  sentEntry,
  undeliveredEntry,
} from '../../../../handlers/domain/activity/request-entries.ts';
import {
  failedVerification,
  refusedVerification,
  verificationEntry,
} from '../../../../handlers/domain/activity/verification-entry.ts';
import { digestDestination } from '../../../../handlers/domain/destinations/digest-destination.ts';
import { SecretUnavailable, StoreUnavailable } from '../../../../handlers/domain/errors.ts';
import { readClients } from '../../../../handlers/domain/token/client-groups.ts';
import { deliveryGroup } from '../../../../handlers/domain/token/delivery-slot.ts';
import { deriveKeys } from '../../../../handlers/domain/token/seal-token.ts';
import { TRANSIENT_LAMBDA_ERRORS } from '../../../../workflows/retry-policies.ts';
import {
  anAdmittedRequest,
  anEmailLeg,
  aTextLeg,
  aToken,
  fixedKeys,
  NOW_MS,
  TOKEN_ID,
} from '../../fixtures.ts';

const ABOUT = { requestId: 'a/b=', clientId: 'shop_web', executionArn: 'arn:execution', nowMs: NOW_MS };
const keys = deriveKeys('v1', 'a secret');
const ports = {
  clients: readClients({ shop: ['shop_web'] }, { canary: 'the-canary' }),
  defaultCountry: 'IN' as const,
  subjectKeys: fixedKeys(keys),
};

/** What every entry says. */
const OF_REQUEST = {
  entry_id: 'a_b',
  at: '2026-11-22T10:00:00.000Z',
  client_id: 'shop_web',
  request_id: 'a/b=',
  execution_arn: 'arn:execution',
};
const OF_PERSON = { user_id: 'premjeet.sahu', purpose: 'login', client_group: 'auth-system', sends: 1 };
const BY_SMS = {
  channel: 'sms',
  destination_masked: '+91••••••3210',
  destination_digest: 'digest-of-number',
};
const BY_EMAIL = {
  channel: 'email',
  destination_masked: 'p•••@example.com',
  destination_digest: 'digest-of-email',
};

const request = (overrides: Partial<AdmittedRequest> = {}) => anAdmittedRequest(overrides);
const token = { token_id: TOKEN_ID };

/** Without the members that are undefined, which are not stored. */
const plain = (value: unknown) => JSON.parse(JSON.stringify(value));

describe('the entry of a request', () => {
  it('that was sent says where it went, what it cost, and what was tried before', () => {
    const priced = aTextLeg({ text: { number_prefix: '', price: 6450, country: 'IN' } });
    expect(plain(sentEntry(ABOUT, { request: request({ route: [priced] }), token }, 'sms', 'sent'))).toEqual({
      ...{ ...OF_REQUEST, ...OF_PERSON, ...BY_SMS },
      kind: 'issue',
      outcome: 'sent',
      country: 'IN',
      price: 6450,
      token_id: TOKEN_ID,
    });
    const test = request({ route: [priced], test_number: '+91987' });
    expect(sentEntry(ABOUT, { request: test, token }, 'sms', 'sent').price).toBeUndefined();
    const fallback = request({ failures: { sms: { Error: 'DeliveryRefused' } }, sends: 2 });
    expect(plain(sentEntry(ABOUT, { request: fallback, token }, 'email', 'unknown'))).toEqual({
      ...{ ...OF_REQUEST, ...OF_PERSON, ...BY_EMAIL },
      kind: 'issue',
      outcome: 'unknown',
      tried: 'sms:DeliveryRefused',
      sends: 2,
      token_id: TOKEN_ID,
    });
  });

  it('that no channel delivered names the last error, and those before it', () => {
    const tried = request({ failures: { sms: { Error: 'DeliveryUnavailable' } } });
    expect(undeliveredEntry(ABOUT, { request: tried, token }, 'email', 'DeliveryRefused')).toMatchObject({
      ...{ ...OF_PERSON, ...BY_EMAIL },
      outcome: 'failed',
      problem: 'delivery_failed',
      error: 'DeliveryRefused',
      tried: 'sms:DeliveryUnavailable',
    });
  });

  it('that was refused names the problem, and the rule or the limit', () => {
    const limit = { name: 'destination', limit: 5, window_seconds: 600 };
    expect(
      refusedEntry(ABOUT, asked(request()), { code: 'rate_limited', extensions: { limit } }),
    ).toMatchObject({ ...BY_SMS, outcome: 'refused', problem: 'rate_limited', rule: 'destination' });
    const policy = { code: 'destination_not_allowed', extensions: { rule: 'opt_out' } } as const;
    expect(refusedEntry(ABOUT, asked(request()), policy)).toMatchObject({ rule: 'opt_out' });
  });

  it('for a code that another system made is a delivery, of the client group alone', () => {
    const client_group = deliveryGroup('shop', 'a-delivery');
    expect(repeatedEntry(ABOUT, asked(request({ client_group })))).toMatchObject({
      kind: 'delivery',
      outcome: 'repeated',
      client_group: 'shop',
    });
  });
});

describe('the entry that the machine has kept', () => {
  const input = (state: Partial<NoteOutcomeInput['state']>): NoteOutcomeInput => ({
    request_id: 'a/b=',
    execution_arn: 'arn:execution',
    state: { client_id: 'shop_web', body: '{}', ...state },
  });

  it('names what failed before anything was sent', async () => {
    const state = { admission: { request: request() }, failure: { Error: 'StoreUnavailable' }, token };
    expect(plain(await outcomeEntry(ABOUT, input(state), ports))).toEqual({
      ...{ ...OF_REQUEST, ...OF_PERSON, ...BY_SMS },
      kind: 'issue',
      outcome: 'failed',
      problem: 'store_unavailable',
      error: 'StoreUnavailable',
      token_id: TOKEN_ID,
    });
  });

  it('says as much of a request that was not admitted as its body does', async () => {
    const body = JSON.stringify({
      user_id: 'ada',
      purpose: 'pay',
      phone_number: '98765 43210',
      code: '123456',
    });
    const state = { body, failure: { Error: 'SecretUnavailable' } };
    expect(plain(await outcomeEntry(ABOUT, input(state), ports))).toEqual({
      ...OF_REQUEST,
      kind: 'issue',
      client_group: '@shop',
      user_id: 'ada',
      purpose: 'pay',
      outcome: 'failed',
      problem: 'secret_unavailable',
      error: 'SecretUnavailable',
      channel: 'sms',
      destination_masked: '+91••••••3210',
      destination_digest: digestDestination('phone_number', '+919876543210', keys),
      country: 'IN',
    });
  });

  it('goes without the digest where the secret cannot be read, and without what is not valid', async () => {
    const subjectKeys = { current: () => Promise.reject(new SecretUnavailable()) };
    const body = JSON.stringify({ user_id: ' ada', phone_number: '+919876543210' });
    const entry = plain(await outcomeEntry(ABOUT, input({ body }), { ...ports, subjectKeys }));
    expect(entry).toMatchObject({ outcome: 'failed', destination_masked: '+91••••••3210', purpose: 'login' });
    expect(entry).not.toHaveProperty('destination_digest');
    expect(entry).not.toHaveProperty('user_id');
    const broken = plain(await outcomeEntry(ABOUT, input({ body: '{"user_id":' }), ports));
    expect(broken).toEqual({
      ...OF_REQUEST,
      kind: 'issue',
      client_group: '@shop',
      purpose: 'login',
      outcome: 'failed',
      problem: 'internal_error',
      error: 'InternalError',
    });
  });

  it('says that a message may have been sent by a delivery that was ended', async () => {
    const delivery = { channel: 'sms', outcome: 'unknown' } as const;
    const state = { admission: { request: request() }, token, delivery };
    expect(await outcomeEntry(ABOUT, input(state), ports)).toMatchObject({
      ...BY_SMS,
      outcome: 'unknown',
      token_id: TOKEN_ID,
    });
  });

  it('names the last channel of a request whose delivery Lambda did not run, and the one before', async () => {
    const failures = {
      sms: { Error: 'DeliveryRefused' },
      email: { Error: 'Lambda.TooManyRequestsException' },
    };
    const state = { admission: { request: request({ failures }) }, token };
    expect(await outcomeEntry(ABOUT, input(state), ports)).toMatchObject({
      ...BY_EMAIL,
      outcome: 'failed',
      problem: 'delivery_failed',
      error: 'Lambda.TooManyRequestsException',
      tried: 'sms:DeliveryRefused',
    });
  });

  it("is none for the canary's requests", async () => {
    const state = { admission: { request: request({ canary: true }) } };
    expect(await outcomeEntry(ABOUT, input(state), ports)).toBeUndefined();
    // Before it was admitted, only its client tells.
    const failed = input({ failure: { Error: 'SecretUnavailable' } });
    const byCanary = { ...ABOUT, clientId: 'the-canary' };
    expect(await outcomeEntry(byCanary, failed, ports)).toBeUndefined();
    expect(await outcomeEntry({ ...ABOUT, clientId: undefined }, failed, ports)).toMatchObject({
      outcome: 'failed',
      client_group: undefined,
    });
  });

  it('of a number or else an address has the channel that sends there', async () => {
    const state = { body: '{"phone_number":"12"}', brought: { email: 'ada@example.com' } };
    expect(await outcomeEntry(ABOUT, input(state), ports)).toMatchObject({
      channel: 'email',
      destination_masked: 'a•••@example.com',
      destination_digest: digestDestination('email', 'ada@example.com', keys),
    });
  });

  it.each([
    ...TRANSIENT_LAMBDA_ERRORS.map((error) => [error, 'service_unavailable']),
    ['DeliveryUnavailable', 'service_unavailable'],
    ['StoreUnavailable', 'store_unavailable'],
    ['SecretUnavailable', 'secret_unavailable'],
    ['TypeError', 'internal_error'],
  ])('names for %s the problem that the caller got: %s', (error, problem) => {
    expect(problemOf(error)).toBe(problem);
  });
});

describe('the entry of a verification', () => {
  const code = { user_id: 'ada', purpose: 'login', client_group: 'shop' };
  const mismatch = { verified: false, reason: 'mismatch', attempts_remaining: 4 } as const;

  it('says what the code was compared with', () => {
    const compared = { ...code, token: aToken({ sends: 2 }) };
    expect(plain(verificationEntry(ABOUT, compared, mismatch))).toEqual({
      ...OF_REQUEST,
      ...code,
      kind: 'verification',
      outcome: 'mismatch',
      token_id: TOKEN_ID,
      sends: 2,
      ...BY_SMS,
    });
  });

  it('is a repeat for an answer that was kept', () => {
    expect(verificationEntry(ABOUT, code, mismatch, true)).toMatchObject({ outcome: 'repeated' });
  });

  it('names what refused it, and the fault that it failed with', () => {
    expect(refusedVerification(ABOUT, code, { code: 'request_in_progress' })).toMatchObject({
      outcome: 'refused',
      problem: 'request_in_progress',
    });
    expect(failedVerification(ABOUT, code, new StoreUnavailable())).toMatchObject({
      outcome: 'failed',
      problem: 'store_unavailable',
      error: 'StoreUnavailable',
    });
    expect(failedVerification(ABOUT, code, new TypeError('+919876543210'))).toMatchObject({
      problem: 'internal_error',
      error: 'InternalError',
    });
  });
});

describe('the entry of a report', () => {
  const message = {
    ...{ user_id: 'ada', user_ref: 'a-person-of-note', purpose: 'login', client_group: 'shop' },
    ...{ token_id: TOKEN_ID, sends: 1, channel: 'sms' as const },
  };

  it('names the reason and the country, and not the message', () => {
    const report = {
      messageId: 'a-message',
      arrival: 'undelivered',
      reason: 'opted_out',
      country: 'DE',
    } as const;
    const entry = reportEntry(report, message, NOW_MS);
    expect(entry).toMatchObject({
      kind: 'report',
      outcome: 'undelivered',
      reason: 'opted_out',
      country: 'DE',
    });
    expect(JSON.stringify(entry)).not.toContain('a-message');
    expect(entry).not.toHaveProperty('destination_digest');
    const unknown = reportEntry({ messageId: 'm', arrival: 'delivered', country: 'none' }, message, NOW_MS);
    expect(unknown).not.toHaveProperty('country');
  });

  it('is found by where the message went', () => {
    const report = { messageId: 'm', arrival: 'delivered', country: 'DE' } as const;
    const sent = { ...message, destination_digest: 'digest-of-number' };
    expect(reportEntry(report, sent, NOW_MS)).toMatchObject({ destination_digest: 'digest-of-number' });
    const email = { outcome: 'sent', channel: 'email', leg: anEmailLeg() } as const;
    expect(insteadEntry('m', sent, email, NOW_MS)).toMatchObject(BY_EMAIL);
    const untold = insteadEntry('m', sent, { outcome: 'unknown', channel: 'email' }, NOW_MS);
    expect(untold).not.toHaveProperty('destination_digest');
  });

  it('is another than that of the email in place of the text', () => {
    const report = { messageId: 'm', arrival: 'delivered', country: 'DE' } as const;
    const email = insteadEntry('m', message, { outcome: 'sent', channel: 'email' }, NOW_MS);
    expect(email).toMatchObject({
      kind: 'issue',
      outcome: 'sent',
      channel: 'email',
      tried: 'sms:Undelivered',
    });
    expect(email.entry_id).not.toBe(reportEntry(report, message, NOW_MS).entry_id);
  });
});

describe('the class of an outcome', () => {
  it.each([
    ['sent', 'done'],
    ['mismatch', 'refused'],
    ['unknown', 'failed'],
  ] as const)('%s is %s', (outcome, expected) => {
    expect(classOf(outcome)).toBe(expected);
  });
});
