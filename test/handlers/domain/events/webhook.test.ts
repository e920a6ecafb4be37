import { describe, expect, it, jest } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { SecretUnavailable } from '../../../../handlers/domain/errors.ts';
import { isPublicAddress } from '../../../../handlers/domain/events/public-address.ts';
import type { Reply } from '../../../../handlers/domain/events/send-webhook.ts';
import { sendWebhook, waitAfter } from '../../../../handlers/domain/events/send-webhook.ts';
import { signingKey, webhookMessage } from '../../../../handlers/domain/events/webhook-message.ts';

const SECRET = 'whsec_dG9rZW4tY291cmllci10ZXN0LXZlY3Rvci1rZXktMDE=';
const EVENT = {
  'detail-type': 'code.sent',
  time: '2026-11-22T10:00:00Z',
  detail: { event_id: '0b6a1c2e-5f0e-4d4b-9a51-6d0d6a3f1e77', purpose: 'login', channel: 'sms' },
};
const keyOf = (secret: string): Buffer => {
  const key = signingKey(secret);
  if (key === undefined) {
    throw new Error('No key');
  }
  return key;
};

describe('a webhook', () => {
  it('is signed as Standard Webhooks says: id, time and body, by HMAC-SHA256', () => {
    const { body, headers } = webhookMessage(EVENT, [keyOf(SECRET)], 1_767_225_600_500);
    expect(body).toBe(
      '{"type":"code.sent","timestamp":"2026-11-22T10:00:00Z","data":{"event_id":"0b6a1c2e-5f0e-4d4b-9a51-6d0d6a3f1e77","purpose":"login","channel":"sms"}}',
    );
    expect(headers).toEqual({
      'content-type': 'application/json',
      'user-agent': 'token-courier',
      'webhook-id': '0b6a1c2e-5f0e-4d4b-9a51-6d0d6a3f1e77',
      'webhook-timestamp': '1767225600',
      'webhook-signature': 'v1,Rsjy+oTn4zmnc1TbxSNIJ2bfKfT4EX/Ps8TsMXu1wFc=',
    });
  });

  it('is taken by the official library, with the old secret and the new one while both are valid', () => {
    const other = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
    const { body, headers } = webhookMessage(EVENT, [keyOf(other), keyOf(SECRET)], Date.now());
    for (const secret of [SECRET, other]) {
      expect(new Webhook(secret).verify(body, headers)).toMatchObject({
        type: 'code.sent',
        data: EVENT.detail,
      });
    }
    const third = `whsec_${Buffer.alloc(32, 8).toString('base64')}`;
    expect(() => new Webhook(third).verify(body, headers)).toThrow('No matching signature');
    expect(() => new Webhook(SECRET).verify(body.replace('login', 'admin'), headers)).toThrow('No matching');
  });

  it('is refused by the library when it is replayed later', () => {
    const { body, headers } = webhookMessage(EVENT, [keyOf(SECRET)], Date.now() - 6 * 60_000);
    expect(() => new Webhook(SECRET).verify(body, headers)).toThrow('too old');
  });

  it.each([
    ['24 bytes', Buffer.alloc(24, 1).toString('base64'), 24],
    ['64 bytes with the prefix', `whsec_${Buffer.alloc(64, 1).toString('base64')}`, 64],
    ['64 letters and digits, as the stack makes them', 'aB3'.repeat(21).concat('x'), 48],
  ])('may have a secret of %s', (_, secret, bytes) => {
    expect(signingKey(secret)).toHaveLength(bytes);
  });

  it.each([
    ['23 bytes', Buffer.alloc(23, 1).toString('base64')],
    ['65 bytes', Buffer.alloc(65, 1).toString('base64')],
    ['24 bytes and a piece of a group, which the official library refuses', 'aB3'.repeat(11)],
    ['groups of four that are filled up in the wrong place', `${'aB3x'.repeat(8)}aB=`],
    ['bits that mean nothing, which some libraries refuse', `${'aB3x'.repeat(8)}aB==`],
    ['a prefix in another place', `aB3xwhsec_${'aB3x'.repeat(8)}`],
    ['no base64', 'not base64 but thirty-two letters'],
    ['nothing', ''],
  ])('may not have a secret of %s', (_, secret) => {
    expect(signingKey(secret)).toBeUndefined();
  });
});

describe('sending a webhook', () => {
  const outcome = (reply: Reply, tries = 1) =>
    sendWebhook(
      { url: 'https://hooks.example.com/', event: EVENT, tries },
      {
        post: async () => reply,
        keys: async () => [keyOf(SECRET)],
        now: () => 0,
        integerBelow: () => 0,
      },
    );

  it.each([200, 202, 204, 299])('is done with %d', async (status) => {
    expect(await outcome({ status })).toEqual({ sent: true, status });
  });

  it.each([
    [301, 'redirected'],
    [308, 'redirected'],
    [400, 'refused'],
    [404, 'refused'],
    [429, 'overloaded'],
    [500, 'overloaded'],
    [503, 'overloaded'],
  ] as const)('is tried again after %d', async (status, failure) => {
    expect(await outcome({ status })).toEqual({ sent: false, failure, status, retryAfterSeconds: 5 });
  });

  it.each(['timeout', 'unreachable'] as const)('is tried again after a %s', async (failure) => {
    expect(await outcome({ failure })).toEqual({ sent: false, failure, retryAfterSeconds: 5 });
  });

  it('ends where the receiver is gone', async () => {
    expect(await outcome({ status: 410 })).toEqual({ sent: false, failure: 'gone', status: 410 });
  });

  it('fails, and calls nobody, while its secret cannot be used', async () => {
    const cause = new SecretUnavailable();
    const post = jest.fn<() => Promise<Reply>>();
    const outcome = await sendWebhook(
      { url: 'https://hooks.example.com/', event: EVENT, tries: 2 },
      { post, keys: () => Promise.reject(cause), now: () => 0, integerBelow: () => 0 },
    );
    expect(outcome).toEqual({ sent: false, failure: 'unsigned', cause, retryAfterSeconds: 300 });
    expect(post).not.toHaveBeenCalled();
  });

  it('waits as long as the receiver asks, if that is longer, and at most half a day', async () => {
    const waitOf = async (retryAfterSeconds: number) =>
      (await outcome({ status: 503, retryAfterSeconds })) as { retryAfterSeconds: number };
    expect((await waitOf(120)).retryAfterSeconds).toBe(120);
    expect((await waitOf(1)).retryAfterSeconds).toBe(5);
    expect((await waitOf(999_999)).retryAfterSeconds).toBe(43_200);
  });

  it('waits longer each time, for two days in all', () => {
    const waits = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((tries) => waitAfter(tries, () => 0));
    expect(waits).toEqual([5, 300, 1_800, 7_200, 18_000, 36_000, 36_000, 36_000, 36_000, 36_000]);
    expect(waits.slice(0, 9).reduce((sum, wait) => sum + wait, 0)).toBe(171_305);
  });

  it('waits up to a fifth longer, so that receivers are not called together', () => {
    expect(waitAfter(2, (below) => below - 1)).toBe(360);
    expect(waitAfter(9, (below) => below - 1)).toBe(43_200);
  });
});

describe('an address', () => {
  it.each(['8.8.8.8', '93.184.215.14', '2606:4700::1111', '2a00:1450:4001::200e'])(
    '%s is public',
    (address) => {
      expect(isPublicAddress(address)).toBe(true);
    },
  );

  it.each([
    ...['0.0.0.0', '10.1.2.3', '100.64.0.1', '127.0.0.1', '169.254.169.254', '169.254.100.1', '172.16.0.1'],
    ...[
      '172.31.255.255',
      '192.168.1.1',
      '192.0.2.1',
      '198.18.0.1',
      '203.0.113.5',
      '224.0.0.1',
      '255.255.255.255',
    ],
    ...['::', '::1', 'fe80::1', 'fc00::1', 'fd00:ec2::254', '::ffff:169.254.169.254', '::ffff:8.8.8.8'],
    ...[
      '64:ff9b::a9fe:a9fe',
      '2001::1',
      '2001:db8::1',
      '2002:a9fe:a9fe::',
      '3fff::1',
      'ff02::1',
      'localhost',
      '',
    ],
  ])('%s is not public', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });
});
