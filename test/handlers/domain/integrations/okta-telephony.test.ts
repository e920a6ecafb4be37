import { describe, expect, it } from '@jest/globals';
import type { HookCall, HookOutcome } from '../../../../handlers/domain/integrations/hook.ts';
import { oktaTelephony } from '../../../../handlers/domain/integrations/okta-telephony.ts';

const NOW_MS = Date.UTC(2026, 2, 14, 9, 27, 31);
const hook = oktaTelephony({ refusals: 'pending' });

/**
 * As Okta's guide and reference have it; values are made up.
 * https://developer.okta.com/docs/api/openapi/okta-management/management/tag/InlineHook/#tag/InlineHook/operation/createTelephonyInlineHook
 */
const oktaBody = (messageProfile: object = {}, more: object = {}) =>
  JSON.stringify({
    eventId: '3IPD5oQfQdOttCCjUWMk3Q',
    eventTime: '2026-03-14T09:27:31.000Z',
    eventType: 'com.okta.telephony.provider',
    eventTypeVersion: '1.0',
    contentType: 'application/json',
    cloudEventVersion: '0.1',
    source: 'https://acme.okta.com/api/v1/inlineHooks/cal1',
    requestType: 'com.okta.user.telephony.mfa-verification',
    data: {
      context: { request: { id: 'req1', method: 'POST', url: { value: '/api/v1/authn' } } },
      userProfile: { firstName: 'Ada', lastName: 'L', login: 'ada@example.com', userId: '00u1' },
      messageProfile: {
        msgTemplate: 'Your code is 482913',
        phoneNumber: '+12025550143',
        otpExpires: '2026-03-14T09:32:31.000Z',
        deliveryChannel: 'SMS',
        otpCode: '482913',
        locale: 'EN-US',
        ...messageProfile,
      },
    },
    ...more,
  });

const callOf = (rawBody: string, headers: HookCall['headers'] = {}): HookCall => ({
  headers,
  rawBody,
  nowMs: NOW_MS,
});
const translate = (body: string) => hook.translate(callOf(body), () => 'nobody');

describe("Okta's telephony hook", () => {
  it('has the code delivered, with its time and language', () => {
    expect(translate(oktaBody())).toEqual({
      kind: 'deliver',
      requests: [
        {
          user_id: '00u1',
          purpose: 'mfa-verification',
          channel: 'sms',
          destination: '+12025550143',
          code: '482913',
          validSeconds: 300,
          locale: 'en-US',
        },
      ],
    });
  });

  it.each([
    ['pre-enrollment', 'pre-enrollment'],
    ['account-unlock', 'account-unlock'],
    ['password-reset', 'password-reset'],
  ])('has the purpose of %s', (type, purpose) => {
    const body = oktaBody({}, { requestType: `com.okta.user.telephony.${type}` });
    expect(translate(body)).toMatchObject({ requests: [{ purpose }] });
  });

  it('leaves out what it does not know, and what stands between digits', () => {
    const odd = { phoneNumber: '+1 (202) 555-0143', otpExpires: 'soon', locale: '??' };
    const asked = translate(oktaBody(odd, { requestType: 'com.example' }));
    expect(asked).toEqual({
      kind: 'deliver',
      requests: [
        { user_id: '00u1', purpose: 'login', channel: 'sms', destination: '+12025550143', code: '482913' },
      ],
    });
  });

  it.each([
    ['2026-03-14T09:32:30.200Z', 300],
    ['2026-03-14T09:28:20.000Z', 50],
    ['2026-03-16T09:27:31.000Z', 86_400],
    ['2026-03-14T09:27:30.000Z', undefined],
  ])('of a code that ends at %s says %s seconds', (otpExpires, seconds) => {
    const asked = translate(oktaBody({ otpExpires }));
    expect(asked.kind === 'deliver' && asked.requests[0]?.validSeconds).toBe(seconds);
  });

  it('calls nobody', () => {
    expect(translate(oktaBody({ deliveryChannel: 'voice call' }))).toEqual({
      kind: 'invalid',
      errors: [{ field: 'data.messageProfile.deliveryChannel', rule: 'must be SMS: codes are not spoken' }],
    });
  });

  it.each(['9876543210', '2025550143', '12025550143'])('does not guess the country of %s', (phoneNumber) => {
    expect(translate(oktaBody({ phoneNumber }))).toEqual({
      kind: 'invalid',
      errors: [
        {
          field: 'data.messageProfile.phoneNumber',
          rule: 'must be a number in E.164, with + and the country code',
        },
      ],
    });
  });

  it('names what is wrong', () => {
    const asked = translate(oktaBody({ phoneNumber: 'none', otpCode: undefined }));
    expect(asked).toEqual({
      kind: 'invalid',
      errors: [{ field: 'data.messageProfile.otpCode', rule: 'is missing' }],
    });
  });
});

describe('the secret', () => {
  const given = (authorization: string | undefined) => callOf(oktaBody(), { authorization });
  it.each([
    ['new-secret', true],
    ['old-secret', true],
    ['Bearer new-secret', true],
    ['Basic new-secret', false],
    ['new-secre', false],
    ['', false],
    [undefined, false],
  ])('in the header as %s is right: %s', (header, isRight) => {
    expect(hook.authenticate(given(header), ['new-secret', 'old-secret'])).toBe(isRight);
  });

  it('is never an empty one', () => {
    expect(hook.authenticate(given(''), [''])).toBe(false);
    expect(hook.authenticate(given('Bearer '), [''])).toBe(false);
    expect(hook.authenticate(given('x'), [])).toBe(false);
  });

  it('is doubted by what can be seen', () => {
    expect([hook.doubt?.(given(undefined)), hook.doubt?.(given('x'))]).toEqual(['missing', 'mismatch']);
  });
});

const command = (status: string, transactionId: string) => ({
  status: 200,
  body: {
    commands: [
      { type: 'com.okta.telephony.action', value: [{ status, provider: 'TOKEN_COURIER', transactionId }] },
    ],
  },
});
const refused = (
  code: 'budget_exhausted' | 'secret_unavailable' | 'invalid_request' | 'body_too_large',
): HookOutcome => ({
  kind: 'refused',
  refusal: { code, detail: 'Why.' },
});
const error = (reason: string, errorSummary = 'Why.') => ({
  status: 200,
  body: {
    error: {
      errorSummary,
      errorCauses: [{ errorSummary, reason, locationType: 'body', domain: 'external-service' }],
    },
  },
});

describe('the answer to Okta', () => {
  const call = callOf(oktaBody());
  it('says what was sent, and by which id', () => {
    const delivery = { delivery_id: '7b0f8f0e', status: 'sent' } as const;
    expect(hook.answer({ kind: 'delivered', delivery }, call)).toEqual(command('SUCCESSFUL', '7b0f8f0e'));
  });

  it('says that an unknown outcome is pending, because an error would send a second text', () => {
    const delivery = { delivery_id: '', status: 'unknown' } as const;
    expect(hook.answer({ kind: 'delivered', delivery }, call)).toEqual(
      command('PENDING', '3IPD5oQfQdOttCCjUWMk3Q'),
    );
  });

  it('lets nobody send what was refused', () => {
    expect(hook.answer(refused('budget_exhausted'), call)).toEqual(
      command('PENDING', '3IPD5oQfQdOttCCjUWMk3Q'),
    );
    expect(hook.answer(refused('budget_exhausted'), callOf('no JSON'))).toEqual(command('PENDING', ''));
  });

  it.each(['invalid_request', 'body_too_large'] as const)('lets Okta send where it is %s', (code) => {
    expect(hook.answer(refused(code), call)).toEqual(error(code.toUpperCase()));
  });

  it('does not let Okta text a number that no country has', () => {
    const errors = [{ field: 'phone_number', rule: 'must be a possible number' }];
    const outcome: HookOutcome = {
      kind: 'refused',
      refusal: { code: 'invalid_request', detail: 'Why.', errors },
    };
    expect(hook.answer(outcome, call)).toEqual(command('PENDING', '3IPD5oQfQdOttCCjUWMk3Q'));
  });

  it('lets Okta send what was refused, by an option', () => {
    const lenient = oktaTelephony({ refusals: 'error' });
    expect(lenient.answer(refused('budget_exhausted'), call)).toEqual(error('BUDGET_EXHAUSTED'));
  });

  it('lets Okta send what failed here', () => {
    expect(hook.answer(refused('secret_unavailable'), call)).toEqual(
      error('SECRET_UNAVAILABLE', 'The code could not be sent. Try again.'),
    );
  });

  it('refuses who does not know the secret', () => {
    expect(hook.answer({ kind: 'unauthenticated' }, call)).toMatchObject({ status: 401 });
  });
});
