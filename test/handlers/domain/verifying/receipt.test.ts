import { describe, expect, it } from '@jest/globals';
import { SigningUnavailable } from '../../../../handlers/domain/errors.ts';
import type { CounterStore } from '../../../../handlers/domain/limits/counter-store.ts';
import { deriveKeys, digestToken } from '../../../../handlers/domain/token/seal-token.ts';
import type {
  ConditionalWrite,
  TokenRecord,
  TokenStore,
} from '../../../../handlers/domain/token/token-store.ts';
import { chooseReceipt } from '../../../../handlers/domain/verifying/receipt.ts';
import type { Signer } from '../../../../handlers/domain/verifying/signer.ts';
import { verifyToken } from '../../../../handlers/domain/verifying/verify-token.ts';
import { aToken, fixedKeys, NOW_MS, NOW_SECONDS, TOKEN_ID } from '../../fixtures.ts';

const keys = deriveKeys('v1', 'a secret');
const token = aToken({ status: 'sent', attempts: 1 });
const live = { ...token, token_digest: digestToken('123456', token, keys) };
const request = { user_id: 'premjeet.sahu', purpose: 'login', client_group: 'auth-system', token: '123456' };

const portsWith = (sign: Signer['sign']) => ({
  issuer: 'https://courier.example.com',
  lifetimeSeconds: 60,
  signer: { keyId: 'key-1', sign },
});
const ports = portsWith(async () => Buffer.from('signature'));
const parsed = (part: string | undefined) => JSON.parse(Buffer.from(part ?? '', 'base64url').toString());

function writerOf(given = ports) {
  const choice = chooseReceipt(true, 'auth-system', given);
  if (!choice.ok || choice.value === undefined) {
    throw new Error('No writer');
  }
  return choice.value;
}

describe('a receipt', () => {
  it('says who verified what, how and when, for one caller and one minute', async () => {
    const [header, claims, signature, ...more] = (await writerOf()(token, '', NOW_SECONDS)).split('.');
    expect(parsed(header)).toEqual({ alg: 'ES256', kid: 'key-1', typ: 'receipt+jwt' });
    expect(parsed(claims)).toEqual({
      iss: 'https://courier.example.com',
      sub: 'premjeet.sahu',
      aud: 'auth-system',
      iat: 1_795_341_600,
      exp: 1_795_341_660,
      jti: TOKEN_ID,
      auth_time: 1_795_341_600,
      amr: ['otp', 'sms'],
      purpose: 'login',
      channel: 'sms',
    });
    expect(signature).toBe('c2lnbmF0dXJl');
    expect(more).toEqual([]);
  });

  it('names the weakest channel that the code went by, and the context that it is bound to', async () => {
    const bound = aToken({ channel: 'sms', channels: ['sms', 'email'], context_digest: 'digest' });
    const [, claims] = (await writerOf()(bound, 'hash', NOW_SECONDS)).split('.');
    expect(parsed(claims)).toMatchObject({ amr: ['otp', 'email'], channel: 'email', context_hash: 'hash' });
  });

  it.each([
    ['number', { phone_number: '+919876543210', phone_number_verified: true }],
    ['address', { email: 'p@example.com', email_verified: true }],
  ] as const)('states the %s that was presented, under its OpenID Connect name', async (_, destination) => {
    const [, claims] = (await writerOf()(token, '', NOW_SECONDS, destination)).split('.');
    expect(parsed(claims)).toMatchObject(destination);
  });

  it('of a test destination says so, and claims no verified number', async () => {
    const test = aToken({ test_digest: 'digest' });
    const presented = { phone_number: '+15005550006', phone_number_verified: true } as const;
    const claims = parsed((await writerOf()(test, '', NOW_SECONDS, presented)).split('.')[1]);
    expect(claims).toMatchObject({
      test: true,
      amr: ['otp'],
      phone_number: '+15005550006',
      phone_number_verified: false,
    });
  });

  it('is signed over its header and claims as they are sent', async () => {
    const messages: string[] = [];
    const receipt = await writerOf(
      portsWith(async (message) => {
        messages.push(message);
        return Buffer.from('s');
      }),
    )(aToken({ user_id: 'Łukasz "ł" 🦊' }), '', NOW_SECONDS);
    expect(messages).toEqual([receipt.slice(0, receipt.lastIndexOf('.'))]);
    expect(parsed(receipt.split('.')[1]).sub).toBe('Łukasz "ł" 🦊');
  });

  it.each([undefined, false])('is not written when %s is requested, even if none can be signed', (asked) => {
    expect(chooseReceipt(asked, 'auth-system', ports)).toEqual({ ok: true, value: undefined });
    expect(chooseReceipt(asked, 'auth-system', undefined)).toEqual({ ok: true, value: undefined });
  });

  it('is refused by field when none are signed', () => {
    expect(chooseReceipt(true, 'auth-system', undefined)).toMatchObject({
      ok: false,
      refusal: {
        code: 'invalid_request',
        errors: [{ field: 'receipt', rule: 'must not be true: this deployment signs no receipts' }],
      },
    });
  });
});

describe('verifying with a receipt', () => {
  const counted: ConditionalWrite = { applied: true, token: live };

  function verifying(sign: Signer['sign'], use: ConditionalWrite = counted, attempt = request) {
    const calls: string[] = [];
    const tokens = {
      countAttempt: async () => {
        calls.push('count');
        return counted;
      },
      returnAttempt: async (key, tokenId) => {
        calls.push(`return ${key.user_id} ${key.purpose} ${tokenId}`);
      },
      markUsed: async () => {
        calls.push('use');
        return use;
      },
    } satisfies Partial<TokenStore>;
    const writeReceipt = writerOf(
      portsWith((message) => {
        calls.push('sign');
        return sign(message);
      }),
    );
    const answer = verifyToken(attempt, {
      tokens: tokens as unknown as TokenStore,
      keys: fixedKeys(keys),
      now: () => NOW_MS,
      newId: () => 'a verification',
      counters: {} as CounterStore,
      guessLimits: [],
      writeReceipt,
    });
    return { answer, calls };
  }

  it('signs before it marks the token used, and answers with the receipt', async () => {
    const { answer, calls } = verifying(ports.signer.sign);
    expect(await answer).toMatchObject({
      verified: true,
      receipt: expect.stringMatching(/^ey.+\.ey.+\..+$/),
    });
    expect(calls).toEqual(['count', 'sign', 'use']);
  });

  it('signs nothing for a wrong code', async () => {
    const { answer, calls } = verifying(ports.signer.sign, counted, { ...request, token: '123457' });
    expect(await answer).toEqual({ verified: false, reason: 'mismatch', attempts_remaining: 4 });
    expect(calls).not.toContain('sign');
  });

  it('withholds the receipt from the slower of two correct codes', async () => {
    const usedUp: TokenRecord = { ...live, status: 'used' };
    const { answer } = verifying(ports.signer.sign, { applied: false, existing: usedUp });
    expect(await answer).toEqual({ verified: false, reason: 'used', attempts_remaining: 0 });
  });

  it('costs neither the token nor an attempt when nothing can be signed', async () => {
    const { answer, calls } = verifying(async () => {
      throw new SigningUnavailable();
    });
    await expect(answer).rejects.toThrow(SigningUnavailable);
    expect(calls).toEqual(['count', 'sign', `return premjeet.sahu login ${TOKEN_ID}`]);
  });
});
