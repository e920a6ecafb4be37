/** Reads what earlier versions wrote, by the code of this one, down to the keys that seal and name it. */
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { DeleteItemCommand, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dynamoDbContactStore } from '../../../../handlers/adapters/dynamodb/contact-store.ts';
import { dynamoDbCounterStore } from '../../../../handlers/adapters/dynamodb/counter-store.ts';
import { dynamoDbOptOutList } from '../../../../handlers/adapters/dynamodb/opt-out-list.ts';
import { dynamoDbTokenStore } from '../../../../handlers/adapters/dynamodb/token-store.ts';
import { personSends } from '../../../../handlers/contract/limits-table.ts';
import { sealedContacts } from '../../../../handlers/domain/contacts/sealed-contacts.ts';
import { optOutSubjects } from '../../../../handlers/domain/destinations/opt-outs.ts';
import { deriveKeys, unsealToken } from '../../../../handlers/domain/token/seal-token.ts';
import { verifyToken } from '../../../../handlers/domain/verifying/verify-token.ts';
import type { Database } from '../../../support/dynamodb.ts';
import { LIST_INDEX, startInProcess, TABLES } from '../../../support/dynamodb.ts';
import { aToken, fixedKeys, NOW_MS, NOW_SECONDS, noCounters } from '../../fixtures.ts';
import {
  CODE,
  CONTACTS,
  COUNTERS,
  NEEDED_BY_1_0_0,
  NUMBER,
  OPT_OUTS,
  SECRET,
  TOKENS,
  VERSION,
} from './earlier-items.ts';

const keys = deriveKeys(VERSION, SECRET);
let database: Database;
beforeAll(async () => {
  database = await startInProcess();
});
afterAll(() => database?.close());

const put = (TableName: string, Item: Record<string, AttributeValue>) =>
  database.client.send(new PutItemCommand({ TableName, Item }));

describe('a token of an earlier version', () => {
  const KEY = { user_id: 'ada.lovelace', purpose: 'login', client_group: 'auth-system' };

  it.each(Object.entries(TOKENS))('(%s) opens and verifies once', async (_, item) => {
    await put(TABLES.tokens, item);
    const tokens = dynamoDbTokenStore(database.client, TABLES.tokens, LIST_INDEX);
    const [stored] = await tokens.tokensOf('ada.lovelace', true);
    expect(unsealToken(stored?.sealed_token ?? '', { ...KEY, token_id: stored?.token_id ?? '' }, keys)).toBe(
      CODE,
    );
    const verify = () =>
      verifyToken(
        { ...KEY, token: CODE },
        {
          tokens,
          keys: fixedKeys(keys),
          newId: () => 'a verification',
          now: () => NOW_MS,
          counters: noCounters,
          guessLimits: [],
        },
      );
    expect(await verify()).toMatchObject({ verified: true, channel: 'sms', destination: '+91••••••3210' });
    expect(await verify()).toMatchObject({ verified: false, reason: 'used' });
  });
});

describe('a contact of an earlier version', () => {
  it.each(Object.entries(CONTACTS))('(%s) has its addresses', async (_, item) => {
    await put(TABLES.contacts, item);
    const store = dynamoDbContactStore(database.client, TABLES.contacts);
    const contacts = sealedContacts(store, fixedKeys(keys), { bytes: (length) => new Uint8Array(length) });
    const contact = await contacts.get('ada.lovelace');
    expect(contact).toMatchObject({ phone_number: NUMBER, email: 'ada@example.com', email_confirmed: true });
    if (contact === undefined) {
      return;
    }
    expect(await contacts.put({ ...contact, locale: 'de' }, contact)).toBe(true);
    expect(await contacts.get('ada.lovelace')).toMatchObject({ phone_number: NUMBER, locale: 'de' });
  });
});

describe('what an earlier version counted and listed', () => {
  it.each(Object.entries(OPT_OUTS))('(%s) still opts the number out', async (_, item) => {
    await put(TABLES.limits, item);
    const list = dynamoDbOptOutList(database.client, TABLES.limits);
    const [subject] = optOutSubjects({ phone_number: NUMBER }, keys);
    expect(await list.has(subject)).toBe(true);
    expect(await list.why(subject)).toBeUndefined();
  });

  it.each(Object.entries(COUNTERS))('(%s) still counts', async (_, item) => {
    await put(TABLES.limits, item);
    const counters = dynamoDbCounterStore(database.client, TABLES.limits);
    const counting = {
      subject: personSends({ user_id: 'ada.lovelace', purpose: 'login' }),
      owner: 'an execution',
      nowSeconds: NOW_SECONDS,
    };
    const full = await counters.count({ ...counting, limits: [{ limit: 3, window: 600 }] });
    expect(full.counted).toBe(false);
    const more = await counters.count({ ...counting, limits: [{ limit: 4, window: 600 }] });
    expect(more.counted).toBe(true);
    const { subject, window } = item;
    await database.client.send(
      new DeleteItemCommand({ TableName: TABLES.limits, Key: { subject, window } as never }),
    );
  });
});

describe('a token of this version', () => {
  it('has what version 1.0.0 reads, in the types that it reads', async () => {
    const tokens = dynamoDbTokenStore(database.client, TABLES.tokens, LIST_INDEX);
    await tokens.put(aToken({ user_id: 'of-this-version' }), NOW_SECONDS);
    const Key = { user_id: { S: 'of-this-version' }, slot: { S: 'auth-system#login' } };
    const { Item = {} } = await database.client.send(new GetItemCommand({ TableName: TABLES.tokens, Key }));
    const types = Object.fromEntries(
      Object.keys(NEEDED_BY_1_0_0).map((name) => [name, Object.keys(Item[name] ?? {})[0]]),
    );
    expect(types).toEqual(NEEDED_BY_1_0_0);
  });
});
