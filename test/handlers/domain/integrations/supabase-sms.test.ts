import { describe, expect, it } from '@jest/globals';
import { DETAILS } from '../../../../handlers/contract/problem-document.ts';
import type { HookOutcome } from '../../../../handlers/domain/integrations/hook.ts';
import { supabaseSms } from '../../../../handlers/domain/integrations/supabase-sms.ts';
import { OTHER_SECRET, SECRET, signed, smsBody, USER } from './supabase-calls.ts';

const hook = supabaseSms({});
const refer = () => 'nobody';
const translate = (body: string, module = hook) => module.translate(signed(body), refer);
const OTP = { otp: '042137', phone: '12025550143' };

/** The only delivery that a body asks for. */
function requestIn(body: string, module = hook) {
  const asked = translate(body, module);
  return asked.kind === 'deliver' ? asked.requests : asked;
}

describe("Supabase's Send SMS hook", () => {
  it('has the code delivered to its number, with the plus that Supabase leaves out', () => {
    expect(requestIn(smsBody(OTP))).toEqual([
      {
        user_id: '5f1c2f8e-7a56-4a3e-9d1b-2f3e4d5c6b7a',
        purpose: 'login',
        channel: 'sms',
        destination: '+12025550143',
        code: '042137',
        locale: 'de',
      },
    ]);
    expect(requestIn(smsBody({ ...OTP, phone: '+49 1512 3456789' }))).toMatchObject([
      { destination: '+4915123456789' },
    ]);
  });

  it('takes the purpose of a challenge from its type', () => {
    expect(requestIn(smsBody({ ...OTP, sms_type: 'mfa' }))).toMatchObject([{ purpose: 'mfa' }]);
    expect(requestIn(smsBody({ ...OTP, sms_type: 'm f a' }))).toMatchObject([{ purpose: 'login' }]);
  });

  it('says how long the code is valid where the configuration knows', () => {
    expect(requestIn(smsBody(OTP), supabaseSms({ validSeconds: 60 }))).toMatchObject([{ validSeconds: 60 }]);
  });

  it('says nothing of it for a factor, whose challenges have their own time', () => {
    const [request] = [
      requestIn(smsBody({ ...OTP, sms_type: 'mfa' }), supabaseSms({ validSeconds: 60 })),
    ].flat();
    expect(request).toMatchObject({ purpose: 'mfa' });
    expect(request).not.toHaveProperty('validSeconds');
  });

  it('sends to the number of the request, whatever the user has', () => {
    const user = {
      phone: '12025550100',
      new_phone: '12025550199',
      phone_change_sent_at: '2026-03-14T09:27:00Z',
    };
    expect(requestIn(smsBody({ ...OTP, phone: '12025550199' }, user))).toMatchObject([
      { destination: '+12025550199' },
    ]);
    expect(requestIn(smsBody({ ...OTP, phone: '12025550100' }, user))).toMatchObject([
      { destination: '+12025550100' },
    ]);
  });

  it.each([
    ['of a user with one number', {}, '+12025550143'],
    ['of a user whose only number is new', { phone: '', new_phone: '12025550199' }, '+12025550199'],
    ['that is null, of a user with one number', { new_phone: null }, '+12025550143'],
  ])('sends a request without a number %s to that one', (_, user, destination) => {
    expect(requestIn(smsBody({ otp: '042137' }, user))).toMatchObject([{ destination }]);
    expect(requestIn(smsBody({ otp: '042137', phone: null }, user))).toMatchObject([{ destination }]);
  });

  it.each([
    ['a change of number', {}, { new_phone: '12025550199' }],
    ['a factor', { sms_type: 'mfa' }, {}],
    ['a factor of a user without a number', { sms_type: 'mfa' }, { phone: '', new_phone: '12025550199' }],
  ])('sends nothing for %s to a number that may be another than the code is for', (_, sms, user) => {
    for (const phone of [undefined, null, '']) {
      const asked = translate(smsBody({ otp: '042137', phone, ...sms }, user));
      expect(asked).toMatchObject({ kind: 'invalid', errors: [{ field: 'sms.phone' }] });
      expect(JSON.stringify(asked)).not.toMatch(/2025550/);
    }
  });

  it.each([
    [{ locale: 'pt_BR' }, 'pt-BR'],
    [{ language: 'FR' }, 'fr'],
    [{ locale: '<script>alert(1)</script>', lang: 'hi' }, 'hi'],
    [{ locale: { de: true } }, undefined],
    [{ name: '<img src=x onerror=alert(1)>' }, undefined],
    [null, undefined],
    ['de', undefined],
  ])('reads from user_metadata %j the language %s', (user_metadata, locale) => {
    const asked = translate(smsBody(OTP, { user_metadata }));
    expect(asked.kind === 'deliver' && asked.requests.map((request) => request.locale)).toEqual([locale]);
  });

  it('takes a profile of 9 KB', () => {
    const user_metadata = { locale: 'de', bio: '<b>&"ß</b>'.repeat(900) };
    const body = smsBody(OTP, { user_metadata });
    expect(Buffer.byteLength(body)).toBeGreaterThan(9 * 1024);
    expect(hook.authenticate(signed(body), [SECRET])).toBe(true);
    expect(requestIn(body)).toMatchObject([{ locale: 'de' }]);
  });

  it('asks for the same delivery when Supabase tries again with a new id', () => {
    const [one, other] = ['first-try', 'second-try'].map((id) => signed(smsBody(OTP), { id }));
    expect(one?.headers['webhook-signature']).not.toBe(other?.headers['webhook-signature']);
    expect(one && other && hook.translate(one, refer)).toEqual(other && hook.translate(other, refer));
    expect(other && hook.translate(other, refer)).toMatchObject({ kind: 'deliver' });
  });

  it.each([
    ['not JSON', 'body'],
    ['[]', 'body'],
    ['{}', 'user'],
    [smsBody({ phone: '12025550143' }), 'sms.otp'],
    [smsBody({ ...OTP, phone: 'no number' }), 'sms.phone'],
    [smsBody({ otp: '042137' }, { phone: '' }), 'sms.phone'],
    [smsBody(OTP, { id: '' }), 'user.id'],
  ])('names what is wrong with %.20s: %s', (body, field) => {
    const asked = translate(body);
    expect(asked).toMatchObject({ kind: 'invalid' });
    expect(JSON.stringify(asked)).toContain(`"field":"${field}"`);
    expect(JSON.stringify(asked)).not.toMatch(/042137|2025550143|no number/);
  });

  it('knows who calls by the signature', () => {
    expect(hook.authenticate(signed(smsBody(OTP)), [SECRET])).toBe(true);
    expect(hook.authenticate(signed(smsBody(OTP)), [OTHER_SECRET])).toBe(false);
    expect(USER.phone).not.toContain('+');
  });
});

const refused = (code: 'destination_not_allowed' | 'delivery_failed'): HookOutcome => ({
  kind: 'refused',
  refusal: { code, detail: 'Why.' },
});
/** Its detail speaks of a member that Supabase's users never see. */
const limited: HookOutcome = {
  kind: 'refused',
  refusal: { code: 'rate_limited', detail: DETAILS.rate_limited, retryAfterSeconds: 30 },
};

describe('the answer to Supabase', () => {
  const answer = (outcome: HookOutcome) => hook.answer(outcome, signed(smsBody(OTP)));
  it.each([
    [{ kind: 'delivered', delivery: { delivery_id: 'd', status: 'sent' } }, 200, {}],
    [{ kind: 'delivered', delivery: { delivery_id: '', status: 'unknown' } }, 200, {}],
    [{ kind: 'nothing' }, 200, {}],
    [
      limited,
      200,
      { error: { http_code: 429, message: 'A send limit has been reached. Try again in 30 seconds.' } },
    ],
    // Not why: whoever types a number sees it.
    [
      refused('destination_not_allowed'),
      200,
      { error: { http_code: 422, message: 'No code is sent to this destination.' } },
    ],
    [
      refused('delivery_failed'),
      200,
      { error: { http_code: 503, message: 'The code could not be sent. Try again.' } },
    ],
    [
      {
        kind: 'refused',
        refusal: {
          code: 'invalid_request',
          detail: 'See errors.',
          errors: [{ field: 'sms.otp', rule: 'is missing' }],
        },
      },
      200,
      { error: { http_code: 400, message: 'sms.otp is missing' } },
    ],
    [{ kind: 'unauthenticated' }, 401, { error: { http_code: 401, message: 'The signature is not valid.' } }],
  ] as [HookOutcome, number, object][])(
    'to %j has the status %d and %j, and no headers',
    (outcome, status, body) => {
      expect(answer(outcome)).toEqual({ status, body });
    },
  );
});
