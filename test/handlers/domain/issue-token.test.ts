/** Making, persisting and delivering: what a token goes through between the request and its answer. */
import { describe, expect, it } from '@jest/globals';
import { systemRandomness } from '../../../handlers/adapters/system-randomness.ts';
import { deliverByEmail, deliverBySms } from '../../../handlers/domain/deliver-token.ts';
import { DeliveryRefused } from '../../../handlers/domain/errors.ts';
import { makeToken } from '../../../handlers/domain/make-token.ts';
import { listShard, persistToken, type Register } from '../../../handlers/domain/persist-token.ts';
import type { ConditionalWrite, TokenRecord, TokenStore } from '../../../handlers/domain/ports.ts';
import { deriveKeys, digestToken, sealToken, unsealToken } from '../../../handlers/domain/seal-token.ts';
import {
  anAdmittedRequest,
  aSealedToken,
  aToken,
  fixedKeys,
  NOW_MS,
  NOW_SECONDS,
  noAccounts,
  TOKEN_ID,
} from '../fixtures.ts';

const keys = deriveKeys('v1', 'a secret');
const binding = { user_id: 'premjeet.sahu', purpose: 'login', token_id: TOKEN_ID };

describe('making a token', () => {
  const mint = {
    keys: fixedKeys(keys),
    random: { ...systemRandomness, uuid: () => TOKEN_ID, integerBelow: () => 7 },
    now: () => NOW_MS + 1500,
    lifetimeSeconds: 300,
    testDestinations: [{ phoneNumber: '+15005550006', token: '424242' }],
  };
  const input = {
    request_id: 'r',
    user_id: 'premjeet.sahu',
    purpose: 'login',
    format: 'numeric',
    length: 6,
    test_number: '',
    context_hash: '',
    renewed: { issued_at: '', expiry_time: 0 },
  } as const;

  it('seals and digests it and sets its times', async () => {
    const made = await makeToken(input, mint);
    expect(made).toMatchObject({
      token_id: TOKEN_ID,
      secret_version: 'v1',
      issued_at: '2026-11-22T10:00:01.500Z',
      expiry_time: NOW_SECONDS + 301,
      token_digest: digestToken('777777', binding, keys),
    });
    expect(unsealToken(made.sealed_token, binding, keys)).toBe('777777');
  });

  it('lets nothing in the clear out', async () => {
    expect(JSON.stringify(await makeToken(input, mint))).not.toContain('777777');
  });

  it('takes the fixed one of a test destination, and hides it too', async () => {
    const made = await makeToken({ ...input, test_number: '+15005550006' }, mint);
    expect(unsealToken(made.sealed_token, binding, keys)).toBe('424242');
    expect(JSON.stringify(made)).not.toContain('424242');
  });
});

describe('persisting a token', () => {
  const input = {
    request_id: 'r',
    client_id: 'auth-system',
    idempotency_key: '',
    execution_arn: 'arn:execution',
    request: anAdmittedRequest(),
    token: aSealedToken(),
  };
  const registerWith = (write?: ConditionalWrite) => {
    const written: [TokenRecord, number][] = [];
    const replaced: unknown[] = [];
    const undone: unknown[] = [];
    const put: TokenStore['put'] = async (token, nowSeconds) => {
      written.push([token, nowSeconds]);
      return write ?? { applied: true, token };
    };
    const replaceCode: TokenStore['replaceCode'] = async (_, replacedTokenId, code) => {
      replaced.push([replacedTokenId, code]);
      return write ?? { applied: true, token: aToken(code) };
    };
    const register: Register = {
      tokens: { put, replaceCode },
      counters: { takeBack: async (entry) => void undone.push(entry) },
      claims: { release: async (...claim) => void undone.push(claim) },
      now: () => NOW_MS + 999,
      listShards: 4,
    };
    return { written, replaced, undone, register };
  };

  it('writes one item with everything that is known of it, and no destination in the clear', async () => {
    const { register, written } = registerWith();
    expect(await persistToken(input, register)).toEqual({ ok: true, value: undefined });
    expect(written).toEqual([
      [
        {
          user_id: 'premjeet.sahu',
          client_group: 'auth-system',
          destination_digest: 'digest of the number',
          purpose: 'login',
          token_id: TOKEN_ID,
          sealed_token: 'sealed',
          token_digest: 'digest',
          secret_version: 'v1',
          status: 'issued',
          channel: 'sms',
          destination_masked: '+91••••••3210',
          issued_at: '2026-11-22T10:00:00.000Z',
          expiry_time: NOW_SECONDS + 300,
          format: 'numeric',
          length: 6,
          attempts: 0,
          max_attempts: 5,
          sends: 1,
          last_sent_at: '2026-11-22T10:00:00.000Z',
          execution_arn: 'arn:execution',
          client_id: 'auth-system',
          list_shard: 2,
        },
        NOW_SECONDS,
      ],
    ]);
  });

  it('keeps an idempotency key', async () => {
    const { register, written } = registerWith();
    await persistToken({ ...input, idempotency_key: 'once' }, register);
    expect(written[0]?.[0].idempotency_key).toBe('once');
  });

  it('stores the hash of a context and the attempts that are left to the person', async () => {
    const { register, written } = registerWith();
    const request = anAdmittedRequest({ context_hash: 'hash', max_attempts: 2 });
    await persistToken({ ...input, request }, register);
    expect(written[0]?.[0]).toMatchObject({ context_hash: 'hash', max_attempts: 2 });
  });

  it('puts a new code into the living token and leaves its attempts and times alone', async () => {
    const { register, written, replaced } = registerWith();
    const request = anAdmittedRequest({
      sends: 2,
      replaces: { token_id: 'old', attempts: 3 },
      renewed: { issued_at: '2026-11-22T09:59:00.000Z', expiry_time: NOW_SECONDS + 240 },
    });
    expect((await persistToken({ ...input, request }, register)).ok).toBe(true);
    expect(written).toEqual([]);
    expect(replaced).toEqual([['old', aSealedToken()]]);
  });

  it('takes back what was counted and frees the key when it gives way', async () => {
    const { register, undone } = registerWith({ applied: false, existing: aToken({ token_id: 'newer' }) });
    const entry = { subject: 'sends:deployment', window: '600#0', amount: 1 };
    const request = anAdmittedRequest({ counted: [entry] });
    await persistToken({ ...input, idempotency_key: 'once', request }, register);
    expect(undone).toEqual([entry, [{ client_id: 'auth-system', idempotency_key: 'once' }, 'arn:execution']]);
  });

  it.each([
    ['is content with its own earlier write', { attempts: 2 }, true],
    ['is content even when that was verified by now', { status: 'used' }, true],
    ['gives way when it was revoked in between', { status: 'revoked' }, false],
    ['gives way to a newer token', { token_id: 'newer' }, false],
  ] as const)('%s', async (_, state, ok) => {
    const { register } = registerWith({ applied: false, existing: aToken(state) });
    const decision = await persistToken(input, register);
    expect(decision.ok).toBe(ok);
    if (!decision.ok) expect(decision.refusal.code).toBe('superseded');
  });

  it('spreads people over the shards, each for ever on the same', () => {
    expect(['a', 'b', 'premjeet.sahu'].map((id) => listShard(id, 10))).toEqual([0, 6, 4]);
    const counts = Array<number>(10).fill(0);
    for (let id = 0; id < 5000; id += 1) {
      const shard = listShard(`person-${id}`, 10);
      counts[shard] = (counts[shard] ?? 0) + 1;
    }
    expect(Math.min(...counts)).toBeGreaterThan(400);
    expect(Math.max(...counts)).toBeLessThan(600);
  });
});

describe('delivering a token', () => {
  const token = aSealedToken({ sealed_token: sealToken('123456', binding, keys, systemRandomness) });
  const input = {
    request_id: 'r',
    asked_at: '2026-11-22T10:00:00.000Z',
    request: anAdmittedRequest(),
    token,
  };
  const courier = {
    keys: fixedKeys(keys),
    now: () => NOW_MS + 2000,
    wait: async () => undefined,
    brand: 'Acme',
    resendAfterSeconds: 30,
  };

  const answer = (channel: string, destination: string) => ({
    token_id: TOKEN_ID,
    user_id: 'premjeet.sahu',
    purpose: 'login',
    channel,
    destination,
    status: 'sent',
    issued_at: '2026-11-22T10:00:00.000Z',
    expires_at: '2026-11-22T10:05:00.000Z',
    expires_in: 298,
    resend_after: '2026-11-22T10:00:30.000Z',
  });

  it('texts it and words the answer without it', async () => {
    const sent: unknown[] = [];
    const sms = { send: async (...message: unknown[]) => void sent.push(message) };
    const delivery = await deliverBySms(input, {
      ...courier,
      sms,
      webOtpDomain: 'acme.example',
      accounts: noAccounts,
    });
    expect(sent).toEqual([
      [
        '+919876543210',
        '123456 is your Acme code. It is valid for 5 minutes. Do not share it.\n\n@acme.example #123456',
      ],
    ]);
    expect(delivery).toMatchObject({
      channel: 'sms',
      destination_masked: '+91••••••3210',
      sent_at: '2026-11-22T10:00:02.000Z',
      response: { http_status: 201 },
    });
    expect(JSON.parse(delivery.response.body)).toEqual(answer('sms', '+91••••••3210'));
    expect(JSON.stringify(delivery)).not.toMatch(/123456|9876543210/);
  });

  it('sends nothing to a test destination, and answers as if it had', async () => {
    const send = () => Promise.reject(new Error('sent'));
    const accounts = { ...noAccounts, open: () => Promise.reject(new Error('accounted for')) };
    const request = anAdmittedRequest({ phone_number: '+15005550006', test_number: '+15005550006' });
    const test = { ...courier, sms: { send }, webOtpDomain: '', accounts };
    const delivery = await deliverBySms({ ...input, request }, test);
    expect(JSON.parse(delivery.response.body)).toEqual(answer('sms', '+1••••••0006'));
  });

  it('mails it to the topic', async () => {
    const sent: unknown[] = [];
    const email = { send: async (...message: unknown[]) => void sent.push(message) };
    const delivery = await deliverByEmail(input, { ...courier, email });
    expect(sent).toEqual([
      [
        'arn:aws:sns:eu-west-1:000000000000:token-courier-1',
        'Your Acme security code',
        '123456 is your Acme code. It is valid for 5 minutes. Do not share it.',
      ],
    ]);
    expect(JSON.parse(delivery.response.body)).toEqual(answer('email', 'p•••@example.com'));
  });

  it('fails as the sender fails', async () => {
    const send = async () => {
      throw new DeliveryRefused();
    };
    const refused = deliverBySms(input, {
      ...courier,
      sms: { send },
      webOtpDomain: '',
      accounts: noAccounts,
    });
    await expect(refused).rejects.toThrow(DeliveryRefused);
  });
});
