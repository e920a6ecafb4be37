/** Making, persisting and delivering: the steps of a token between a request and its answer. */
import { describe, expect, it } from '@jest/globals';
import { systemRandomness } from '../../../../handlers/adapters/system-randomness.ts';
import { addressesBy } from '../../../../handlers/channels/all.ts';
import { deliverByEmail } from '../../../../handlers/channels/email.ts';
import { deliverBySms } from '../../../../handlers/channels/sms.ts';
import { presumedDeliveries } from '../../../../handlers/domain/delivering/describe-delivery.ts';
import {
  DeliveryRefused,
  DeliveryUnavailable,
  StoreUnavailable,
} from '../../../../handlers/domain/errors.ts';
import { makeToken } from '../../../../handlers/domain/issuing/make-token.ts';
import type { PersistTokenPorts } from '../../../../handlers/domain/issuing/persist-token.ts';
import { listShard, persistToken } from '../../../../handlers/domain/issuing/persist-token.ts';
import { entryOf } from '../../../../handlers/domain/limits/counter-entry.ts';
import {
  deriveKeys,
  digestToken,
  sealToken,
  unsealToken,
} from '../../../../handlers/domain/token/seal-token.ts';
import type {
  ConditionalWrite,
  TokenRecord,
  TokenStore,
} from '../../../../handlers/domain/token/token-store.ts';
import { aCount } from '../../counters-in-memory.ts';
import {
  anAdmittedRequest,
  anEmailLeg,
  aSealedToken,
  aTextLeg,
  aToken,
  contactsInMemory,
  fixedKeys,
  NOW_MS,
  NOW_SECONDS,
  noAccounts,
  noTokens,
  TOKEN_ID,
} from '../../fixtures.ts';

const keys = deriveKeys('v1', 'a secret');
/** The contact that anAdmittedRequest() is for. */
const CONTACT = {
  user_id: 'premjeet.sahu',
  phone_number: '+919876543210',
  email: 'p@example.com',
  email_handle: 'arn:aws:sns:eu-west-1:000000000000:token-courier-1',
  email_confirmed: true,
};
/** A reference of the pumping guard to a text. */
const TEXT = 'digest name-of-the-prefix web 1';
const GUARDED = [aTextLeg({ text: { number_prefix: TEXT, price: 0 } }), anEmailLeg()] as const;
const binding = { user_id: 'premjeet.sahu', purpose: 'login', token_id: TOKEN_ID };

/** A clock that returns these times, one per reading, and stays at the last. */
const ticking = (...times: number[]) => {
  let looks = 0;
  return () => times[Math.min(looks++, times.length - 1)] ?? 0;
};

describe('making a token', () => {
  const ports = {
    keys: fixedKeys(keys),
    random: { ...systemRandomness, uuid: () => TOKEN_ID, integerBelow: () => 7 },
    now: () => NOW_MS + 1500,
    lifetimeSeconds: 300,
    testDestinations: [{ phoneNumber: '+15005550006', token: '424242' }],
  };
  const input = {
    request_id: 'r',
    user_id: 'premjeet.sahu',
    user_ref: 'a-person-of-note',
    purpose: 'login',
    format: 'numeric',
    length: 6,
    test_number: '',
    context_hash: '',
    renewed: { issued_at: '', expiry_time: 0 },
  } as const;

  it('seals and digests the code and sets its times', async () => {
    const made = await makeToken(input, ports);
    expect(made).toMatchObject({
      token_id: TOKEN_ID,
      secret_version: 'v1',
      issued_at: '2026-11-22T10:00:01.500Z',
      expiry_time: NOW_SECONDS + 301,
      token_digest: digestToken('777777', binding, keys),
    });
    expect(unsealToken(made.sealed_token, binding, keys)).toBe('777777');
  });

  it('returns nothing in the clear', async () => {
    expect(JSON.stringify(await makeToken(input, ports))).not.toContain('777777');
  });

  it('uses the fixed code of a test destination, and hides it too', async () => {
    const made = await makeToken({ ...input, test_number: '+15005550006' }, ports);
    expect(unsealToken(made.sealed_token, binding, keys)).toBe('424242');
    expect(JSON.stringify(made)).not.toContain('424242');
  });
});

describe('persisting a token', () => {
  // printf %s once | openssl dgst -sha256
  const DIGEST_OF_ONCE = '200651a8b2d5912f692db89468a7d47d86a3ed6844f48f1b15f2be1d9c9a7e5e';
  const input = {
    request_id: 'r',
    client_id: 'auth-system',
    idempotency_key: '',
    execution_arn: 'arn:execution',
    request: anAdmittedRequest(),
    token: aSealedToken(),
  };
  const portsWith = (write?: ConditionalWrite) => {
    const written: [TokenRecord, number][] = [];
    const replaced: unknown[] = [];
    const undone: unknown[] = [];
    const put: TokenStore['put'] = async (token, nowSeconds) => {
      written.push([token, nowSeconds]);
      return write ?? { applied: true, token };
    };
    const replaceCode: TokenStore['replaceCode'] = async (_, old, code) => {
      replaced.push([old, code]);
      return write ?? { applied: true, token: aToken(code) };
    };
    const revoked: unknown[] = [];
    const revoke: TokenStore['revoke'] = async (key, ...more) => {
      revoked.push([key.purpose, ...more]);
      return true;
    };
    const ports: PersistTokenPorts = {
      tokens: { put, replaceCode, revoke },
      contacts: contactsInMemory(CONTACT),
      addresses: addressesBy('sns'),
      counters: { takeBack: async (entry) => void undone.push(entry) },
      traffic: { takeBackSend: async (added) => void undone.push(added) },
      claims: { release: async (...claim) => void undone.push(claim) },
      now: () => NOW_MS + 999,
      listShards: 4,
    };
    return { written, replaced, revoked, undone, ports };
  };

  it('writes one item with everything known about the token, and no destination in the clear', async () => {
    const { ports, written } = portsWith();
    expect(await persistToken(input, ports)).toEqual({ ok: true, value: undefined });
    expect(written).toEqual([
      [
        {
          user_id: 'premjeet.sahu',
          client_group: 'auth-system',
          purpose: 'login',
          token_id: TOKEN_ID,
          sealed_token: 'sealed',
          token_digest: 'digest',
          secret_version: 'v1',
          status: 'issued',
          channel: 'sms',
          channels: ['sms'],
          destination_masked: '+91••••••3210',
          locale: 'en',
          destination_digest: 'digest-of-number',
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

  it('stores the digest of an idempotency key', async () => {
    const { ports, written } = portsWith();
    await persistToken({ ...input, idempotency_key: 'once' }, ports);
    expect(written[0]?.[0].key_digest).toBe(DIGEST_OF_ONCE);
  });

  it('stores the keyed digest of a context, not its hash, and the attempts that the person has left', async () => {
    const { ports, written } = portsWith();
    const request = anAdmittedRequest({ context_hash: 'hash', context_digest: 'digest', max_attempts: 2 });
    await persistToken({ ...input, request }, ports);
    expect(written[0]?.[0]).toMatchObject({ context_digest: 'digest', max_attempts: 2 });
    expect(written[0]?.[0]).not.toHaveProperty('context_hash');
  });

  it('puts a new code into the live token and leaves its attempts and times alone', async () => {
    const { ports, written, replaced } = portsWith();
    const request = anAdmittedRequest({
      sends: 3,
      sent_again_at: '2026-11-22T10:00:00.000Z',
      resent_by: '1795341600 x:y',
      earlier_destinations: 'digest-of-anothe 1795341630',
      handed_to: [],
      context_hash: 'hash',
      context_digest: 'digest',
      replaces: { token_id: 'old', attempts: 3, sends: 2 },
      renewed: { issued_at: '2026-11-22T09:59:00.000Z', expiry_time: NOW_SECONDS + 240 },
    });
    expect((await persistToken({ ...input, request }, ports)).ok).toBe(true);
    expect(written).toEqual([]);
    expect(replaced).toEqual([
      [
        { token_id: 'old', attempts: 3, sends: 2 },
        {
          token_id: TOKEN_ID,
          sealed_token: 'sealed',
          token_digest: 'digest',
          secret_version: 'v1',
          channel: 'sms',
          channels: ['sms'],
          destination_masked: '+91••••••3210',
          locale: 'en',
          destination_digest: 'digest-of-number',
          earlier_destinations: 'digest-of-anothe 1795341630',
          format: 'numeric',
          length: 6,
          context_digest: 'digest',
          client_id: 'auth-system',
          sends: 3,
          last_sent_at: '2026-11-22T10:00:00.000Z',
          resent_by: '1795341600 x:y',
        },
      ],
    ]);
  });

  it.each([
    ['the number has changed', { ...CONTACT, phone_number: '+919876543211' }],
    ['the email has changed', { ...CONTACT, email_handle: 'arn:another' }],
    ['the email is not confirmed any more', { ...CONTACT, email_confirmed: false }],
    ['the contact is gone', undefined],
  ])('revokes the token, takes everything back and sends nothing when %s', async (_, contact) => {
    const { ports, revoked, undone } = portsWith();
    const contacts = contactsInMemory(...(contact ? [contact] : []));
    const entry = entryOf(aCount('sends:deployment', 600, NOW_SECONDS));
    const request = anAdmittedRequest({ counted: [entry], guard_counted: TEXT, route: GUARDED });
    expect(await persistToken({ ...input, request }, { ...ports, contacts })).toMatchObject({
      refusal: { code: 'contact_changed' },
    });
    expect(revoked).toEqual([['login', NOW_SECONDS, TOKEN_ID]]);
    expect(undone).toEqual([entry, TEXT]);
  });

  it('does not check the contact for a number that is not the contact’s', async () => {
    const { ports } = portsWith();
    const contacts = { get: () => Promise.reject(new Error('asked')) };
    const request = anAdmittedRequest({ route: [aTextLeg({ of_contact: false })] });
    expect((await persistToken({ ...input, request }, { ...ports, contacts })).ok).toBe(true);
  });

  it('checks the contact for its email even when the request names the number', async () => {
    const { ports } = portsWith();
    const request = anAdmittedRequest({
      route: [aTextLeg({ of_contact: false, address: '+919876543299' }), anEmailLeg()],
    });
    expect((await persistToken({ ...input, request }, ports)).ok).toBe(true);
    const contacts = contactsInMemory({ ...CONTACT, email_handle: 'arn:another' });
    expect((await persistToken({ ...input, request }, { ...ports, contacts })).ok).toBe(false);
  });

  it('checks that SES still sends to the enrolment that was found, not to another one of the same address', async () => {
    const contact = { ...CONTACT, email: 'p@example.com', email_handle: 'ses:first', email_confirmed: true };
    const { ports } = portsWith();
    const route = [anEmailLeg({ address: 'p@example.com', handle: 'ses:first' })] as const;
    const request = anAdmittedRequest({ route });
    const isStored = async (now: Partial<typeof CONTACT>) => {
      const contacts = contactsInMemory({ ...contact, ...now });
      return (
        await persistToken({ ...input, request }, { ...ports, addresses: addressesBy('ses'), contacts })
      ).ok;
    };
    expect(await isStored({})).toBe(true);
    expect(await isStored({ email_handle: 'ses:second' })).toBe(false);
    expect(await isStored({ email_confirmed: false })).toBe(false);
  });

  it('takes back what was counted and frees the key when it is superseded', async () => {
    const { ports, undone } = portsWith({ applied: false, existing: aToken({ token_id: 'newer' }) });
    const entry = entryOf(aCount('sends:deployment', 600, NOW_SECONDS));
    const request = anAdmittedRequest({ counted: [entry], guard_counted: TEXT, route: GUARDED });
    await persistToken({ ...input, idempotency_key: 'once', request }, ports);
    expect(undone).toEqual([
      entry,
      TEXT,
      [{ client_id: 'auth-system', key_digest: DIGEST_OF_ONCE }, 'arn:execution'],
    ]);
  });

  it('leaves the number counted when the token that supersedes it is texted there', async () => {
    const existing = aToken({ token_id: 'newer', number_prefix: TEXT });
    const { ports, undone } = portsWith({ applied: false, existing });
    const request = anAdmittedRequest({ guard_counted: TEXT, route: GUARDED });
    await persistToken({ ...input, request }, ports);
    expect(undone).toEqual([]);
  });

  it.each([
    ['accepts its own earlier write', { attempts: 2 }, true],
    ['accepts its own earlier write even after a verification', { status: 'used' }, true],
    ['is superseded when it was revoked since', { status: 'revoked' }, false],
    ['is superseded by a newer token', { token_id: 'newer' }, false],
  ] as const)('%s', async (_, state, ok) => {
    const { ports } = portsWith({ applied: false, existing: aToken(state) });
    const decision = await persistToken(input, ports);
    expect(decision.ok).toBe(ok);
    if (!decision.ok) {
      expect(decision.refusal.code).toBe('superseded');
    }
  });

  it('spreads people over the shards, each always on the same one', () => {
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
  const ports = {
    tokens: noTokens,
    keys: fixedKeys(keys),
    now: () => NOW_MS + 2000,
    wait: async () => undefined,
    brand: 'Acme',
    messages: {},
    smsRetrieverHash: '',
    resendAfterSeconds: 30,
  };

  const accepted = (_?: number) => ({ messageId: 'm-1' });

  const answer = (channel: string, destination: string) => ({
    token_id: TOKEN_ID,
    user_id: 'premjeet.sahu',
    purpose: 'login',
    channel,
    destination,
    locale: 'en',
    status: 'sent',
    issued_at: '2026-11-22T10:00:00.000Z',
    expires_at: '2026-11-22T10:05:00.000Z',
    expires_in: 298,
    resend_after: '2026-11-22T10:00:30.000Z',
  });

  it('texts the code and leaves it out of the answer', async () => {
    const sent: unknown[] = [];
    const sms = { send: async (...message: unknown[]) => accepted(sent.push(message)) };
    const delivery = await deliverBySms(input, {
      ...ports,
      sms,
      webOtpDomain: 'acme.example',
      accounts: noAccounts,
    });
    expect(sent).toEqual([
      [
        '+919876543210',
        "123456 is your Acme sign-in code. Valid for 5 minutes. Do not share it: we won't ask for it.\n\n@acme.example #123456",
      ],
    ]);
    expect(delivery).toMatchObject({
      channel: 'sms',
      destination_masked: '+91••••••3210',
      sent_at: '2026-11-22T10:00:02.000Z',
      message_id: 'm-1',
      response: { http_status: 201 },
    });
    expect(JSON.parse(delivery.response.body)).toEqual(answer('sms', '+91••••••3210'));
    expect(JSON.stringify(delivery)).not.toMatch(/123456|9876543210/);
  });

  it('sends nothing to a test destination, and answers as if it had', async () => {
    const send = () => Promise.reject(new Error('sent'));
    const accounts = { ...noAccounts, open: () => Promise.reject(new Error('accounted for')) };
    const request = anAdmittedRequest({
      route: [aTextLeg({ address: '+15005550006', masked: '+1••••••0006' })],
      test_number: '+15005550006',
    });
    const test = { ...ports, sms: { send }, webOtpDomain: '', accounts };
    const delivery = await deliverBySms({ ...input, request }, test);
    expect(JSON.parse(delivery.response.body)).toEqual(answer('sms', '+1••••••0006'));
  });

  it('emails the code to the topic', async () => {
    const sent: unknown[] = [];
    const emails = { send: async (...message: unknown[]) => accepted(sent.push(message)) };
    const tokens = { noteHandOver: () => Promise.reject(new Error('noted')) };
    const request = anAdmittedRequest({ route: [anEmailLeg(), aTextLeg()] });
    const delivery = await deliverByEmail(
      { ...input, request },
      { ...ports, tokens, emails, accounts: noAccounts },
    );
    expect(sent).toEqual([
      [
        'arn:aws:sns:eu-west-1:000000000000:token-courier-1',
        expect.objectContaining({
          subject: 'Your Acme sign-in code',
          text: "123456 is your Acme sign-in code. Valid for 5 minutes. Do not share it: we won't ask for it.",
        }),
      ],
    ]);
    expect(JSON.parse(delivery.response.body)).toEqual(answer('email', 'p•••@example.com'));
  });

  it.each([
    ['sms', 1],
    ['email', 2],
  ] as const)('answers 202 when an %s may be out, as the state machine presumes', async (channel, sends) => {
    const send = () => Promise.reject(new DeliveryUnavailable({ isOutcomeUnknown: true }));
    const late = { ...ports, now: ticking(NOW_MS, NOW_MS + 2000) };
    const sentAgain = { sends, sent_again_at: sends === 1 ? '' : '2026-11-22T10:01:00.000Z' };
    const again = { ...input, request: anAdmittedRequest(sentAgain) };
    const delivery =
      channel === 'sms'
        ? await deliverBySms(again, { ...late, sms: { send }, webOtpDomain: '', accounts: noAccounts })
        : await deliverByEmail(again, { ...late, emails: { send }, accounts: noAccounts });
    expect(delivery).toMatchObject({ channel, outcome: 'unknown', response: { http_status: 202 } });
    const destination = channel === 'sms' ? '+91••••••3210' : 'p•••@example.com';
    expect(JSON.parse(delivery.response.body)).toEqual({
      ...answer(channel, destination),
      status: 'unknown',
      ...(sends === 1 ? {} : { resend_after: '2026-11-22T10:02:00.000Z' }),
    });
    expect(presumedDeliveries(again, NOW_MS + 2000, 30)[channel]).toEqual(delivery);
  });

  it('presumes nothing for a channel that the request does not use', () => {
    const request = anAdmittedRequest({ route: [anEmailLeg()] });
    expect(Object.keys(presumedDeliveries({ ...input, request }, NOW_MS, 30))).toEqual(['email']);
  });

  describe('by the other channel', () => {
    const emails = { send: async () => accepted() };
    const sms = { send: async () => accepted() };
    const emailFirst = anAdmittedRequest({ route: [anEmailLeg(), aTextLeg()] });

    it('notes the channel on the token before the send, and the destination that has to wait', async () => {
      const events: unknown[] = [];
      const tokens = {
        noteHandOver: async (...[key, handOver]: Parameters<TokenStore['noteHandOver']>) => {
          events.push([key.user_id, key.purpose, handOver]);
          return true;
        },
      };
      const send = async () => accepted(events.push('sent'));
      await deliverByEmail(input, { ...ports, tokens, emails: { send }, accounts: noAccounts });
      expect(events).toEqual([
        [
          'premjeet.sahu',
          'login',
          {
            token_id: TOKEN_ID,
            channel: 'email',
            destination_digest: 'digest-of-email',
            destination_masked: 'p•••@example.com',
            earlier_destinations: `digest-of-number ${NOW_SECONDS + 30}`,
          },
        ],
        'sent',
      ]);
    });

    it('sends nothing when the token is void by then, or when the channel cannot be noted', async () => {
      const send = () => Promise.reject(new Error('sent'));
      const gone = { noteHandOver: async () => false };
      const refused = deliverByEmail(input, {
        ...ports,
        tokens: gone,
        emails: { send },
        accounts: noAccounts,
      });
      await expect(refused).rejects.toThrow(DeliveryRefused);
      const down = { noteHandOver: () => Promise.reject(new StoreUnavailable()) };
      const failed = deliverByEmail(input, {
        ...ports,
        tokens: down,
        emails: { send },
        accounts: noAccounts,
      });
      await expect(failed).rejects.toThrow(StoreUnavailable);
    });

    it.each([
      ['a text after an email', () => bySms({ ...input, request: emailFirst }), 'email', '+91••••••3210'],
      [
        'an email after a text',
        () => deliverByEmail(input, { ...ports, emails, accounts: noAccounts }),
        'email',
        'p•••@example.com',
      ],
      [
        'a text of a code that was emailed before',
        () => bySms({ ...input, request: anAdmittedRequest({ handed_to: ['email'] }) }),
        'email',
        '+91••••••3210',
      ],
    ] as const)('answers with the weakest channel: %s', async (_, deliver, channel, destination) => {
      expect(JSON.parse((await deliver()).response.body)).toMatchObject({ channel, destination });
    });

    const bySms = (asked: typeof input) =>
      deliverBySms(asked, { ...ports, sms, webOtpDomain: '', accounts: noAccounts });
  });

  it('fails with the error of the sender', async () => {
    const send = async () => {
      throw new DeliveryRefused();
    };
    const refused = deliverBySms(input, {
      ...ports,
      sms: { send },
      webOtpDomain: '',
      accounts: noAccounts,
    });
    await expect(refused).rejects.toThrow(DeliveryRefused);
  });
});
