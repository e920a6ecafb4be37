import { readFileSync } from 'node:fs';
import { DynamoDBClient, GetItemCommand, PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { dynamoDbCounterStore } from '../../../handlers/adapters/dynamodb/counter-store.ts';
import { dynamoDbIdempotencyStore } from '../../../handlers/adapters/dynamodb/idempotency-store.ts';
import { dynamoDbMessageStore } from '../../../handlers/adapters/dynamodb/message-store.ts';
import { dynamoDbNumberMemory } from '../../../handlers/adapters/dynamodb/number-memory.ts';
import { dynamoDbOptOutList } from '../../../handlers/adapters/dynamodb/opt-out-list.ts';
import { dynamoDbOverrideStore } from '../../../handlers/adapters/dynamodb/override-store.ts';
import { attributeOf } from '../../../handlers/adapters/dynamodb/prefix-item.ts';
import { dynamoDbPrefixTraffic } from '../../../handlers/adapters/dynamodb/prefix-traffic.ts';
import { systemRandomness } from '../../../handlers/adapters/system-randomness.ts';
import { limitsKinds } from '../../../handlers/contract/limits-reference.ts';
import {
  LIMIT_SUBJECTS,
  optOutOf,
  personSends,
  requestClaim,
  verificationClaim,
} from '../../../handlers/contract/limits-table.ts';
import type { MessageRecord } from '../../../handlers/domain/delivering/message-store.ts';
import { NO_OVERRIDES } from '../../../handlers/domain/overrides/overrides.ts';
import { clientKey, sliceAt } from '../../../handlers/domain/pumping/traffic-reference.ts';
import { deriveKeys } from '../../../handlers/domain/token/seal-token.ts';
import { namedAttributes } from '../../support/named-attributes.ts';
import { fixedKeys, NOW_SECONDS } from '../fixtures.ts';

const items = limitsKinds().flatMap((kind) => kind.items.map((item) => ({ ...kind, ...item })));

describe('the items of the limits table', () => {
  it('keep the keys that stored items were written under', () => {
    expect(items.map(({ key }) => `${key.subject} / ${key.window}`)).toEqual([
      'sends:person#<purpose>#<user_id> / counts',
      'sends:destination#<digest> / counts',
      'sends:destination-enrolled#<digest> / counts',
      'sends:destination-verified#<digest> / counts',
      'sends:client#<client_id> / counts',
      'sends:deployment / counts',
      'sends:key-<name>#<digest> / counts',
      'sends:source-<name>#<digest> / counts',
      'sends:confirmation-person#<user_id> / counts',
      'sends:confirmation-address#<digest> / counts',
      'sends:confirmation-client#<client_id> / counts',
      'guesses#<user_id> / counts#<purpose>',
      'guesses#<user_id> / counts#@confirmation',
      'mailbox-guesses#<digest> / counts',
      'spend / counts',
      'idempotency#<client_id> / <digest>',
      'verification#<client_id> / <digest>',
      'prefix#<prefix> / traffic',
      'prefix#<prefix> / reported <digest>',
      'pauses / <prefix>',
      'pauses / <prefix> <client_id>',
      'message#<digest> / -',
      'number#<digest> / -',
      'opt-out#<digest> / -',
      'overrides / -',
    ]);
  });

  it('cover every kind that a role can be allowed', () => {
    const subjects = items.map(({ key }) => key.subject);
    for (const start of Object.values(LIMIT_SUBJECTS)) {
      expect(subjects).toContainEqual(expect.stringMatching(`^${start}`));
    }
  });

  it('are written by the service alone: the runbook leads to its routes', () => {
    const runbook = readFileSync(new URL('../../../docs/runbook.md', import.meta.url), 'utf8');
    expect(runbook).toContain('PUT /prefixes/{prefix}/pause');
    expect(runbook).not.toMatch(/aws dynamodb (put|update|delete)-item/);
  });
});

const dynamoDb = mockClient(DynamoDBClient);
const client = new DynamoDBClient({});
const traffic = dynamoDbPrefixTraffic(client, 'limits');
const numbers = dynamoDbNumberMemory(client, 'limits', { knownDays: 30 });
const counters = dynamoDbCounterStore(client, 'limits');
const CLAIM = {
  ...{ user_id: 'ada', purpose: 'login', client_group: 'shop', execution_arn: 'arn', body_hash: 'hash' },
  ...{ leased_until: NOW_SECONDS, expiry_time: NOW_SECONDS },
};
const KEY = { client_id: 'shop', key_digest: 'digest' };
const SEND = { number: 'digest-of-number', prefix: 'prefix', clientId: 'shop' };

const claimWrites = (kind: typeof requestClaim) => async () => {
  const claims = dynamoDbIdempotencyStore(client, 'limits', kind);
  await claims.claim(KEY, CLAIM, NOW_SECONDS, 'failed');
  await claims.keepAnswer(KEY, 'arn', 'answer');
};

/** Writes of each kind that set every attribute they can. */
const WRITES: Readonly<Record<string, () => Promise<unknown>>> = {
  'sends:person#<purpose>#<user_id>': async () => {
    const subject = personSends({ user_id: 'ada', purpose: 'login' });
    const limits = [{ window: 600, limit: 5 }] as const;
    await counters.count({ subject, limits, owner: 'owner', nowSeconds: NOW_SECONDS });
    await counters.add({
      ...{ subject, limits: [{ window: 'month', limit: 1_000 }], owner: 'owner', nowSeconds: NOW_SECONDS },
    });
  },
  'idempotency#<client_id>': claimWrites(requestClaim),
  'verification#<client_id>': claimWrites(verificationClaim),
  'prefix#<prefix>': async () => {
    const old = attributeOf('u', clientKey('shop'), sliceAt(NOW_SECONDS) - 2);
    const many = Array.from({ length: 65 }, (_, each) => `number-${each}`);
    const full = { [old]: { SS: many } };
    dynamoDb.on(UpdateItemCommand).resolvesOnce({ Attributes: full }).resolves({ Attributes: {} });
    await traffic.countSend(SEND, NOW_SECONDS);
    const { added = '' } = await traffic.countSend(SEND, NOW_SECONDS, 'return');
    await traffic.takeBackSend(added);
    await traffic.keepSend(added, NOW_SECONDS);
    await traffic.countConversion(added, NOW_SECONDS);
    await traffic.countReport(added, NOW_SECONDS);
    const present = sliceAt(NOW_SECONDS);
    const paused = {
      paused_until: { N: String(NOW_SECONDS + 60) },
      [`p${clientKey('shop')}`]: { N: String(NOW_SECONDS + 60) },
      [attributeOf('u', clientKey('shop'), present)]: { SS: ['a'] },
    };
    dynamoDb.on(GetItemCommand).resolves({ Item: paused });
    await traffic.resume({ prefix: 'prefix' }, NOW_SECONDS);
    await traffic.resume({ prefix: 'prefix', clientId: 'shop' }, NOW_SECONDS);
  },
  pauses: () => traffic.pause({ prefix: 'prefix', clientId: 'shop', until: NOW_SECONDS }, NOW_SECONDS),
  'message#<digest>': async () => {
    const messages = dynamoDbMessageStore(client, 'limits');
    const message: MessageRecord = {
      ...{ user_id: 'ada', purpose: 'login', client_group: 'shop', user_ref: 'ref', token_id: 't' },
      ...{ sends: 1, channel: 'sms', other_leg: 'sealed', destination_digest: 'digest' },
    };
    await messages.note('m-1', message, NOW_SECONDS);
    await messages.keepRefused('m-1');
    await messages.lease('m-1', 'attempt', NOW_SECONDS);
    await messages.endLease('m-1', 'attempt');
  },
  'number#<digest>': async () => {
    await numbers.noteVerified('digest', 'ada', NOW_SECONDS);
    await numbers.noteRefused('digest', NOW_SECONDS);
  },
  'opt-out#<digest>': () => dynamoDbOptOutList(client, 'limits').add(optOutOf('digest'), 'bounced'),
  overrides: () =>
    dynamoDbOverrideStore(
      client,
      'limits',
      fixedKeys(deriveKeys('v1', 'a secret')),
      systemRandomness,
    ).replace({ overrides: NO_OVERRIDES }, NO_OVERRIDES),
};

describe('what is written into the limits table', () => {
  it.each(Object.keys(WRITES))(
    'as %s has the attributes documented for its kind, and expires unless it is kept',
    async (subject) => {
      dynamoDb.reset();
      dynamoDb.on(UpdateItemCommand).resolves({ Attributes: {} });
      await WRITES[subject]?.();
      const puts = dynamoDb.commandCalls(PutItemCommand).map(({ args: [{ input }] }) => input);
      const updates = dynamoDb.commandCalls(UpdateItemCommand).map(({ args: [{ input }] }) => input);
      const row = items.find(({ key }) => key.subject === subject);
      const start = subject.split('<')[0] ?? '';
      const ofThisKind = updates.filter(({ Key }) => Key?.subject?.S?.startsWith(start));
      const names = [
        ...puts.flatMap(({ Item = {} }) => Object.keys(Item)),
        ...ofThisKind.flatMap((update) => namedAttributes(update)),
      ].filter((name) => name !== 'subject' && name !== 'window');

      const known = (row?.attributes ?? []).map(
        (name) => new RegExp(`^${name.replaceAll(/<[^>]+>/g, '[\\w-]+')}$`),
      );
      expect(
        names.filter((name) => name !== 'expiry_time' && !known.some((each) => each.test(name))),
      ).toEqual([]);
      expect(known.filter((each) => !names.some((name) => each.test(name)))).toEqual([]);
      expect(names.includes('expiry_time')).toBe(row?.expires !== 'never');
    },
  );
});
