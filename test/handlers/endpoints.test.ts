/** The endpoints behind API Gateway's proxy integration, on mocked AWS clients. */
import { CloudWatchLogsClient, PutLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  BatchGetItemCommand,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { ListSubscriptionsByTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { toTokenItem } from '../../handlers/adapters/dynamodb/token-item.ts';
import { systemRandomness } from '../../handlers/adapters/system-randomness.ts';
import type { TokenList } from '../../handlers/contract/routes/issued-tokens.ts';
import { makeConfirmationCode } from '../../handlers/domain/contacts/confirmation-code.ts';
import { readCursor } from '../../handlers/domain/reporting/list-cursor.ts';
import { deriveKeys, sealToken } from '../../handlers/domain/token/seal-token.ts';
import { serviceError } from './adapters/service-errors.ts';
import { ENVIRONMENT } from './an-environment.ts';
import { aToken } from './fixtures.ts';
import { bodyOf, CONTEXT, captureLog, proxyEvent } from './invoke.ts';

Object.assign(process.env, ENVIRONMENT);
const { handler: verify } = await import('../../handlers/endpoints/verify-token.ts');
const { handler: retrieve } = await import('../../handlers/endpoints/retrieve-tokens.ts');
const { handler: revoke } = await import('../../handlers/endpoints/revoke-token.ts');
const { handler: putContact } = await import('../../handlers/endpoints/put-contact.ts');
const { handler: putOptOut } = await import('../../handlers/endpoints/put-opt-out.ts');
const { handler: deliverCode } = await import('../../handlers/endpoints/deliver-code.ts');
const { handler: confirmContact } = await import('../../handlers/endpoints/confirm-contact.ts');
const { handler: getContact } = await import('../../handlers/endpoints/get-contact.ts');
const { handler: deleteContact } = await import('../../handlers/endpoints/delete-contact.ts');

const dynamoDb = mockClient(DynamoDBClient);
const sns = mockClient(SNSClient);
const logs = mockClient(CloudWatchLogsClient);
const secrets = mockClient(SecretsManagerClient);
const verification = JSON.stringify({ user_id: 'premjeet.sahu', token: '123456' });
const PROBLEM_HEADERS = {
  'Content-Type': 'application/problem+json',
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
};

let silence: ReturnType<typeof captureLog>;

beforeEach(() => {
  silence = captureLog();
  logs.on(PutLogEventsCommand).resolves({});
  secrets.on(GetSecretValueCommand).resolves({ SecretString: 'a secret', VersionId: 'v1' });
  secrets
    .on(GetSecretValueCommand, { SecretId: 'reference-secret' })
    .resolves({ SecretString: 'a secret of references', VersionId: 'v1' });
});
afterEach(() => {
  silence.stop();
  dynamoDb.reset();
  sns.reset();
  logs.reset();
});

describe('POST /tokens/verify', () => {
  it('answers 200 to a wrong code, and forbids caching', async () => {
    dynamoDb
      .on(UpdateItemCommand)
      .rejects(new ConditionalCheckFailedException({ $metadata: {}, message: '' }));
    dynamoDb.on(GetItemCommand).resolves({});
    const result = await verify(proxyEvent({ body: verification }), CONTEXT);
    expect(result).toEqual({
      statusCode: 200,
      headers: {
        'Content-Type': 'application/json',
        'Cache-Control': 'no-store',
        'X-Content-Type-Options': 'nosniff',
      },
      body: '{"verified":false,"reason":"not_found","attempts_remaining":0}',
    });
  });

  it('names the invalid field in a problem', async () => {
    const result = await verify(proxyEvent({ body: '{"user_id":"a"}' }), CONTEXT);
    expect(result).toMatchObject({ statusCode: 400, headers: PROBLEM_HEADERS });
    expect(bodyOf(result)).toMatchObject({
      code: 'invalid_request',
      request_id: 'request-1',
      errors: [{ field: 'token', rule: 'is missing' }],
    });
  });

  it('reads a body that is encoded as base64', async () => {
    const body = Buffer.from('{"user_id":"a"}').toString('base64');
    const result = await verify({ ...proxyEvent({ body }), isBase64Encoded: true }, CONTEXT);
    expect(bodyOf(result)).toMatchObject({ errors: [{ field: 'token' }] });
  });

  it('answers 503 when the store is down', async () => {
    dynamoDb.on(UpdateItemCommand).rejects(serviceError('InternalServerError', 500));
    const result = await verify(proxyEvent({ body: verification }), CONTEXT);
    expect(result).toMatchObject({ statusCode: 503, headers: { ...PROBLEM_HEADERS, 'Retry-After': '1' } });
    expect(bodyOf(result)).toMatchObject({
      code: 'store_unavailable',
      detail: 'The token store did not respond.',
      retry_after: 1,
    });
  });

  it('answers a plain 500 to an unexpected error and logs its location, and neither repeats any input', async () => {
    dynamoDb.on(UpdateItemCommand).rejects(new RangeError('the token 123456'));
    const result = await verify(proxyEvent({ body: verification }), CONTEXT);
    const log = silence.stop();
    expect(result.statusCode).toBe(500);
    expect(bodyOf(result)).toEqual({
      type: '/problems.html#internal_error',
      title: 'Something went wrong',
      status: 500,
      detail: 'The fault was logged under the request_id.',
      code: 'internal_error',
      request_id: 'request-1',
    });
    expect(log).toContain('RangeError');
    expect(log).not.toContain('123456');
    expect(log).not.toContain('access-token');
  });
});

describe('a route with a body', () => {
  const path = { user_id: 'premjeet.sahu' };
  const ROUTES: [string, typeof verify, Record<string, string>][] = [
    ['POST /tokens/verify', verify, {}],
    ['PUT /contacts/{user_id}', putContact, path],
    ['POST /contacts/{user_id}/confirm', confirmContact, path],
    ['PUT /opt-outs', putOptOut, {}],
    ['POST /deliveries', deliverCode, {}],
  ];
  const put = (handler: typeof verify, path: Record<string, string>, type: string, body = '{}') =>
    handler(proxyEvent({ body, headers: { 'content-TYPE': type }, path }), CONTEXT);

  it.each(ROUTES)('refuses media types other than JSON: %s', async (_, handler, path) => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/jsonp', ';']) {
      const result = await put(handler, path, type, verification);
      expect(result).toMatchObject({ statusCode: 415, headers: PROBLEM_HEADERS });
      expect(bodyOf(result)).toMatchObject({
        code: 'unsupported_media_type',
        errors: [{ field: 'Content-Type', rule: 'must be application/json' }],
      });
    }
    expect(dynamoDb.calls()).toHaveLength(0);
  });

  it.each(ROUTES)('accepts JSON with parameters, in upper or lower case: %s', async (_, handler, path) => {
    for (const type of ['application/json', 'application/json; charset=utf-8', 'Application/JSON;x=y', '']) {
      expect(bodyOf(await put(handler, path, type))).toMatchObject({ status: 400, code: 'invalid_request' });
    }
  });

  it.each(ROUTES)(
    'refuses a body that is not UTF-8, and a body with repeated members: %s',
    async (_, handler, path) => {
      const bytes = Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]);
      const event = {
        ...proxyEvent({ body: bytes.toString('base64'), path }),
        isBase64Encoded: true,
      };
      for (const result of [await handler(event, CONTEXT), await put(handler, path, '', bytes.toString())]) {
        expect(bodyOf(result)).toMatchObject({
          code: 'invalid_request',
          errors: [{ field: 'body', rule: expect.stringMatching(/UTF-8/) }],
        });
      }
      expect(bodyOf(await put(handler, path, '', '{"x":1,"x":2}'))).toMatchObject({
        errors: [{ field: 'x', rule: 'must not appear more than once' }],
      });
    },
  );
});

describe('GET /tokens', () => {
  it('reveals no code without the scope', async () => {
    const query = { reveal: 'true', user_id: 'ada', purpose: 'login' };
    const result = await retrieve(proxyEvent({ query, scope: 'tokens/read tokens/revealed' }), CONTEXT);
    expect(result.statusCode).toBe(403);
    expect(bodyOf(result)).toMatchObject({ code: 'forbidden' });
    expect(dynamoDb.calls()).toHaveLength(0);
    expect(logs.calls()).toHaveLength(0);
  });

  it.each([
    [{}, ['user_id', 'purpose']],
    [{ user_id: 'ada' }, ['purpose']],
    [{ purpose: 'login', limit: '100' }, ['user_id']],
  ])('reveals no list: %j lacks %j', async (query, missing) => {
    const event = proxyEvent({ query: { ...query, reveal: 'true' }, scope: 'tokens/read tokens/reveal' });
    const result = await retrieve(event, CONTEXT);
    expect(result.statusCode).toBe(400);
    expect(bodyOf(result)).toMatchObject({
      errors: missing.map((field) => ({ field, rule: 'is required with reveal=true' })),
    });
    expect(dynamoDb.calls()).toHaveLength(0);
  });

  it('queries every shard and never scans', async () => {
    dynamoDb.on(QueryCommand).resolves({});
    const result = await retrieve(proxyEvent({ scope: 'tokens/read' }), CONTEXT);
    expect(bodyOf(result)).toEqual({ tokens: [] });
    expect(result.headers).toMatchObject({ 'Cache-Control': 'no-store' });
    const shards = dynamoDb
      .commandCalls(QueryCommand)
      .map((call) => call.args[0].input.ExpressionAttributeValues?.[':shard']?.N);
    expect(shards).toEqual(['0', '1']);
    expect(dynamoDb.commandCalls(BatchGetItemCommand)).toHaveLength(0);
  });

  it('lists and reveals, for an operator, the tokens of every client or of the named group', async () => {
    const expiry_time = Math.floor(Date.now() / 1000) + 300;
    const Items = ['@shop', 'bank'].map((client_group) => {
      const token = aToken({ client_group, expiry_time });
      const keys = deriveKeys('v1', 'a secret');
      return toTokenItem({ ...token, sealed_token: sealToken('123456', token, keys, systemRandomness) });
    });
    dynamoDb.on(QueryCommand).resolves({ Items });
    const codes = async (query: Record<string, string>, client: string) => {
      const whose = { user_id: 'premjeet.sahu', purpose: 'login', reveal: 'true', ...query };
      const event = proxyEvent({ query: whose, client, scope: 'tokens/read tokens/reveal' });
      const { tokens } = bodyOf(await retrieve(event, CONTEXT)) as TokenList;
      return tokens.map(({ client_group, token }) => `${client_group} ${token}`);
    };
    expect(await codes({}, 'page-client')).toEqual(['@shop 123456', 'bank 123456']);
    expect(await codes({ client_group: 'bank' }, 'page-client')).toEqual(['bank 123456']);
    expect(await codes({ client_group: '@shop', reveal: 'false' }, 'page-client')).toEqual(['@shop ••••••']);
    expect(await codes({ client_group: '@shop' }, 'shop_app')).toEqual(['@shop 123456']);
    expect(await codes({ client_group: 'bank' }, 'shop_app')).toEqual([]);
  });

  it('returns a cursor that only the same group can use, sealed under a secret that opens no token', async () => {
    const expiry_time = Math.floor(Date.now() / 1000) + 300;
    const tokens = ['person-one', 'person-two', 'person-three'].map((user_id) =>
      aToken({ user_id, client_group: '@shop', issued_at: new Date().toISOString(), expiry_time }),
    );
    const Items = tokens.map(toTokenItem);
    dynamoDb.on(QueryCommand).resolves({ Items });
    dynamoDb.on(BatchGetItemCommand).resolves({ Responses: { tokens: Items } });
    const page = (client: string, query: Record<string, string>) =>
      retrieve(proxyEvent({ query: { limit: '1', ...query }, client, scope: 'tokens/read' }), CONTEXT);
    const { next_cursor: cursor = '' } = bodyOf(await page('shop_web', {})) as TokenList;
    expect(Buffer.from(cursor, 'base64url').toString('latin1')).not.toMatch(/person|shop|login/);
    const statuses = await Promise.all([
      page('shop_web', { cursor }),
      page('shop_app', { cursor }),
      page('bank', { cursor }),
      page('page-client', { cursor }),
    ]);
    expect(statuses.map(({ statusCode }) => statusCode)).toEqual([200, 200, 400, 400]);
    const references = deriveKeys('v1', 'a secret of references');
    expect(readCursor(cursor, '@shop', references)).toMatchObject({ ok: true });
  });

  it('names an invalid parameter', async () => {
    const result = await retrieve(proxyEvent({ query: { cursor: 'x' } }), CONTEXT);
    expect(bodyOf(result)).toMatchObject({ code: 'invalid_request', errors: [{ field: 'cursor' }] });
  });
});

describe('DELETE /tokens/{user_id}', () => {
  it('revokes the token of the decoded user_id and the default purpose', async () => {
    dynamoDb.on(UpdateItemCommand).resolves({});
    const result = await revoke(proxyEvent({ path: { user_id: 'a%2Fb%40c%20%C3%A9' } }), CONTEXT);
    expect(result).toMatchObject({ statusCode: 204, body: '' });
    expect(dynamoDb.calls()[0]?.args[0].input).toMatchObject({
      Key: { user_id: { S: 'a/b@c é' }, slot: { S: 'c#login' } },
      ExpressionAttributeValues: { ':revoked': { S: 'revoked' } },
    });
  });

  it('revokes, for an operator, the tokens of every client or of the named group', async () => {
    const Items = ['@shop#login', 'bank#login', 'bank#payment'].map((slot) => ({
      user_id: { S: 'a' },
      slot: { S: slot },
    }));
    dynamoDb.on(QueryCommand).resolves({ Items });
    dynamoDb.on(UpdateItemCommand).resolves({});
    const revoked = async (query: Record<string, string>, client: string) => {
      dynamoDb.resetHistory();
      const event = proxyEvent({ path: { user_id: 'a' }, query, client });
      expect((await revoke(event, CONTEXT)).statusCode).toBe(204);
      return dynamoDb.commandCalls(UpdateItemCommand).map(({ args }) => args[0].input.Key?.slot?.S);
    };
    expect(await revoked({}, 'page-client')).toEqual(['@shop#login', 'bank#login']);
    expect(await revoked({ client_group: 'bank' }, 'page-client')).toEqual(['bank#login']);
    expect(await revoked({}, 'shop_app')).toEqual(['@shop#login']);
    expect(await revoked({ client_group: 'bank' }, 'shop_app')).toEqual([]);
  });

  it('answers the same when there is none to revoke, and does not log that it revoked one', async () => {
    dynamoDb
      .on(UpdateItemCommand)
      .rejects(new ConditionalCheckFailedException({ $metadata: {}, message: '' }));
    const event = proxyEvent({ path: { user_id: 'a' }, query: { purpose: 'payment' } });
    expect((await revoke(event, CONTEXT)).statusCode).toBe(204);
    const log = silence.stop();
    expect(log).toContain('"outcome":"nothing_to_revoke"');
    expect(log).not.toContain('"outcome":"revoked"');
  });

  it.each([['%E0%A4%A'], ['%00'], ['x'.repeat(129)]])('refuses the person %j', async (user_id) => {
    const result = await revoke(proxyEvent({ path: { user_id } }), CONTEXT);
    expect(result.statusCode).toBe(400);
    expect(bodyOf(result)).toMatchObject({ errors: [{ field: 'user_id' }] });
  });
});

describe('/contacts/{user_id}', () => {
  const path = { user_id: 'premjeet.sahu' };

  it('puts a contact and logs no number', async () => {
    dynamoDb.on(GetItemCommand).resolves({});
    dynamoDb.on(PutItemCommand).resolves({});
    dynamoDb.on(QueryCommand).resolves({});
    const body = '{"phone_number":"098765 43210"}';
    const result = await putContact(proxyEvent({ path, body }), CONTEXT);
    const log = silence.stop();
    expect(result.statusCode).toBe(200);
    expect(bodyOf(result)).toEqual({ user_id: 'premjeet.sahu', phone_number: '+919876543210' });
    expect(log).not.toMatch(/98765 ?43210/);
  });

  it('records who confirms, counts the try before it is compared, and logs no code', async () => {
    const user_id = 'premjeet.sahu';
    const { stored } = makeConfirmationCode(
      { user_id, email_handle: 'arn:topic' },
      Date.now(),
      deriveKeys('v1', 'a secret'),
      { integerBelow: () => 7 },
    );
    dynamoDb.on(GetItemCommand).resolves({});
    dynamoDb.on(GetItemCommand, { TableName: 'contacts' }).resolves({
      Item: {
        user_id: { S: user_id },
        email: { S: 'p@example.com' },
        topic_arn: { S: 'arn:topic' },
        email_confirmed: { BOOL: false },
        confirm_by: { S: 'code' },
        code_digest: { S: stored.code_digest },
        code_expires_at: { N: String(stored.code_expires_at) },
      },
    });
    dynamoDb.on(UpdateItemCommand).resolves({ Attributes: {} });
    sns.on(ListSubscriptionsByTopicCommand).resolves({ Subscriptions: [{ SubscriptionArn: 'arn:topic:1' }] });
    const result = await confirmContact(proxyEvent({ path, body: '{"code":"777 777"}' }), CONTEXT);
    const log = silence.stop();
    expect([result.statusCode, bodyOf(result)]).toEqual([
      200,
      { user_id, email: 'p@example.com', email_confirmed: true, email_status: 'confirmed' },
    ]);
    const updates = dynamoDb.commandCalls(UpdateItemCommand).map(({ args: [{ input }] }) => input);
    // For the person, for the mailbox and for the code; then it is right, and the first two are given back.
    expect(updates.map(({ TableName }) => TableName)).toEqual([
      ...['limits', 'limits', 'contacts', 'contacts'],
      ...['limits', 'limits'],
    ]);
    expect(updates.map(({ Key }) => Key).slice(0, 2)).toEqual([
      { subject: { S: `guesses#${user_id}` }, window: { S: 'counts#@confirmation' } },
      { subject: { S: expect.stringMatching(/^mailbox-guesses#[\w-]{43}$/) }, window: { S: 'counts' } },
    ]);
    expect(logs.commandCalls(PutLogEventsCommand)[0]?.args[0].input.logEvents?.[0]?.message).toContain(
      '"action":"confirm_contact"',
    );
    expect(log).not.toMatch(/777 ?777|p@example/);
  });

  it.each(['', ' - ', '🙂'])('refuses %j as a code before it counts as a try', async (code) => {
    const result = await confirmContact(proxyEvent({ path, body: JSON.stringify({ code }) }), CONTEXT);
    expect(bodyOf(result)).toMatchObject({ status: 400, errors: [{ field: 'code' }] });
    expect(dynamoDb.calls()).toEqual([]);
  });

  it('does not find an unknown person', async () => {
    dynamoDb.on(GetItemCommand).resolves({});
    const result = await getContact(proxyEvent({ path }), CONTEXT);
    expect(result.statusCode).toBe(404);
    expect(bodyOf(result)).toMatchObject({ code: 'not_found' });
  });

  it('deletes a contact', async () => {
    dynamoDb.on(GetItemCommand).resolves({ Item: { user_id: { S: 'premjeet.sahu' } } });
    dynamoDb.on(DeleteItemCommand).resolves({});
    dynamoDb.on(QueryCommand).resolves({});
    expect((await deleteContact(proxyEvent({ path }), CONTEXT)).statusCode).toBe(204);
  });
});
