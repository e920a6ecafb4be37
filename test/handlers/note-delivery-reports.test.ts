/** The consumer of SNS's delivery log and of SES's events, on mocked AWS clients. */
import { gzipSync } from 'node:zlib';
import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import type { Item } from '../../handlers/adapters/dynamodb/client.ts';
import { toItem } from '../../handlers/adapters/dynamodb/client.ts';
import { toTokenItem } from '../../handlers/adapters/dynamodb/token-item.ts';
import { systemRandomness } from '../../handlers/adapters/system-randomness.ts';
import { messageKeys } from '../../handlers/domain/delivering/message-keys.ts';
import { sealOtherLeg } from '../../handlers/domain/delivering/other-leg.ts';
import { deriveKeys, sealText, sealToken } from '../../handlers/domain/token/seal-token.ts';
import type { TokenRecord } from '../../handlers/domain/token/token-store.ts';
import { serviceError } from './adapters/service-errors.ts';
import { ENVIRONMENT } from './an-environment.ts';
import { anEmailLeg, aToken, TOKEN_ID } from './fixtures.ts';
import { CONTEXT, captureLog } from './invoke.ts';

Object.assign(process.env, { ...ENVIRONMENT, DELIVERY_STATUS: 'fallback', ACTIVITY_DAYS: '30' });
const { handler } = await import('../../handlers/consumers/note-delivery-reports.ts');

const dynamoDb = mockClient(DynamoDBClient);
const sns = mockClient(SNSClient);
const secrets = mockClient(SecretsManagerClient);

const PHONE = '+919876543210';
const keys = deriveKeys('v1', 'a secret');
const nowSeconds = () => Math.floor(Date.now() / 1000);

const lineOf = (messageId: string, refusal?: string) =>
  JSON.stringify({
    notification: { messageId, timestamp: '2026-11-22 10:00:00.558' },
    delivery: {
      destination: PHONE,
      providerResponse: refusal ?? 'Message has been accepted by phone carrier',
    },
    status: refusal === undefined ? 'SUCCESS' : 'FAILURE',
  });

const batchOf = (messages: readonly string[], messageType = 'DATA_MESSAGE') => ({
  awslogs: {
    data: gzipSync(
      JSON.stringify({
        ...{ messageType, owner: '1', logGroup: 'g', logStream: 's', subscriptionFilters: ['f'] },
        logEvents: messages.map((message, id) => ({ id: String(id), timestamp: 1, message })),
      }),
    ).toString('base64'),
  },
});

function aSentToken(overrides: Partial<TokenRecord> = {}): TokenRecord {
  const last_sent_at = new Date().toISOString();
  const recorded = { status: 'sent', outcome: 'sent', answered_by: 'u', sent_at: last_sent_at } as const;
  const token = aToken({ ...recorded, last_sent_at, expiry_time: nowSeconds() + 200 });
  return { ...token, sealed_token: sealToken('123456', token, keys, systemRandomness), ...overrides };
}

const subjectOf = (id: string) => `message#${messageKeys(id).digest}`;

/**
 * What the limits table has of the messages, and the tokens table of the one token. A message is leased and forgotten
 * once; a token takes every update.
 */
function stored({ token = aSentToken(), other = true, message = {}, ids = ['m-1'] } = {}): void {
  const leg = { leg: anEmailLeg(), locale: 'en', context_shown: '12.50 EUR' };
  const { user_id, purpose, client_group } = token;
  const item = (id: string) => ({
    ...{
      user_id: sealText(user_id, 'user_id', messageKeys(id), systemRandomness),
      purpose,
      client_group,
      user_ref: 'a-person-of-note',
      token_id: TOKEN_ID,
    },
    ...{ sends: 1, channel: 'sms', ...message },
    ...(other && { other_leg: sealOtherLeg(leg, TOKEN_ID, keys, systemRandomness) }),
  });
  const messages = new Map(ids.map((id) => [subjectOf(id), toItem(item(id))]));
  const existing = ({ Key }: { Key?: Item | undefined }) => messages.get(Key?.subject?.S ?? '');
  dynamoDb.on(GetItemCommand, { TableName: 'limits' }).callsFake((input) => {
    const Item = existing(input);
    return Item === undefined ? {} : { Item: { ...Item } };
  });
  dynamoDb.on(GetItemCommand, { TableName: 'tokens' }).resolves({ Item: toTokenItem(token) });
  dynamoDb.on(UpdateItemCommand, { TableName: 'limits' }).callsFake((input) => {
    if (!input.Key.subject.S.startsWith('message#')) {
      return {};
    }
    const found = existing(input);
    const { ':attempt': attempt, ':until': until } = input.ExpressionAttributeValues;
    if (found === undefined || (attempt === undefined ? found.refusal_noted : until && found.attempt)) {
      throw new ConditionalCheckFailedException({ message: '', $metadata: {} });
    }
    if (attempt === undefined) {
      found.refusal_noted = { BOOL: true };
    } else if (until === undefined) {
      delete found.attempt;
      delete found.leased_until;
    } else {
      Object.assign(found, { attempt, leased_until: until });
    }
    return {};
  });
  dynamoDb.on(DeleteItemCommand).callsFake((input) => {
    if (!messages.delete(input.Key.subject.S)) {
      throw new ConditionalCheckFailedException({ message: '', $metadata: {} });
    }
    return {};
  });
}

const metricsIn = (log: string) =>
  log
    .split('\n')
    .filter((line) => line.includes('"_aws"'))
    .map((line) => JSON.parse(line));
const mails = () => sns.commandCalls(PublishCommand).map(({ args: [{ input }] }) => input);
const updates = () => dynamoDb.commandCalls(UpdateItemCommand).map(({ args: [{ input }] }) => input);

let log: ReturnType<typeof captureLog>;
beforeEach(() => {
  log = captureLog();
  dynamoDb.on(GetItemCommand).resolves({});
  dynamoDb.on(UpdateItemCommand).resolves({});
  dynamoDb.on(DeleteItemCommand).resolves({});
  secrets.on(GetSecretValueCommand).resolves({ SecretString: 'a secret', VersionId: 'v1' });
  sns.on(PublishCommand).resolves({ MessageId: 'm-2' });
});
afterEach(() => {
  log.stop();
  dynamoDb.reset();
  sns.reset();
});

describe('a text that arrived', () => {
  it('is noted as delivered on its token, is counted by country, and leads to no email', async () => {
    stored();
    await handler(batchOf([lineOf('m-1')]), CONTEXT);
    const written = log.stop();
    expect(updates()).toHaveLength(1);
    expect(updates()[0]).toMatchObject({
      TableName: 'tokens',
      ExpressionAttributeValues: { ':token_id': { S: TOKEN_ID }, ':arrival': { S: 'delivered' } },
    });
    expect(metricsIn(written)).toMatchObject([{ MessagesDelivered: 1, channel: 'sms', country: 'IN' }]);
    expect(mails()).toEqual([]);
    expect(written).toContain('"user_ref":"a-person-of-note"');
    expect(written).not.toMatch(/9876543210|premjeet/);
  });
});

describe('a text that its carrier refused', () => {
  const refused = batchOf([lineOf('m-1', 'Phone is currently unreachable/unavailable')]);

  it('is noted as undelivered with the reason, and its code is emailed once the token names the mailbox', async () => {
    stored();
    await handler(refused, CONTEXT);
    const written = log.stop();
    const [arrival, handOver, instead] = updates().filter(({ TableName }) => TableName === 'tokens');
    expect(arrival).toMatchObject({
      ExpressionAttributeValues: { ':arrival': { S: 'undelivered' }, ':reason': { S: 'phone_unreachable' } },
    });
    expect(handOver).toMatchObject({
      ExpressionAttributeValues: {
        ':channel': { S: 'email' },
        ':digest': { S: 'digest-of-email' },
        ':earlier': { S: expect.stringContaining('digest-of-number') },
      },
    });
    expect(instead).toMatchObject({
      ExpressionAttributeValues: { ':message_id': { S: 'm-2' }, ':outcome': { S: 'sent' } },
    });
    expect(mails()).toMatchObject([
      {
        TopicArn: anEmailLeg().address,
        Message: expect.stringMatching(/^123456 is your Acme sign-in code\. For 12\.50 EUR/),
      },
    ]);
    // What is left of its life, and not the whole.
    expect(mails()[0]?.Message).toContain('Valid for 3 minutes');
    expect(metricsIn(written)).toMatchObject([
      { MessagesUndelivered: 1, channel: 'sms', country: 'IN' },
      { TokensDelivered: 1, channel: 'email' },
    ]);
    expect(written).toContain('phone_unreachable');
    expect(written).not.toMatch(/9876543210|premjeet|123456|12\.50|token-courier-1/);
  });

  it('leaves two entries in the activity log: of the report, and of the email', async () => {
    stored();
    await handler(refused, CONTEXT);
    const entries = dynamoDb
      .commandCalls(PutItemCommand, { TableName: 'activity' })
      .map(({ args: [{ input }] }) => input.Item);
    expect(entries).toMatchObject([
      { kind: { S: 'report' }, outcome: { S: 'undelivered' }, channel: { S: 'sms' } },
      { kind: { S: 'issue' }, outcome: { S: 'sent' }, channel: { S: 'email' } },
    ]);
    expect(JSON.stringify(entries)).not.toMatch(/9876543210|123456|m-1/);
  });

  it('keeps the first answer for a repeated Idempotency-Key', async () => {
    const sent_at = '2026-11-22T10:00:02.000Z';
    stored({ token: aSentToken({ key_digest: 'key', answered_by: 'u', sent_at }) });
    await handler(refused, CONTEXT);
    const kept = updates().findIndex(({ Key }) => Key?.subject?.S === 'idempotency#auth-system');
    const handedOver = updates().findIndex(({ UpdateExpression }) => UpdateExpression?.includes('channels'));
    expect(updates()[kept]?.Key).toEqual(toItem({ subject: 'idempotency#auth-system', window: 'key' }));
    const answer = updates()[kept]?.ExpressionAttributeValues?.[':answer']?.S ?? '';
    expect(JSON.parse(answer)).toMatchObject({
      channel: 'sms',
      destination: '+91••••••3210',
      status: 'sent',
    });
    expect(kept).toBeLessThan(handedOver);
  });

  it.each([
    ['the request had no other leg', { other: false }],
    ['the code was used', { token: aSentToken({ status: 'used' }) }],
    ['the code was revoked', { token: aSentToken({ status: 'revoked' }) }],
    ['another code took its place', { token: aSentToken({ token_id: 'another' }) }],
    ['the code was sent again', { token: aSentToken({ sends: 2 }) }],
    ['it was handed to another channel', { token: aSentToken({ channel: 'email' }) }],
    ['hardly any of its life is left', { token: aSentToken({ expiry_time: nowSeconds() + 29 }) }],
  ])('leads to no email when %s', async (_, there) => {
    stored(there);
    await handler(refused, CONTEXT);
    expect(metricsIn(log.stop())).toMatchObject([{ MessagesUndelivered: 1 }]);
    expect(mails()).toEqual([]);
  });

  it('leads to no email when its token had a later message, or was revoked at this moment', async () => {
    stored();
    const failed = new ConditionalCheckFailedException({ message: '', $metadata: {} });
    dynamoDb.on(UpdateItemCommand).rejects(failed);
    await handler(refused, CONTEXT);
    expect(mails()).toEqual([]);
    expect(metricsIn(log.stop())).toMatchObject([{ MessagesUndelivered: 1 }]);
  });

  it('is counted and emailed once when it is reported twice', async () => {
    stored();
    await handler(
      batchOf([lineOf('m-1', 'Invalid phone number'), lineOf('m-1', 'Invalid phone number')]),
      CONTEXT,
    );
    expect(mails()).toHaveLength(1);
    expect(metricsIn(log.stop()).filter((line) => 'MessagesUndelivered' in line)).toHaveLength(1);
  });

  it('is emailed by a later call when the mail service throttles, and is counted once', async () => {
    stored();
    sns.on(PublishCommand).rejects(serviceError('ThrottledException', 429));
    await expect(handler(refused, CONTEXT)).rejects.toMatchObject({ name: 'DeliveryUnavailable' });
    sns.on(PublishCommand).resolves({ MessageId: 'm-2' });
    sns.resetHistory();
    await handler(refused, CONTEXT);
    await handler(refused, CONTEXT);
    expect(mails()).toHaveLength(1);
    expect(metricsIn(log.stop())).toMatchObject([
      { MessagesUndelivered: 1 },
      { StepsFailed: 1, error: 'DeliveryUnavailable' },
      { TokensDelivered: 1, channel: 'email' },
    ]);
  });

  it('is emailed although another of its batch cannot be noted', async () => {
    stored();
    dynamoDb
      .on(GetItemCommand, { Key: toItem({ subject: subjectOf('m-0'), window: '-' }) })
      .rejects(serviceError('InternalServerError', 500));
    const lines = ['m-0', 'm-1'].map((id) => lineOf(id, 'Invalid phone number'));
    await expect(handler(batchOf(lines), CONTEXT)).rejects.toMatchObject({ name: 'StoreUnavailable' });
    expect(mails()).toHaveLength(1);
  });

  it('is one of hundreds in a carrier outage, which are emailed several at a time', async () => {
    const ids = Array.from({ length: 300 }, (_, each) => `m-${each}`);
    stored({ ids });
    let running = 0;
    let most = 0;
    sns.on(PublishCommand).callsFake(async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise(setImmediate);
      running -= 1;
      return { MessageId: 'm-2' };
    });
    await handler(batchOf(ids.map((id) => lineOf(id, 'Invalid phone number'))), CONTEXT);
    expect(mails()).toHaveLength(300);
    expect(most).toBeGreaterThan(1);
    expect(most).toBeLessThanOrEqual(10);
  });

  it('logs and counts an email that failed, without failing itself', async () => {
    stored();
    sns.on(PublishCommand).rejects(serviceError('InvalidParameterException', 400, `Invalid: ${PHONE}`));
    await handler(refused, CONTEXT);
    const written = log.stop();
    expect(metricsIn(written)).toMatchObject([
      { MessagesUndelivered: 1 },
      { StepsFailed: 1, error: 'DeliveryRefused' },
    ]);
    expect(written).not.toContain(PHONE);
  });
});

describe('the consumer', () => {
  it('ignores messages of other services', async () => {
    await handler(batchOf([lineOf('theirs'), 'no line of SNS']), CONTEXT);
    expect(metricsIn(log.stop())).toEqual([]);
    expect(updates()).toEqual([]);
    expect(dynamoDb.commandCalls(DeleteItemCommand)).toEqual([]);
  });

  it('does nothing for a control message', async () => {
    await handler(batchOf([lineOf('m-1')], 'CONTROL_MESSAGE'), CONTEXT);
    expect(dynamoDb.calls()).toEqual([]);
  });

  it('fails with a stable name when the store does not respond, so that Lambda retries', async () => {
    dynamoDb.on(GetItemCommand).rejects(serviceError('InternalServerError', 500));
    const failed = handler(batchOf([lineOf('m-1')]), CONTEXT);
    await expect(failed).rejects.toMatchObject({ name: 'StoreUnavailable' });
  });

  it("notes SES's events by the same rules", async () => {
    stored({ token: aSentToken({ channel: 'email' }), other: false, message: { channel: 'email' } });
    const detail = { eventType: 'Bounce', mail: { messageId: 'm-1', destination: ['ada@example.com'] } };
    await handler({ source: 'aws.ses', detail }, CONTEXT);
    const written = log.stop();
    expect(metricsIn(written)).toMatchObject([{ MessagesUndelivered: 1, channel: 'email', country: 'none' }]);
    expect(updates()[0]).toMatchObject({ ExpressionAttributeValues: { ':reason': { S: 'bounced' } } });
    expect(written).not.toContain('ada@example.com');
  });
});
