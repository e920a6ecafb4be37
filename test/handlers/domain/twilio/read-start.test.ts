import { describe, expect, it } from '@jest/globals';
import { errorBody } from '../../../../handlers/domain/twilio/outcome.ts';
import { readForm } from '../../../../handlers/domain/twilio/read-form.ts';
import { issueBody, readStart } from '../../../../handlers/domain/twilio/read-start.ts';

const FORM = 'application/x-www-form-urlencoded';

function read(parameters: Record<string, string>) {
  const form = readForm(new URLSearchParams(parameters).toString(), FORM);
  if (!form.ok) {
    throw new Error('no form');
  }
  return readStart(form.value);
}

const bodyFor = (parameters: Record<string, string>) => {
  const start = read(parameters);
  return start.ok ? issueBody(start.value, 'twilio-1') : undefined;
};

const refusalOf = (parameters: Record<string, string>) => {
  const start = read(parameters);
  return start.ok ? undefined : errorBody(start.error);
};

const SMS = { To: '+12025550143', Channel: 'sms' };

describe('a request that starts a verification', () => {
  it.each([
    [SMS, { channel: 'sms', phone_number: '+12025550143' }],
    [
      { To: '+1 (202) 555-0143', Channel: 'SMS' },
      { channel: 'sms', phone_number: '+12025550143' },
    ],
    [{ To: 'Ada@Example.com', Channel: 'email' }, { channel: 'email' }],
    [
      { ...SMS, Locale: 'pt_BR' },
      { channel: 'sms', phone_number: '+12025550143', locale: 'pt-BR' },
    ],
    [
      { ...SMS, Amount: '12.50 EUR', Payee: 'ACME' },
      { channel: 'sms', phone_number: '+12025550143', context: { amount: '12.50 EUR', payee: 'ACME' } },
    ],
    [
      { ...SMS, CustomCode: '471133' },
      { channel: 'sms', phone_number: '+12025550143', format: 'numeric', length: 6 },
    ],
    [
      { ...SMS, CustomCode: '4711abcd' },
      { channel: 'sms', phone_number: '+12025550143', format: 'alphanumeric', length: 8 },
    ],
    [
      { ...SMS, RateLimits: '{"ip":"203.0.113.7"}' },
      { channel: 'sms', phone_number: '+12025550143', limit_keys: { ip: '203.0.113.7' } },
    ],
    [
      { ...SMS, Tags: '{}', RiskCheck: 'enable' },
      { channel: 'sms', phone_number: '+12025550143' },
    ],
  ])('%j is a request for a token', (parameters, body) => {
    expect(bodyFor(parameters)).toEqual({ user_id: 'twilio-1', purpose: 'twilio-verify', ...body });
  });

  it('keeps the code that it brings out of that request', () => {
    expect(JSON.stringify(bodyFor({ ...SMS, CustomCode: '471133' }))).not.toContain('471133');
  });

  it.each([
    [{}, 60200, '`To`'],
    [
      { To: '12025550143', Channel: 'sms' },
      60200,
      '`To` must be a phone number, with + and the country code',
    ],
    [{ To: 'ada@example', Channel: 'email' }, 60200, '`To` must be an email address'],
    [{ To: 'ada@example.com', Channel: 'sms' }, 60200, '`To` does not fit the Channel'],
    [{ To: '+12025550143' }, 60200, '`Channel` is missing'],
    [{ To: '+12025550143', Channel: 'pigeon' }, 60200, '`Channel` must be sms or email'],
    [{ To: '+12025550143', Channel: 'whatsapp' }, 60223, 'WHATSAPP'],
    [{ ...SMS, CustomCode: '471' }, 60200, '`CustomCode` must be 4 to 10'],
    [{ ...SMS, CustomCode: '47 11' }, 60200, '`CustomCode` must be 4 to 10'],
    [{ ...SMS, Locale: '!' }, 60200, '`Locale` must be a BCP 47'],
    [{ ...SMS, Amount: '1' }, 60206, "'Amount' & 'Payee' params are required"],
    [{ ...SMS, Amount: '1', Payee: 'a\nb' }, 60200, '`Payee` must have'],
    [{ ...SMS, RateLimits: 'ip' }, 60200, '`RateLimits` must be an object'],
    [{ ...SMS, CustomFriendlyName: 'ACME' }, 60204, '`CustomFriendlyName`'],
  ])('%j is refused with %d', (parameters, code, text) => {
    const refusal = refusalOf(parameters);
    expect([refusal?.code, refusal?.message]).toEqual([code, expect.stringContaining(text)]);
  });

  it('repeats no value in an error', () => {
    const secret = 'ada-0815';
    for (const name of ['To', 'Channel', 'Locale', 'CustomCode', 'Amount', 'RateLimits', 'TemplateSid']) {
      expect(JSON.stringify(refusalOf({ ...SMS, [name]: `${secret}!\n` }))).not.toContain(secret);
    }
  });
});

describe('a form', () => {
  it.each([
    ['To=%2B1&To=%2B2', FORM, '`To` must not appear more than once'],
    ['VerificationSid=VE1&VerificationSid=VE2', FORM, '`VerificationSid` must not appear more than once'],
    ['0815=1&0815=2', FORM, 'a parameter is repeated'],
    ['{"To":"+1"}', 'application/json', `the body must be ${FORM}`],
    [`Tags=${'x'.repeat(10_240)}`, FORM, 'at most 10240 bytes'],
  ])('%.30s of type %s is refused', (body, type, text) => {
    const form = readForm(body, type);
    expect(form.ok ? undefined : errorBody(form.error).message).toContain(text);
  });

  it('decodes + as a blank, as HTML has it, and treats an empty parameter as absent', () => {
    const form = readForm('Payee=A+B&Locale=', undefined);
    expect(form.ok && [...form.value]).toEqual([['Payee', 'A B']]);
    expect(readForm('', 'application/json').ok).toBe(true);
  });
});
