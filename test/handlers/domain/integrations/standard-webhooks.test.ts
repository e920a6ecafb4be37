import { describe, expect, it } from '@jest/globals';
import type { HookCall } from '../../../../handlers/domain/integrations/hook.ts';
import { doubtAboutSignature, isSigned } from '../../../../handlers/domain/integrations/standard-webhooks.ts';
import { NOW_MS, OTHER_SECRET, SECRET, signed, smsBody } from './supabase-calls.ts';

const BODY = smsBody({ otp: '042137', phone: '12025550143' });
const MINUTE_MS = 60_000;

const withHeaders = (call: HookCall, headers: HookCall['headers']): HookCall => ({
  ...call,
  headers: { ...call.headers, ...headers },
});

describe('a signature', () => {
  it('is the one of a known vector', () => {
    const call: HookCall = {
      headers: {
        'webhook-id': '0b6a1c2e-5f0e-4d4b-9a51-6d0d6a3f1e77',
        'webhook-timestamp': '1767225600',
        'webhook-signature': 'v1,8cEfyX2V8c2w2wZijjfUN4Z1gClhIAK8UnqazfibVao=',
      },
      rawBody: '{"user":{"id":"5f1c","phone":"12025550143"},"sms":{"otp":"042137","phone":"12025550143"}}',
      nowMs: 1_767_225_600_000,
    };
    expect(isSigned(call, [SECRET])).toBe(true);
  });

  it.each([SECRET, SECRET.replace('v1,', ''), SECRET.replace('v1,whsec_', ''), `${SECRET}\n`])(
    'is verified with the secret written as %j',
    (secret) => {
      expect(isSigned(signed(BODY), [secret])).toBe(true);
    },
  );

  it('may be by the former secret', () => {
    expect(isSigned(signed(BODY), [OTHER_SECRET, SECRET])).toBe(true);
  });

  it.each([', ', ' ', ','])('may be any of several, joined by %j', (between) => {
    const call = signed(BODY, { secrets: [OTHER_SECRET, SECRET] });
    const several = call.headers['webhook-signature']?.replace(', ', between);
    expect(several).toMatch(/^v1,\S+v1,\S+$|^v1,\S+ v1,\S+$/);
    const joined = withHeaders(call, { 'webhook-signature': several });
    expect([isSigned(joined, [SECRET]), isSigned(joined, [OTHER_SECRET])]).toEqual([true, true]);
  });

  it.each([
    ['another secret', signed(BODY, { secrets: [OTHER_SECRET] })],
    ['another body', { ...signed(BODY), rawBody: BODY.replace('042137', '042138') }],
    ['another id', withHeaders(signed(BODY), { 'webhook-id': 'another' })],
    ['another time', withHeaders(signed(BODY), { 'webhook-timestamp': String(NOW_MS / 1000 + 1) })],
    [
      'another version',
      withHeaders(signed(BODY), {
        'webhook-signature': signed(BODY).headers['webhook-signature']?.replace('v1,', 'v1a,'),
      }),
    ],
  ])('with %s is refused as no match', (_, call) => {
    expect([isSigned(call, [SECRET]), doubtAboutSignature(call)]).toEqual([
      false,
      _ === 'another version' ? 'missing' : 'mismatch',
    ]);
  });

  it('is never right without a usable secret', () => {
    expect(isSigned(signed(BODY), [])).toBe(false);
    expect(isSigned(signed(BODY), ['', 'v1,whsec_', 'v1,whsec_c2hvcnQ=', 'not base64!'])).toBe(false);
  });
});

describe('the time of a call', () => {
  it.each([
    [-5, true],
    [5, true],
    [-5.02, false],
    [5.02, false],
  ])('may be %d minutes from ours: %s', (minutes, isAccepted) => {
    const call = signed(BODY, { atMs: NOW_MS + minutes * MINUTE_MS });
    expect(isSigned(call, [SECRET])).toBe(isAccepted);
    expect(doubtAboutSignature(call)).toBe(isAccepted ? 'mismatch' : 'skewed');
  });

  it.each(['', 'now', '1e9', '-1', '1767225600.5', '0x10'])('is not %j', (timestamp) => {
    const call = withHeaders(signed(BODY), { 'webhook-timestamp': timestamp });
    expect(isSigned(call, [SECRET])).toBe(false);
  });
});

describe('a call without', () => {
  it.each(['webhook-id', 'webhook-timestamp', 'webhook-signature'])('%s is refused as lacking it', (name) => {
    const call = withHeaders(signed(BODY), { [name]: undefined });
    expect([isSigned(call, [SECRET]), doubtAboutSignature(call)]).toEqual([false, 'missing']);
  });
});
