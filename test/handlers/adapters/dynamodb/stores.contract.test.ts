/** One suite for the stores, run against every engine, because the engine evaluates the conditions. */
import { randomUUID } from 'node:crypto';
import { PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { toItem } from '../../../../handlers/adapters/dynamodb/client.ts';
import { dynamoDbContactStore } from '../../../../handlers/adapters/dynamodb/contact-store.ts';
import { dynamoDbMessageStore } from '../../../../handlers/adapters/dynamodb/message-store.ts';
import { dynamoDbTokenStore } from '../../../../handlers/adapters/dynamodb/token-store.ts';
import type {
  ContactStore,
  SealedContact,
  StoredContact,
} from '../../../../handlers/domain/contacts/contact-store.ts';
import type { MessageRecord } from '../../../../handlers/domain/delivering/message-store.ts';
import { deriveKeys, digestToken } from '../../../../handlers/domain/token/seal-token.ts';
import { listedStatus } from '../../../../handlers/domain/token/token-state.ts';
import type {
  RenewedCode,
  SendBefore,
  TokenRecord,
  TokenStore,
} from '../../../../handlers/domain/token/token-store.ts';
import { weakestChannel } from '../../../../handlers/domain/token/weakest-channel.ts';
import { verifyToken } from '../../../../handlers/domain/verifying/verify-token.ts';
import type { Database } from '../../../support/dynamodb.ts';
import { ENGINES, LIST_INDEX, TABLES } from '../../../support/dynamodb.ts';
import { aToken, fixedKeys, NOW_MS, NOW_SECONDS, noCounters, TOKEN_ID } from '../../fixtures.ts';

/** The members of a token that a new code in its place has too. */
const pickRenewed = (token: TokenRecord): RenewedCode => ({
  ...{ token_id: token.token_id, secret_version: token.secret_version, client_id: token.client_id },
  ...{ sealed_token: 'sealed', token_digest: 'digest', channel: token.channel, channels: ['sms'] },
  ...{ destination_masked: token.destination_masked, destination_digest: 'digest-of-number' },
  ...{ format: token.format, length: token.length, sends: token.sends, last_sent_at: token.last_sent_at },
});

for (const engine of ENGINES) {
  if (engine.unavailable) {
    console.warn(`Skipped on this machine: ${engine.name} ${engine.unavailable}`);
  }
  const suite = engine.unavailable ? describe.skip : describe;

  suite(`the stores on ${engine.name}`, () => {
    let database: Database;
    let tokens: TokenStore;
    let contacts: ContactStore<StoredContact, SealedContact>;
    let person = 0;
    const nextPerson = () => {
      person += 1;
      return `person-${person}`;
    };

    beforeAll(async () => {
      database = await engine.start();
      tokens = dynamoDbTokenStore(database.client, TABLES.tokens, LIST_INDEX);
      contacts = dynamoDbContactStore(database.client, TABLES.contacts);
    });
    afterAll(async () => {
      await database?.close();
    });

    const stored = async (token: TokenRecord) => (await tokens.tokensOf(token.user_id, true))[0];

    describe('putting a token', () => {
      it('stores every attribute when there is no token yet', async () => {
        const token = aToken({ user_id: nextPerson(), key_digest: 'once' });
        expect(await tokens.put(token, NOW_SECONDS)).toEqual({ applied: true, token });
        expect(await stored(token)).toMatchObject({ token_id: token.token_id, sealed_token: 'sealed' });
      });

      it('replaces the token that it names, even a used one', async () => {
        const old = aToken({ user_id: nextPerson(), status: 'used', attempts: 1 });
        const newer = { ...old, status: 'issued' as const, token_id: 'newer', attempts: 0 };
        await tokens.put(old, NOW_SECONDS);
        expect((await tokens.put(newer, NOW_SECONDS, old)).applied).toBe(true);
        expect(await stored(old)).toMatchObject({ token_id: 'newer', status: 'issued' });
      });

      it.each([
        ['another token', { token_id: 'another', attempts: 0 }],
        ['one with an attempt since it was read', { token_id: 'there', attempts: 1 }],
        ['one that was never read', undefined],
      ])('leaves %s unchanged and returns it', async (_, replaces) => {
        const there = aToken({ user_id: nextPerson(), token_id: 'there' });
        await tokens.put(there, NOW_SECONDS);
        const write = await tokens.put({ ...there, token_id: 'x' }, NOW_SECONDS, replaces);
        expect(write).toMatchObject({ applied: false, existing: { token_id: 'there' } });
      });

      it('replaces one that has expired, whenever it was issued', async () => {
        const expired = aToken({ user_id: nextPerson(), expiry_time: NOW_SECONDS });
        await tokens.put(expired, NOW_SECONDS);
        const write = await tokens.put(
          { ...expired, token_id: 'fresh', issued_at: '2026-11-22T09:00:00.000Z' },
          NOW_SECONDS,
        );
        expect(write.applied).toBe(true);
      });

      it('does not reset the attempts of a token that was already written', async () => {
        const token = aToken({ user_id: nextPerson() });
        await tokens.put(token, NOW_SECONDS);
        await tokens.countAttempt(token, NOW_SECONDS);
        expect(await tokens.put(token, NOW_SECONDS)).toMatchObject({
          applied: false,
          existing: { token_id: token.token_id, attempts: 1 },
        });
      });
    });

    describe('noting whether a message arrived', () => {
      const arrival = { sends: 1, channel: 'sms', arrival: 'undelivered' } as const;

      it('records it on the token with the reason', async () => {
        const token = aToken({ user_id: nextPerson(), status: 'sent', outcome: 'sent' });
        await tokens.put(token, NOW_SECONDS);
        const noted = { ...arrival, token_id: TOKEN_ID, arrival_reason: 'opted_out' } as const;
        expect(await tokens.noteArrival(token, noted)).toBe(true);
        const shown = await tokens.read([token], false);
        expect(shown).toMatchObject([{ arrival: 'undelivered', arrival_reason: 'opted_out' }]);
        expect(shown.map(listedStatus)).toEqual(['undelivered']);
      });

      it.each([
        ['another token', { token_id: 'another' }],
        ['another send', { sends: 2 }],
        ['another channel, to which the code was handed since', { channel: 'email' }],
      ] as const)('leaves %s alone', async (_, other) => {
        const token = aToken({ user_id: nextPerson(), status: 'sent' });
        await tokens.put(token, NOW_SECONDS);
        expect(await tokens.noteArrival(token, { ...arrival, token_id: TOKEN_ID, ...other })).toBe(false);
        expect(await stored(token)).not.toHaveProperty('arrival');
      });

      it('does not create a token that no longer exists', async () => {
        const gone = aToken({ user_id: nextPerson() });
        expect(await tokens.noteArrival(gone, { ...arrival, token_id: TOKEN_ID })).toBe(false);
        expect(await tokens.tokensOf(gone.user_id, false)).toEqual([]);
      });

      it('is cleared by the next send and by a new code', async () => {
        const reported = { arrival: 'undelivered', arrival_reason: 'unknown', message_id: 'm-1' } as const;
        const token = aToken({ user_id: nextPerson(), status: 'sent', ...reported });
        await tokens.put(token, NOW_SECONDS);
        const again = { token_id: TOKEN_ID, last_sent_at: 'later', resent_by: 'e', client_id: 'c' };
        await tokens.noteResend(token, { ...again, sends: 2, channel: 'sms' }, NOW_SECONDS);
        expect(await stored(token)).not.toHaveProperty('arrival');
        expect(await stored(token)).not.toHaveProperty('arrival_reason');

        await tokens.noteArrival(token, {
          ...arrival,
          sends: 2,
          token_id: TOKEN_ID,
          arrival_reason: 'unknown',
        });
        const renewed = { ...pickRenewed(token), token_id: 'new', sends: 3, resent_by: 'e' };
        await tokens.replaceCode(token, { token_id: TOKEN_ID, sends: 2 }, renewed, NOW_SECONDS);
        const after = await stored(token);
        expect(after).toMatchObject({ token_id: 'new' });
        expect(after).not.toHaveProperty('arrival');
        expect(after).not.toHaveProperty('message_id');
      });

      it('is replaced by the message that is sent instead, except for the reason', async () => {
        const reported = { arrival: 'undelivered', arrival_reason: 'unknown' } as const;
        const token = aToken({ user_id: nextPerson(), status: 'sent', outcome: 'sent', ...reported });
        await tokens.put(token, NOW_SECONDS);
        const instead = { sends: 1, sent_at: 'later', outcome: 'sent', message_id: 'm-2' } as const;
        await tokens.recordInstead(token, { ...instead, token_id: 'another' });
        expect((await stored(token))?.arrival).toBe('undelivered');
        await tokens.recordInstead(token, { ...instead, token_id: TOKEN_ID });
        const [after] = await tokens.read([token], false);
        expect(after).toMatchObject({ message_id: 'm-2', arrival_reason: 'unknown' });
        expect(after && listedStatus(after)).toBe('sent');
      });
    });

    describe('messages', () => {
      const message: MessageRecord = {
        ...{ user_id: 'ada', purpose: 'login', client_group: '@shop', user_ref: 'ref', token_id: TOKEN_ID },
        ...{ sends: 2, channel: 'sms', other_leg: 'sealed' },
      };

      it('are found by their ids only, as they were noted', async () => {
        const messages = dynamoDbMessageStore(database.client, TABLES.limits);
        const id = randomUUID();
        await messages.note(id, message, NOW_SECONDS);
        expect(await messages.find(id)).toMatchObject(message);
        expect(await messages.find(randomUUID())).toBeUndefined();
      });

      it('do not say whose they are to who has only the table', async () => {
        const messages = dynamoDbMessageStore(database.client, TABLES.limits);
        const id = randomUUID();
        const user_id = `somebody-${id}`;
        await messages.note(id, { ...message, user_id }, NOW_SECONDS);
        expect(await messages.find(id)).toMatchObject({ ...message, user_id });
        const { Items = [] } = await database.client.send(new ScanCommand({ TableName: TABLES.limits }));
        expect(Items.filter(({ subject }) => subject?.S?.startsWith('message#')).length).toBeGreaterThan(0);
        expect(JSON.stringify(Items)).not.toContain(user_id);
        expect(JSON.stringify(Items)).not.toContain(id);
      });

      it('that were refused are kept by only one of several readers, and not once they are forgotten', async () => {
        const messages = dynamoDbMessageStore(database.client, TABLES.limits);
        const id = randomUUID();
        expect(await messages.keepRefused(id)).toBe(false);
        await messages.note(id, message, NOW_SECONDS);
        const kept = await Promise.all([messages.keepRefused(id), messages.keepRefused(id)]);
        expect(kept.filter(Boolean)).toHaveLength(1);
        expect(await messages.find(id)).toMatchObject({ ...message, refusal_noted: true });
      });

      it('are leased to one attempt until it gives them back, however old its lease is', async () => {
        const messages = dynamoDbMessageStore(database.client, TABLES.limits);
        const id = randomUUID();
        expect(await messages.lease(id, 'first', NOW_SECONDS)).toBe(false);
        await messages.note(id, message, NOW_SECONDS);
        const leased = await Promise.all([
          messages.lease(id, 'first', NOW_SECONDS - 1000),
          messages.lease(id, 'first', NOW_SECONDS - 1000),
        ]);
        // The same attempt asks twice when the first answer is lost.
        expect(leased).toEqual([true, true]);
        expect(await messages.lease(id, 'second', NOW_SECONDS)).toBe(false);
        await messages.endLease(id, 'second');
        expect(await messages.find(id)).toMatchObject({ attempt: 'first', leased_until: NOW_SECONDS - 1000 });
        await messages.endLease(id, 'first');
        expect(await messages.find(id)).not.toHaveProperty('leased_until');
        expect(await messages.lease(id, 'second', NOW_SECONDS)).toBe(true);
      });

      it('are forgotten by only one of several readers', async () => {
        const messages = dynamoDbMessageStore(database.client, TABLES.limits);
        const id = randomUUID();
        await messages.note(id, message, NOW_SECONDS);
        const forgotten = await Promise.all([messages.forget(id), messages.forget(id), messages.forget(id)]);
        expect(forgotten.filter(Boolean)).toHaveLength(1);
        expect(await messages.find(id)).toBeUndefined();
      });
    });

    describe('counting an attempt', () => {
      it('adds one and returns the token', async () => {
        const token = aToken({ user_id: nextPerson() });
        await tokens.put(token, NOW_SECONDS);
        expect(await tokens.countAttempt(token, NOW_SECONDS, { tokenId: token.token_id })).toMatchObject({
          applied: true,
          token: { attempts: 1, max_attempts: 5, token_digest: 'digest', secret_version: 'v1' },
        });
      });

      it('creates nothing for a person without a token', async () => {
        const nobody = { user_id: nextPerson(), purpose: 'login', client_group: 'auth-system' };
        expect(await tokens.countAttempt(nobody, NOW_SECONDS)).toEqual({ applied: false });
        expect(await tokens.tokensOf(nobody.user_id, false)).toEqual([]);
      });

      it.each([
        ['an expired token', { expiry_time: NOW_SECONDS }],
        ['a used token', { status: 'used' }],
        ['a revoked token', { status: 'revoked' }],
        ['a token with no attempts left', { attempts: 5 }],
      ] as const)('counts nothing on %s and returns it', async (_, state) => {
        const token = aToken({ user_id: nextPerson(), ...state });
        await tokens.put(token, NOW_SECONDS);
        const { attempts } = token;
        expect(await tokens.countAttempt(token, NOW_SECONDS)).toMatchObject({
          applied: false,
          existing: { token_id: token.token_id, attempts },
        });
      });

      it('counts nothing on a token other than the named one', async () => {
        const token = aToken({ user_id: nextPerson() });
        await tokens.put(token, NOW_SECONDS);
        expect((await tokens.countAttempt(token, NOW_SECONDS, { tokenId: 'another' })).applied).toBe(false);
      });

      it('counts a named verification once while it is the latest, and shows that it was counted', async () => {
        const token = aToken({ user_id: nextPerson() });
        await tokens.put(token, NOW_SECONDS);
        const count = (attemptBy: string) => tokens.countAttempt(token, NOW_SECONDS, { attemptBy });
        expect(await count('one')).toMatchObject({ applied: true, token: { attempts: 1 } });
        expect(await count('one')).toMatchObject({
          applied: false,
          existing: { attempts: 1, attempt_by: 'one' },
        });
        expect(await count('other')).toMatchObject({ applied: true, token: { attempts: 2 } });
        expect(await count('one')).toMatchObject({ applied: true, token: { attempts: 3 } });
      });

      it('counts a named verification again after a new code replaced the old one', async () => {
        const token = aToken({ user_id: nextPerson() });
        await tokens.put(token, NOW_SECONDS);
        const count = () => tokens.countAttempt(token, NOW_SECONDS, { attemptBy: 'one' });
        await count();
        const { channel, destination_masked, format, length, client_id, sends, last_sent_at } = token;
        const bound = { channel, destination_masked, format, length, client_id, sends, last_sent_at };
        const code = { token_id: 'new', sealed_token: 's', token_digest: 'd', secret_version: 'v1' };
        await tokens.replaceCode(token, token, { ...code, ...bound }, NOW_SECONDS);
        expect(await count()).toMatchObject({ applied: true, token: { attempts: 2 } });
      });

      it('counts on the token of one client group only', async () => {
        const token = aToken({ user_id: nextPerson(), client_group: 'one' });
        await tokens.put(token, NOW_SECONDS);
        await tokens.put({ ...token, client_group: 'other', token_id: 'another' }, NOW_SECONDS);
        await tokens.countAttempt({ ...token, client_group: 'other' }, NOW_SECONDS);
        const all = await tokens.allOf(token.user_id);
        const attempts = all.map(({ client_group, attempts: counted }) => [client_group, counted]);
        expect(attempts.sort()).toEqual([
          ['one', 0],
          ['other', 1],
        ]);
      });
    });

    describe('taking an attempt back', () => {
      it('subtracts one, and never goes below zero', async () => {
        const token = aToken({ user_id: nextPerson(), attempts: 1 });
        await tokens.put(token, NOW_SECONDS);
        await tokens.returnAttempt(token, token.token_id);
        await tokens.returnAttempt(token, token.token_id);
        expect((await stored(token))?.attempts).toBe(0);
      });

      it('touches no other token and creates none', async () => {
        const token = aToken({ user_id: nextPerson(), attempts: 3 });
        await tokens.put(token, NOW_SECONDS);
        await tokens.returnAttempt(token, 'the one before');
        expect((await stored(token))?.attempts).toBe(3);
        const nobody = { user_id: nextPerson(), purpose: 'login', client_group: 'auth-system' };
        await tokens.returnAttempt(nobody, token.token_id);
        expect(await tokens.tokensOf(nobody.user_id, false)).toEqual([]);
      });
    });

    it('notes the prefix that counts a resend, and keeps the earlier one when none is given', async () => {
      const token = aToken({ user_id: nextPerson() });
      await tokens.put(token, NOW_SECONDS);
      const again = { ...token, sends: 2, resent_by: '1795341660 n:u' };
      const told = { number_prefix: '+49151', locale: 'de' };
      const noted = await tokens.noteResend(token, { ...again, ...told }, NOW_SECONDS);
      expect(noted).toMatchObject({ applied: true, token: { sends: 2, ...told } });
      const third = await tokens.noteResend(token, { ...again, sends: 3 }, NOW_SECONDS);
      expect(third).toMatchObject({ applied: true, token: { sends: 3, ...told } });
    });

    it('settles attempts of exactly this token, and creates none', async () => {
      const token = aToken({ user_id: nextPerson() });
      await tokens.put(token, NOW_SECONDS);
      await tokens.settleAttempt(token, token.token_id);
      await tokens.settleAttempt(token, token.token_id);
      await tokens.settleAttempt(token, 'the one before');
      expect(await stored(token)).toBeDefined();
      expect((await tokens.get(token))?.settled).toBe(2);
      const nobody = { user_id: nextPerson(), purpose: 'login', client_group: 'auth-system' };
      await tokens.settleAttempt(nobody, token.token_id);
      expect(await tokens.get(nobody)).toBeUndefined();
    });

    describe('handing a token to a second channel', () => {
      const toEmail = {
        token_id: TOKEN_ID,
        channel: 'email',
        destination_digest: 'digest-of-email',
        destination_masked: 'p•••@example.com',
        earlier_destinations: 'digest-of-number 1795341630',
      } as const;

      it('adds the channel once, and updates the destination that lists show', async () => {
        const token = aToken({ user_id: nextPerson(), status: 'sent' });
        await tokens.put(token, NOW_SECONDS);
        expect(await tokens.noteHandOver(token, toEmail)).toBe(true);
        expect(await tokens.noteHandOver(token, toEmail)).toBe(true);
        const left = await tokens.get(token);
        expect(left).toEqual({ ...token, ...toEmail, channels: expect.anything() });
        expect([...(left?.channels ?? [])].sort()).toEqual(['email', 'sms']);
        const [listed] = await tokens.read([token], false);
        expect(listed && weakestChannel(listed)).toBe('email');
      });

      it('in place of a send that did not arrive is refused once it was sent again', async () => {
        const token = aToken({ user_id: nextPerson(), status: 'sent', sends: 2 });
        await tokens.put(token, NOW_SECONDS);
        expect(await tokens.handOverInstead(token, { ...toEmail, sends: 1 })).toBe(false);
        expect(await tokens.get(token)).toEqual(token);
        expect(await tokens.handOverInstead(token, { ...toEmail, sends: 2 })).toBe(true);
        expect(await tokens.get(token)).toMatchObject({
          channel: 'email',
          destination_digest: 'digest-of-email',
        });
      });

      it('in place of a send is taken back as if it had never been, unless another send is the latest', async () => {
        const token = aToken({ user_id: nextPerson(), status: 'sent', earlier_destinations: '' });
        await tokens.put(token, NOW_SECONDS);
        await tokens.handOverInstead(token, { ...toEmail, sends: 1 });
        const { channel, channels = [], destination_masked, destination_digest = '' } = token;
        const before = {
          channel,
          channels,
          destination_masked,
          destination_digest,
          earlier_destinations: '',
        };
        const handed = { token_id: TOKEN_ID, sends: 1, channel: 'email' } as const;
        await tokens.takeBackInstead(token, { ...handed, sends: 2 }, before);
        await tokens.takeBackInstead(token, { ...handed, token_id: 'another' }, before);
        await tokens.takeBackInstead(token, { ...handed, channel: 'sms' }, before);
        expect((await tokens.get(token))?.channel).toBe('email');
        await tokens.takeBackInstead(token, handed, before);
        expect(await tokens.get(token)).toEqual(token);
      });

      it.each([
        ['with an earlier text', { number_prefix: 'the text before' }],
        ['without an earlier text', {}],
      ])('is undone with a resend that was not sent: %s', async (_, textBefore) => {
        const token = aToken({ user_id: nextPerson(), status: 'sent', ...textBefore });
        await tokens.put(token, NOW_SECONDS);
        const resend = {
          ...{ token_id: TOKEN_ID, sends: 2, last_sent_at: '2026-11-22T10:00:40.000Z' },
          ...{ resent_by: 'someone', client_id: 'auth-system', number_prefix: 'the text that failed' },
          channel: 'sms',
        } as const;
        await tokens.noteResend(token, resend, NOW_SECONDS);
        await tokens.noteHandOver(token, toEmail);
        const { channel, destination_masked, destination_digest = '', last_sent_at } = token;
        const before: SendBefore = {
          ...{ channel, channels: [channel], destination_masked, destination_digest, last_sent_at },
          ...{ earlier_destinations: 'digest-of-anothe 1795341620', number_prefix: '', ...textBefore },
          unless_handed_to: '',
        };
        await tokens.forgetResend(token, resend, { ...before, unless_handed_to: 'email' });
        await tokens.forgetResend(token, { token_id: 'newer', sends: 2 }, before);
        await tokens.forgetResend(token, { token_id: TOKEN_ID, sends: 3 }, before);
        expect(await tokens.get(token)).toMatchObject({
          ...{ sends: 2, channel: 'email', channels: expect.arrayContaining([channel, 'email']) },
          ...{ destination_digest: toEmail.destination_digest, last_sent_at: resend.last_sent_at },
        });
        await tokens.forgetResend(token, resend, before);
        expect(await tokens.get(token)).toEqual({
          ...token,
          earlier_destinations: 'digest-of-anothe 1795341620',
          resent_by: 'someone',
        });
      });

      it.each([{ token_id: 'newer' }, { status: 'revoked' }, { status: 'used' }] as const)(
        'is refused for a token with %j',
        async (state) => {
          const token = aToken({ user_id: nextPerson(), ...state });
          await tokens.put(token, NOW_SECONDS);
          expect(await tokens.noteHandOver(token, toEmail)).toBe(false);
          expect(await tokens.get(token)).toEqual(token);
          expect(await tokens.noteHandOver({ ...token, user_id: 'nobody' }, toEmail)).toBe(false);
          expect(await tokens.get({ ...token, user_id: 'nobody' })).toBeUndefined();
        },
      );
    });

    describe('using a token up', () => {
      it('works once', async () => {
        const token = aToken({ user_id: nextPerson(), status: 'sent' });
        await tokens.put(token, NOW_SECONDS);
        const by = { verifiedAt: '2026-11-22T10:00:01.000Z', verifiedBy: 'a verification' };
        const use = () => tokens.markUsed(token, { tokenId: token.token_id, ...by }, NOW_SECONDS);
        expect(await use()).toMatchObject({ applied: true, token: { status: 'used' } });
        expect(await use()).toMatchObject({ applied: false, existing: { status: 'used' } });
      });

      it('erases the value, like revoking', async () => {
        const token = aToken({ user_id: nextPerson(), status: 'sent' });
        await tokens.put(token, NOW_SECONDS);
        const by = { verifiedAt: '2026-11-22T10:00:01.000Z', verifiedBy: 'a verification' };
        await tokens.markUsed(token, { tokenId: token.token_id, ...by }, NOW_SECONDS);
        const left = await tokens.get(token);
        expect(left).toMatchObject({ status: 'used', verified_at: '2026-11-22T10:00:01.000Z' });
        expect(left).not.toHaveProperty('sealed_token');
        expect(left).not.toHaveProperty('token_digest');
      });

      it('does not touch a newer token', async () => {
        const token = aToken({ user_id: nextPerson() });
        await tokens.put(token, NOW_SECONDS);
        const use = { tokenId: 'the one before', verifiedAt: '', verifiedBy: '' };
        expect((await tokens.markUsed(token, use, NOW_SECONDS)).applied).toBe(false);
      });
    });

    describe('revoking a token', () => {
      it('erases the value, and creates nothing for a person without a token', async () => {
        const token = aToken({ user_id: nextPerson() });
        await tokens.put(token, NOW_SECONDS);
        expect(await tokens.revoke(token, NOW_SECONDS)).toBe(true);
        const left = await stored(token);
        expect(left).toMatchObject({ status: 'revoked', attempts: 0 });
        expect(left).not.toHaveProperty('sealed_token');
        expect(
          await tokens.revoke(
            { user_id: 'nobody', purpose: 'login', client_group: 'auth-system' },
            NOW_SECONDS,
          ),
        ).toBe(false);
        expect(await tokens.tokensOf('nobody', false)).toEqual([]);
      });

      it('by ID leaves another token alone', async () => {
        const token = aToken({ user_id: nextPerson(), token_id: 'this' });
        await tokens.put(token, NOW_SECONDS);
        expect(await tokens.revoke(token, NOW_SECONDS, 'the one before')).toBe(false);
        expect((await stored(token))?.status).toBe('issued');
        expect(await tokens.revoke(token, NOW_SECONDS, 'this')).toBe(true);
        expect((await stored(token))?.status).toBe('revoked');
      });

      it.each([
        ['a used one', { status: 'used', attempts: 1, verified_at: '2026-11-22T10:00:01.000Z' }],
        ['one that has expired', { status: 'sent', expiry_time: NOW_SECONDS }],
      ] as const)('leaves %s as it was', async (_, state) => {
        const token = aToken({ user_id: nextPerson(), ...state });
        await tokens.put(token, NOW_SECONDS);
        expect(await tokens.revoke(token, NOW_SECONDS)).toBe(false);
        expect(await tokens.get(token)).toEqual(token);
      });

      it('leaves a locked token locked, and closed even after an attempt is given back', async () => {
        const token = aToken({ user_id: nextPerson(), status: 'sent', attempts: 5 });
        await tokens.put(token, NOW_SECONDS);
        await tokens.revoke(token, NOW_SECONDS);
        expect(listedStatus((await tokens.get(token)) ?? token)).toBe('locked');
        await tokens.returnAttempt(token, token.token_id);
        expect((await tokens.countAttempt(token, NOW_SECONDS)).applied).toBe(false);
      });
    });

    describe('under concurrent verifications', () => {
      const keys = fixedKeys(deriveKeys('v1', 'a secret'));
      const issue = async () => {
        const token = aToken({ user_id: nextPerson(), status: 'sent' });
        const token_digest = digestToken('123456', token, await keys.current());
        await tokens.put({ ...token, token_digest }, NOW_SECONDS);
        return token;
      };
      const verify = ({ user_id, purpose, client_group }: TokenRecord, typed: string) =>
        verifyToken(
          { user_id, purpose, client_group, token: typed },
          {
            tokens,
            keys,
            newId: () => randomUUID(),
            now: () => NOW_MS,
            counters: noCounters,
            guessLimits: [],
          },
        );
      const outcomes = async (token: TokenRecord, typed: string, times: number) => {
        const answers = await Promise.all(Array.from({ length: times }, () => verify(token, typed)));
        return answers.map((answer) => (answer.verified ? 'verified' : answer.reason));
      };

      it('accepts exactly one of 20 correct codes', async () => {
        const seen = await outcomes(await issue(), '123456', 20);
        expect(seen.filter((outcome) => outcome === 'verified')).toHaveLength(1);
        expect(seen.filter((outcome) => outcome === 'used' || outcome === 'locked')).toHaveLength(19);
      });

      it('counts five of 50 wrong codes and locks out the rest, even the correct code', async () => {
        const token = await issue();
        const seen = await outcomes(token, '654321', 50);
        expect(seen.filter((outcome) => outcome === 'mismatch')).toHaveLength(5);
        expect(seen.filter((outcome) => outcome === 'locked')).toHaveLength(45);
        expect((await stored(token))?.attempts).toBe(5);
        expect(await verify(token, '123456')).toEqual({
          verified: false,
          reason: 'locked',
          attempts_remaining: 0,
        });
      });
    });

    describe('listing', () => {
      const shard = 77;
      const at = (ms: number) => new Date(NOW_MS + ms).toISOString();
      const query = { shard, issuedAfter: at(0), limit: 2 };
      beforeAll(async () => {
        for (const ms of [0, 1, 2, 3]) {
          const token = aToken({ user_id: `listed-${ms}`, issued_at: at(ms), list_shard: shard });
          await tokens.put(token, NOW_SECONDS);
        }
      });

      it('pages through a shard, newest first, and leaves out what is too old', async () => {
        const first = await tokens.newest(query);
        expect(first.rows.map((row) => row.user_id)).toEqual(['listed-3', 'listed-2']);
        const second = await tokens.newest({ ...query, continueAfter: first.continueAfter });
        expect(second.rows.map((row) => row.user_id)).toEqual(['listed-1']);
      });

      it('starts at an inclusive upper bound', async () => {
        const page = await tokens.newest({ ...query, issuedUntil: at(2) });
        expect(page.rows.map((row) => row.user_id)).toEqual(['listed-2', 'listed-1']);
      });

      it('shows the delivery outcome with either read', async () => {
        const token = aToken({ user_id: nextPerson(), status: 'sent', outcome: 'unknown' });
        await tokens.put(token, NOW_SECONDS);
        const ways = [await tokens.read([token], false), await tokens.tokensOf(token.user_id, false)];
        expect(ways).toMatchObject([[{ outcome: 'unknown' }], [{ outcome: 'unknown' }]]);
      });

      it('reads many tokens at once, without their sealed values unless requested', async () => {
        const rows = [1, 2, 9].map((ms) => ({
          user_id: `listed-${ms}`,
          purpose: 'login',
          client_group: 'auth-system',
        }));
        const masked = await tokens.read(rows, false);
        expect(masked.map((token) => token.user_id).sort()).toEqual(['listed-1', 'listed-2']);
        expect(masked[0]).not.toHaveProperty('sealed_token');
        expect((await tokens.read(rows, true))[0]).toMatchObject({
          sealed_token: 'sealed',
          secret_version: 'v1',
        });
      });
    });

    describe('contacts', () => {
      const enrolled = () => ({
        user_id: nextPerson(),
        phone_number: '+919876543210',
        email: 'p@example.com',
        email_handle: 'arn:topic:1',
        email_confirmed: false,
        sealed_addresses: 'sealed once',
      });

      it('are read back as stored', async () => {
        const contact = enrolled();
        expect(await contacts.get(contact.user_id)).toBeUndefined();
        expect(await contacts.put(contact, undefined)).toBe(true);
        expect(await contacts.get(contact.user_id)).toEqual({ ...contact, version: 'sealed once' });
      });

      it('are neither replaced nor deleted by a request that read another version', async () => {
        const contact = enrolled();
        const { user_id, email_handle } = contact;
        const read = { user_id, email_handle, version: 'sealed once' };
        const stale = { ...read, version: 'sealed before' };
        await contacts.put(contact, undefined);
        const next = { ...contact, sealed_addresses: 'sealed twice' };
        for (const before of [undefined, stale, { user_id, email_handle }]) {
          expect(await contacts.put(next, before)).toBe(false);
        }
        expect(await contacts.delete(user_id, stale)).toBe(false);
        expect(await contacts.get(user_id)).toEqual({ ...contact, version: 'sealed once' });
        expect(await contacts.put(next, read)).toBe(true);
        expect(await contacts.delete(user_id, read)).toBe(false);
        expect(await contacts.delete(user_id, { ...read, version: 'sealed twice' })).toBe(true);
        expect(await contacts.get(user_id)).toBeUndefined();
      });

      it('are replaced and deleted once by two attempts of one request', async () => {
        const contact = enrolled();
        const before = { user_id: contact.user_id, version: 'sealed once' };
        const next = { ...contact, sealed_addresses: 'sealed twice' };
        expect(await contacts.put(contact, undefined)).toBe(true);
        expect(await contacts.put(contact, undefined)).toBe(true);
        expect(await contacts.put(next, before)).toBe(true);
        expect(await contacts.put(next, before)).toBe(true);
        const after = { ...before, version: 'sealed twice' };
        expect(await contacts.delete(contact.user_id, after)).toBe(true);
        expect(await contacts.delete(contact.user_id, after)).toBe(true);
      });

      it('from before addresses were sealed are replaced and deleted by the handle that was read', async () => {
        for (const email_handle of [undefined, 'arn:topic:1']) {
          const user_id = nextPerson();
          const old = { user_id, ...(email_handle === undefined ? {} : { email_handle }) };
          const write = () => {
            const Item = toItem({ user_id, topic_arn: email_handle });
            return database.client.send(new PutItemCommand({ TableName: TABLES.contacts, Item }));
          };
          await write();
          expect(await contacts.delete(user_id, { user_id, email_handle: 'arn:topic:0' })).toBe(false);
          expect(await contacts.delete(user_id, old)).toBe(true);
          await write();
          const next = { ...old, sealed_addresses: 'sealed once' };
          expect(await contacts.put(next, { user_id, email_handle: 'arn:topic:0' })).toBe(false);
          expect(await contacts.put(next, old)).toBe(true);
        }
      });

      it('note a confirmation only for its own topic', async () => {
        const contact = enrolled();
        await contacts.put(contact, undefined);
        expect(await contacts.setConfirmed(contact.user_id, 'arn:topic:0', true)).toBe(false);
        expect((await contacts.get(contact.user_id))?.email_confirmed).toBe(false);
        expect(await contacts.setConfirmed(contact.user_id, 'arn:topic:1', true)).toBe(true);
        expect((await contacts.get(contact.user_id))?.email_confirmed).toBe(true);
        expect(await contacts.get(contact.user_id)).not.toHaveProperty('topic_asked');
        const asked = { isTopicAsked: true } as const;
        expect(await contacts.setConfirmed(contact.user_id, 'arn:topic:1', true, asked)).toBe(true);
        expect((await contacts.get(contact.user_id))?.topic_asked).toBe(true);
        expect(
          await contacts.setConfirmed(contact.user_id, 'arn:topic:1', true, { isTopicAsked: false }),
        ).toBe(true);
        expect((await contacts.get(contact.user_id))?.topic_asked).toBe(false);
        expect(await contacts.setConfirmed('nobody', 'arn:topic:1', true)).toBe(false);
        expect(await contacts.get('nobody')).toBeUndefined();
      });

      it('take the code that was sent last, once, and for the topic that it was sent to', async () => {
        const contact = enrolled();
        const { user_id } = contact;
        await contacts.put(contact, undefined);
        const note = (digest: string, at: string, notAfter: string) =>
          contacts.noteConfirmationSent(user_id, 'arn:topic:1', at, notAfter, {
            code_digest: digest,
            code_expires_at: 1_795_345_200,
          });
        expect(await note('first', '2026-11-22T10:00:00.000Z', '')).toBe(true);
        expect(await note('none', '2026-11-22T10:01:00.000Z', '2026-11-22T09:56:00.000Z')).toBe(false);
        expect(await note('second', '2026-11-22T10:05:00.000Z', '2026-11-22T10:00:00.000Z')).toBe(true);
        expect(await contacts.get(user_id)).toMatchObject({
          confirm_by: 'code',
          code_digest: 'second',
          code_expires_at: 1_795_345_200,
        });
        const tried = await Promise.all(
          ['second', 'first', 'second', 'second'].map((digest) =>
            contacts.countTypedCode(user_id, 'arn:topic:1', digest, 2),
          ),
        );
        expect([tried.filter((counted) => counted).length, tried[1]]).toEqual([2, false]);
        expect(await contacts.countTypedCode(user_id, 'arn:topic:0', 'second', 9)).toBe(false);
        expect(await contacts.countTypedCode('nobody', 'arn:topic:1', 'second', 9)).toBe(false);
        const readTried = await contacts.get(user_id);
        expect(readTried?.code_tries).toBe(2);
        const unless = (code_tries: number) =>
          contacts.put({ ...contact, ...readTried, sealed_addresses: 'sealed again' }, readTried, {
            ...{ email_confirmed: false, code_digest: 'second', code_tries },
          });
        expect([await unless(1), await unless(2)]).toEqual([false, true]);
        expect(await note('third', '2026-11-22T10:10:00.000Z', '2026-11-22T10:05:00.000Z')).toBe(true);
        expect(await contacts.get(user_id)).not.toHaveProperty('code_tries');
        expect(await note('second', '2026-11-22T10:15:00.000Z', '2026-11-22T10:10:00.000Z')).toBe(true);
        expect(await contacts.confirmEmail(user_id, 'arn:topic:1', 'first')).toBe(false);
        expect(await contacts.confirmEmail(user_id, 'arn:topic:0', 'second')).toBe(false);
        expect(await contacts.confirmEmail(user_id, 'arn:topic:1', 'second')).toBe(true);
        const confirmed = await contacts.get(user_id);
        expect(confirmed).toMatchObject({ email_confirmed: true, email_unsubscribed: false });
        expect(confirmed).not.toHaveProperty('code_digest');
        expect(await contacts.confirmEmail(user_id, 'arn:topic:1', 'second')).toBe(false);
        expect(await contacts.confirmEmail(user_id, 'arn:topic:1', undefined)).toBe(true);
        const late = (expected: object) =>
          contacts.put({ ...contact, sealed_addresses: 'another' }, confirmed, expected);
        expect(await late({ email_confirmed: false, code_digest: 'second' })).toBe(false);
        expect(await late({ email_confirmed: true, code_digest: 'second' })).toBe(false);
        expect(await late({ email_confirmed: true })).toBe(true);
      });
    });
  });
}
