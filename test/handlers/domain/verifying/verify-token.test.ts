import { describe, expect, it } from '@jest/globals';
import type { Channel } from '../../../../handlers/contract/vocabulary.ts';
import { CHANNEL_FACTS } from '../../../../handlers/contract/vocabulary.ts';
import { digestDestination } from '../../../../handlers/domain/destinations/digest-destination.ts';
import { SecretUnavailable, StoreUnavailable } from '../../../../handlers/domain/errors.ts';
import { entryOf } from '../../../../handlers/domain/limits/counter-entry.ts';
import type { CounterStore } from '../../../../handlers/domain/limits/counter-store.ts';
import { contextHash } from '../../../../handlers/domain/token/bind-context.ts';
import { deriveKeys, digestToken } from '../../../../handlers/domain/token/seal-token.ts';
import type { KeySource } from '../../../../handlers/domain/token/token-keys.ts';
import type {
  ConditionalWrite,
  TokenRecord,
  TokenStore,
} from '../../../../handlers/domain/token/token-store.ts';
import { readDestination } from '../../../../handlers/domain/verifying/presented-destination.ts';
import { verifyToken } from '../../../../handlers/domain/verifying/verify-token.ts';
import { aToken, fixedKeys, NOW_MS, NOW_SECONDS, noCounters, TOKEN_ID } from '../../fixtures.ts';

const keys = deriveKeys('v1', 'a secret');
const token = aToken({ status: 'sent', attempts: 1 });
const live = { ...token, token_digest: digestToken('123456', token, keys) };
const counted: ConditionalWrite = { applied: true, token: live };
const request = { user_id: 'premjeet.sahu', purpose: 'login', client_group: 'auth-system', token: '123456' };

function verifierWith(
  count: ConditionalWrite,
  use: ConditionalWrite = counted,
  source: KeySource = fixedKeys(keys),
  all: readonly TokenRecord[] = [],
) {
  const calls: string[] = [];
  const tokens = {
    countAttempt: async (_key, now, { tokenId } = {}) => {
      calls.push(`count ${now} ${tokenId ?? ''}`.trim());
      return count;
    },
    settleAttempt: async (_key, tokenId) => {
      calls.push(`settle ${tokenId}`);
    },
    allOf: async () => all,
    markUsed: async (_key, { tokenId, verifiedAt }, now) => {
      calls.push(`use ${tokenId} ${now} ${verifiedAt}`);
      return use;
    },
  } satisfies Partial<TokenStore>;
  const counters: CounterStore = {
    ...noCounters,
    count: async (counting) => {
      const { subject, limits, nowSeconds } = counting;
      calls.push(`guess ${JSON.stringify(subject)} ${JSON.stringify(limits)} ${nowSeconds}`);
      return { counted: true, entry: entryOf(counting) };
    },
  };
  const guessLimits = [{ limit: 10, windowSeconds: 600 }];
  return {
    verifier: {
      tokens: tokens as unknown as TokenStore,
      keys: source,
      newId: () => 'a verification',
      now: () => NOW_MS + 999,
      counters,
      guessLimits,
    },
    calls,
  };
}

describe('a phone', () => {
  const texted = { ...live, destination_digest: 'digest-of-the-number' };
  const noted = async (count: TokenRecord, use?: ConditionalWrite, typed = '123456') => {
    const { verifier } = verifierWith({ applied: true, token: count }, use);
    const notes: unknown[] = [];
    const noteVerified = async (...note: unknown[]) => void notes.push(note);
    await verifyToken({ ...request, token: typed }, { ...verifier, noteVerified });
    return notes;
  };

  it('is noted as held by the person who returns the code that was texted to it', async () => {
    expect(await noted(texted)).toEqual([['digest-of-the-number', NOW_SECONDS]]);
  });

  it('is also noted by the slower of two concurrent correct codes', async () => {
    expect(await noted(texted, { applied: false, existing: { ...texted, status: 'used' } })).toHaveLength(1);
  });

  it.each<[string, object, string]>([
    ['a wrong code', {}, '123457'],
    ['a code that went by email', { channel: 'email' }, '123456'],
    ['a code that was emailed before it was texted', { channels: ['email', 'sms'] }, '123456'],
    ['the code of a test destination', { test_digest: 'digest' }, '123456'],
    ['a code without a number', { destination_digest: undefined }, '123456'],
    ['a number with nothing new to note', { number_prefix: '-' }, '123456'],
  ])('is not noted for %s', async (_, token, typed) => {
    expect(await noted({ ...texted, ...token }, undefined, typed)).toEqual([]);
  });
});

describe('a correct code of a person with guesses in several groups', () => {
  const texted = {
    ...live,
    destination_digest: 'digest-of-the-number',
    number_prefix: 'digest +91987 web1 42',
  };
  const beside = (attempts: number): TokenRecord => ({
    ...texted,
    ...{ client_group: 'another', token_id: 'another', attempts },
  });
  const verified = async (all: readonly TokenRecord[]) => {
    const { verifier } = verifierWith({ applied: true, token: texted }, undefined, undefined, all);
    const notes: unknown[] = [];
    const note = async (noted: string) => void notes.push(noted);
    const ports = { ...verifier, noteVerified: note, noteReturn: note };
    const answer = await verifyToken(request, ports);
    return [answer.verified || answer.reason, notes];
  };

  it.each([
    [10, 'locked', []],
    [9, true, ['digest-of-the-number', 'digest +91987 web1 42']],
  ])('after %i guesses in the other group, is %s and notes %j', async (attempts, outcome, notes) => {
    expect(await verified([texted, beside(attempts)])).toEqual([outcome, notes]);
  });

  it('is noted without waiting for the sum when the person has no other token', async () => {
    expect(await verified([texted])).toEqual([true, ['digest-of-the-number', 'digest +91987 web1 42']]);
  });

  it('is still answered when the early read of the other tokens fails', async () => {
    const { verifier } = verifierWith({ applied: true, token: texted });
    let reads = 0;
    const allOf = async () => {
      reads += 1;
      if (reads === 1) {
        throw new StoreUnavailable();
      }
      return [texted];
    };
    const notes: string[] = [];
    const noteVerified = async (noted: string) => void notes.push(noted);
    const ports = { ...verifier, tokens: { ...verifier.tokens, allOf }, noteVerified };
    expect(await verifyToken(request, ports)).toMatchObject({ verified: true });
    expect(notes).toEqual(['digest-of-the-number']);
  });
});

describe('verifying a token', () => {
  it('marks the token used on the correct code', async () => {
    const { verifier, calls } = verifierWith(counted);
    expect(await verifyToken({ ...request, token: '123-456 ' }, verifier)).toEqual({
      verified: true,
      token_id: TOKEN_ID,
      user_id: 'premjeet.sahu',
      purpose: 'login',
      channel: 'sms',
      destination: '+91••••••3210',
      verified_at: '2026-11-22T10:00:00.999Z',
    });
    expect(calls).toEqual([
      `count ${NOW_SECONDS}`,
      `use ${TOKEN_ID} ${NOW_SECONDS} 2026-11-22T10:00:00.999Z`,
    ]);
  });

  it('counts a wrong code, for the person and purpose too, and says how many attempts are left', async () => {
    const { verifier, calls } = verifierWith(counted);
    const answer = await verifyToken({ ...request, token: '123457' }, verifier);
    expect(answer).toEqual({ verified: false, reason: 'mismatch', attempts_remaining: 4 });
    expect(calls).toEqual([
      `count ${NOW_SECONDS}`,
      `guess {"subject":"guesses#premjeet.sahu","part":"login"} [{"window":600,"limit":10}] ${NOW_SECONDS}`,
      `settle ${TOKEN_ID}`,
    ]);
  });

  it.each([
    ['with another context', { amount: '13.00 EUR' }, 'mismatch'],
    ['without the context', undefined, 'mismatch'],
    ['with the context in another order', { payee: 'ACME', amount: '12.50 EUR' }, undefined],
  ])('that is bound to a context, %s', async (_, context, reason) => {
    const hash = contextHash({ amount: '12.50 EUR', payee: 'ACME' });
    const bound = { ...live, token_digest: digestToken('123456', token, keys, hash) };
    const { verifier } = verifierWith({ applied: true, token: bound });
    const answer = await verifyToken({ ...request, ...(context ? { context } : {}) }, verifier);
    expect(answer.verified ? undefined : answer.reason).toBe(reason);
  });

  it('answers mismatch to the wrong code that takes the last attempt', async () => {
    const { verifier } = verifierWith({ applied: true, token: { ...live, attempts: 5 } });
    expect(await verifyToken({ ...request, token: '1' }, verifier)).toEqual({
      verified: false,
      reason: 'mismatch',
      attempts_remaining: 0,
    });
  });

  it('does not accept the digest of another token ID', async () => {
    const { verifier } = verifierWith({ applied: true, token: { ...live, token_id: 'another' } });
    expect(await verifyToken(request, verifier)).toMatchObject({ verified: false, reason: 'mismatch' });
  });

  const refusals: [string, string, Partial<TokenRecord> | undefined, string | undefined][] = [
    ['not_found', 'there is none', undefined, undefined],
    ['not_found', 'it was revoked', { status: 'revoked' }, undefined],
    ['locked', 'it was locked and then revoked', { status: 'revoked', attempts: 5 }, undefined],
    ['not_found', 'the request names another', {}, 'another'],
    ['expired', 'it has expired', { expiry_time: NOW_SECONDS }, undefined],
    ['expired', 'it was used and has expired', { expiry_time: NOW_SECONDS, status: 'used' }, undefined],
    ['used', 'it was used', { status: 'used' }, TOKEN_ID],
    ['locked', 'its attempts are used up', { attempts: 5 }, undefined],
  ];
  it.each(refusals)('answers %s when %s', async (reason, _, state, token_id) => {
    const existing = state && { ...live, ...state };
    const { verifier } = verifierWith({ applied: false, ...(existing ? { existing } : {}) });
    const asked = { ...request, ...(token_id ? { token_id } : {}) };
    expect(await verifyToken(asked, verifier)).toEqual({ verified: false, reason, attempts_remaining: 0 });
  });

  it('answers used to the slower of two correct codes', async () => {
    const { verifier } = verifierWith(counted, { applied: false, existing: { ...live, status: 'used' } });
    expect(await verifyToken(request, verifier)).toEqual({
      verified: false,
      reason: 'used',
      attempts_remaining: 0,
    });
  });

  it('answers not_found when a newer token has taken its place since', async () => {
    const { verifier } = verifierWith(counted, { applied: false, existing: { ...live, token_id: 'newer' } });
    expect(await verifyToken(request, verifier)).toMatchObject({ reason: 'not_found' });
  });

  it('spends no attempt when the secret cannot be read', async () => {
    const unreadable = async () => {
      throw new SecretUnavailable();
    };
    const { verifier, calls } = verifierWith(counted, counted, {
      current: unreadable,
      ofVersion: unreadable,
    });
    await expect(verifyToken(request, verifier)).rejects.toThrow(SecretUnavailable);
    expect(calls).toEqual([]);
  });

  it('reads the version of the secret that the token was made with', async () => {
    const versions: string[] = [];
    const { verifier } = verifierWith(counted, counted, {
      current: async () => deriveKeys('v2', 'rotated'),
      ofVersion: async (version) => {
        versions.push(version);
        return keys;
      },
    });
    expect(await verifyToken(request, verifier)).toMatchObject({ verified: true });
    expect(versions).toEqual(['v1']);
  });
});

describe('verifying with a destination', () => {
  const subjects = fixedKeys(keys);
  const at = async (presented: Parameters<typeof readDestination>[0]) => {
    const read = await readDestination(presented, 'IN', subjects);
    if (!read.ok) {
      throw new Error(read.refusal.code);
    }
    return read.value;
  };
  const sentTo = (channel: Channel, address: string, before: readonly Channel[] = []): ConditionalWrite => ({
    applied: true,
    token: {
      ...{ ...live, channel, channels: [...before, channel] },
      destination_digest: digestDestination(CHANNEL_FACTS[channel].field, address, keys),
    },
  });
  const outcome = async (
    write: ConditionalWrite,
    presented: Parameters<typeof readDestination>[0],
    token = '123456',
  ) => {
    const { verifier, calls } = verifierWith(write);
    const destination = await at(presented);
    const answer = await verifyToken({ ...request, token }, { ...verifier, destination });
    return { answer, calls };
  };

  it.each([
    ['the number', sentTo('sms', '+919876543210'), { phone_number: '+919876543210' }],
    ['the number as people write it', sentTo('sms', '+919876543210'), { phone_number: '098765 43210' }],
    ['another spelling of the line', sentTo('sms', '+5491123456789'), { phone_number: '+541123456789' }],
    ['the address', sentTo('email', 'ada@example.com'), { email: 'ada@example.com' }],
    ['the address in another case', sentTo('email', 'Ada@example.com'), { email: 'ada@EXAMPLE.com' }],
    [
      'the address that a text fell back to',
      sentTo('email', 'ada@example.com', ['sms']),
      { email: 'ada@example.com' },
    ],
  ])('accepts %s that the code was sent to', async (_, write, presented) => {
    expect((await outcome(write, presented)).answer).toMatchObject({ verified: true });
  });

  it.each([
    ['another number', sentTo('sms', '+919876543210'), { phone_number: '+919876543211' }],
    ['an address instead of a number', sentTo('sms', '+919876543210'), { email: 'ada@example.com' }],
    ['another address', sentTo('email', 'ada@example.com'), { email: 'eve@example.com' }],
    [
      'another address of the same mailbox',
      sentTo('email', 'ada@example.com'),
      { email: 'ada+a@example.com' },
    ],
    ['a number after an email', sentTo('sms', '+919876543210', ['email']), { phone_number: '+919876543210' }],
    ['a number when none is recorded', counted, { phone_number: '+919876543210' }],
  ])('spends an attempt on %s, and says no more than mismatch', async (_, write, presented) => {
    const { answer, calls } = await outcome(write, presented);
    expect(answer).toEqual({ verified: false, reason: 'mismatch', attempts_remaining: 4 });
    expect(calls).not.toContainEqual(expect.stringMatching(/^use/));
    expect(calls).toContainEqual(expect.stringMatching(/^guess/));
    // The same as for a wrong code at the right destination.
    const wrongCode = await outcome(write, presented, '123457');
    expect(wrongCode).toEqual({ answer, calls });
  });

  it('refuses an invalid number before anything is counted', async () => {
    expect(await readDestination({ phone_number: 'x' }, '', subjects)).toMatchObject({
      ok: false,
      refusal: { errors: [{ field: 'phone_number' }] },
    });
  });
});

describe('telling the pumping guard about a verified code', () => {
  const conversions = async (stored: TokenRecord, typed = '123456') => {
    const { verifier } = verifierWith({ applied: true, token: stored });
    const told: [string, number][] = [];
    const noteReturn = async (reference: string, nowSeconds: number) =>
      void told.push([reference, nowSeconds]);
    await verifyToken({ ...request, token: typed }, { ...verifier, noteReturn });
    return told;
  };
  const guarded = { ...live, number_prefix: 'digest +91987 web1 42' };

  it('passes on the reference of its text', async () => {
    expect(await conversions(guarded)).toEqual([['digest +91987 web1 42', NOW_SECONDS]]);
  });

  it.each([
    ['a wrong code', guarded, '123457'],
    ['a code that went by email after all', { ...guarded, channel: 'email' } as const, '123456'],
    ['a code whose text was not counted', live, '123456'],
    ['a number with nothing new to note', { ...live, number_prefix: '-' }, '123456'],
  ])('does not report %s', async (_, stored, typed) => {
    expect(await conversions(stored, typed)).toEqual([]);
  });
});
