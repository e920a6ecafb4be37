import { describe, expect, it } from '@jest/globals';
import type { BroughtCode, DeliveryOutcome } from '../../../../handlers/domain/cognito/courier-ports.ts';
import { deliverCode } from '../../../../handlers/domain/cognito/deliver-code.ts';

const ATTRIBUTES = {
  sub: '1f2e',
  phone_number: '+12025550143',
  phone_number_verified: 'false',
  email: 'ada@example.com',
  locale: 'de-DE',
};

function scene(outcome: DeliveryOutcome = { kind: 'sent' }) {
  const delivered: { brought: BroughtCode; key: string }[] = [];
  const opened: string[] = [];
  const run = (
    triggerSource: string,
    more: { encryptedCode?: string | null; userAttributes?: Readonly<Record<string, string>> } = {},
  ) =>
    deliverCode(
      {
        triggerSource,
        userPoolId: 'pool',
        encryptedCode: 'c2VhbGVk',
        userAttributes: ATTRIBUTES,
        ...more,
      },
      {
        delivery: {
          deliver: async (brought, key) => {
            delivered.push({ brought, key });
            return outcome;
          },
        },
        open: async (code, pool) => {
          opened.push(`${code} ${pool}`);
          return '042137';
        },
        now: () => 0,
      },
    );
  return { run, delivered, opened };
}

describe('a code of a user pool', () => {
  it.each([
    ['CustomSMSSender_SignUp', 'sms', 'sign_up'],
    ['CustomSMSSender_ResendCode', 'sms', 'sign_up'],
    ['CustomSMSSender_ForgotPassword', 'sms', 'reset_password'],
    ['CustomSMSSender_UpdateUserAttribute', 'sms', 'verify_attribute'],
    ['CustomSMSSender_VerifyUserAttribute', 'sms', 'verify_attribute'],
    ['CustomSMSSender_Authentication', 'sms', 'login'],
    ['CustomEmailSender_SignUp', 'email', 'sign_up'],
    ['CustomEmailSender_ResendCode', 'email', 'sign_up'],
    ['CustomEmailSender_ForgotPassword', 'email', 'reset_password'],
    ['CustomEmailSender_UpdateUserAttribute', 'email', 'verify_attribute'],
    ['CustomEmailSender_VerifyUserAttribute', 'email', 'verify_attribute'],
    ['CustomEmailSender_Authentication', 'email', 'login'],
  ])('by %s is delivered by %s for %s', async (source, channel, purpose) => {
    const { run, delivered } = scene();
    expect(await run(source)).toEqual({ outcome: 'sent', channel, purpose });
    expect(delivered.map(({ brought }) => brought)).toEqual([
      {
        channel,
        destination: channel === 'sms' ? '+12025550143' : 'ada@example.com',
        code: '042137',
        purpose,
        locale: 'de-DE',
        userReference: '1f2e',
      },
    ]);
  });

  it('has one key however often Lambda repeats the call, and another when Cognito sends it anew', async () => {
    const { run, delivered } = scene();
    await run('CustomSMSSender_SignUp');
    await run('CustomSMSSender_SignUp');
    await run('CustomSMSSender_SignUp', { encryptedCode: 'YW5ldw==' });
    const [first, second, third] = delivered.map(({ key }) => key);
    expect(first).toMatch(/^[0-9a-f]{64}$/);
    expect(second).toBe(first);
    expect(third).not.toBe(first);
  });

  it.each([
    ['a temporary password', 'CustomSMSSender_AdminCreateUser', {}, 'not a code'],
    [
      'a notification',
      'CustomEmailSender_AccountTakeOverNotification',
      { encryptedCode: null },
      'not a code',
    ],
    ['an event that is new to us', 'CustomSMSSender_Something', {}, 'not a code'],
    ['a message without a secret', 'CustomSMSSender_SignUp', { encryptedCode: null }, 'not a code'],
    ['a user without a number', 'CustomSMSSender_SignUp', { userAttributes: { sub: '1' } }, 'no destination'],
    [
      'a user without a sub',
      'CustomSMSSender_SignUp',
      { userAttributes: { phone_number: '+12025550143' } },
      'no user',
    ],
  ])('is neither opened nor delivered for %s', async (_, source, more, outcome) => {
    const { run, delivered, opened } = scene();
    expect(await run(source, more)).toEqual({ outcome });
    expect([delivered, opened]).toEqual([[], []]);
  });

  it('is given up where a repeat would be refused too', async () => {
    for (const code of ['rate_limited', 'delivery_failed', 'invalid_request', 'forbidden', 'http_403']) {
      const { run } = scene({ kind: 'refused', code });
      expect(await run('CustomSMSSender_SignUp')).toMatchObject({ outcome: code });
    }
  });

  it('fails, for Lambda to call again, where that may help', async () => {
    for (const code of ['service_unavailable', 'issuer_unavailable', 'unauthorized', 'http_429']) {
      const { run } = scene({ kind: 'refused', code });
      await expect(run('CustomSMSSender_SignUp')).rejects.toMatchObject({ name: 'NotDelivered', code });
    }
    const { run } = scene({ kind: 'no answer' });
    await expect(run('CustomSMSSender_SignUp')).rejects.toMatchObject({ name: 'NotDelivered' });
  });

  it('is not repeated after an unknown outcome', async () => {
    const { run } = scene({ kind: 'unknown' });
    expect(await run('CustomSMSSender_SignUp')).toMatchObject({ outcome: 'unknown' });
  });
});
