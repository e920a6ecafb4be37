/** POST /tokens/verify and GET /limits with the pumping guard on, on mocked AWS clients. */
import { DynamoDBClient, GetItemCommand, QueryCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { toItem } from '../../handlers/adapters/dynamodb/client.ts';
import { toTokenItem } from '../../handlers/adapters/dynamodb/token-item.ts';
import { deriveKeys, digestToken } from '../../handlers/domain/token/seal-token.ts';
import { namePrefix } from '../../handlers/domain/token/subject-digests.ts';
import { serviceError } from './adapters/service-errors.ts';
import { ENVIRONMENT } from './an-environment.ts';
import { aToken } from './fixtures.ts';
import { bodyOf, CONTEXT, captureLog, proxyEvent } from './invoke.ts';

Object.assign(process.env, ENVIRONMENT, {
  PUMPING_GUARD:
    '{"prefixDigits":3,"spareNumbers":20,"sparePerVerified":1.5,"trickleNumbers":5,"spareDeliveries":300,"knownDays":90}',
  SEND_LIMITS: '{"person":[],"destination":[],"client":[],"deployment":[]}',
});
const { handler: verify } = await import('../../handlers/endpoints/verify-token.ts');
const { handler: readLimits } = await import('../../handlers/endpoints/read-limits.ts');

const dynamoDb = mockClient(DynamoDBClient);
const secrets = mockClient(SecretsManagerClient);
const keys = deriveKeys('v1', 'a secret');
const NAME = namePrefix('+91987', keys);
const sent = aToken({
  status: 'sent',
  attempts: 1,
  number_prefix: `digest-of-number ${NAME} web1 42`,
});
const stored = { ...sent, token_digest: digestToken('123456', sent, keys) };
const verification = JSON.stringify({ user_id: 'premjeet.sahu', token: '123456' });

let silence: ReturnType<typeof captureLog>;
beforeEach(() => {
  silence = captureLog();
  secrets.on(GetSecretValueCommand).resolves({ SecretString: 'a secret', VersionId: 'v1' });
  dynamoDb.on(UpdateItemCommand).resolves({ Attributes: toTokenItem(stored) });
});
afterEach(() => {
  silence.stop();
  dynamoDb.reset();
});

describe('verifying under the guard', () => {
  it('counts the conversion of the prefix and remembers the number, in one write each', async () => {
    expect(bodyOf(await verify(proxyEvent({ body: verification }), CONTEXT))).toMatchObject({
      verified: true,
    });
    const subjects = dynamoDb
      .commandCalls(UpdateItemCommand)
      .filter(({ args: [{ input }] }) => input.TableName === 'limits')
      .map(({ args: [{ input }] }) => input.Key?.subject?.S);
    expect(subjects.sort()).toEqual(['number#digest-of-number', `prefix#${NAME}`]);
  });

  it.each([
    ['counts no conversion of a number whose send was not counted', undefined, ['number#digest-of-number']],
    ['writes nothing for a number with nothing new to note', '-', []],
  ])('%s', async (_, number_prefix, expected) => {
    dynamoDb.on(UpdateItemCommand).resolves({ Attributes: toTokenItem({ ...stored, number_prefix }) });
    expect(bodyOf(await verify(proxyEvent({ body: verification }), CONTEXT))).toMatchObject({
      verified: true,
    });
    const writes = dynamoDb.commandCalls(UpdateItemCommand, { TableName: 'limits' });
    expect(writes.map(({ args: [{ input }] }) => input.Key?.subject?.S)).toEqual(expected);
  });

  it('verifies even when the guard cannot be told', async () => {
    dynamoDb.on(UpdateItemCommand, { TableName: 'limits' }).rejects(serviceError('InternalServerError', 500));
    expect(bodyOf(await verify(proxyEvent({ body: verification }), CONTEXT))).toMatchObject({
      verified: true,
    });
    expect(silence.stop()).toContain('the pumping guard could not be told of a return');
  });
});

describe('GET /limits', () => {
  it('queries one partition for the pauses, never scans, and reads no counters unless asked', async () => {
    dynamoDb.on(QueryCommand).resolves({
      Items: [toItem({ subject: 'pauses', window: NAME, prefix: NAME, paused_until: 4_102_444_800 })],
    });
    dynamoDb.on(GetItemCommand).resolves({});
    const result = await readLimits(proxyEvent({}), CONTEXT);
    expect(bodyOf(result)).toEqual({
      prefixes: [],
      paused: [{ prefix: '+91987', until: '2100-01-01T00:00:00.000Z', key: NAME }],
    });
    // And the one item that says what operators decided.
    expect(dynamoDb.calls()).toHaveLength(2);
  });

  it('names an invalid parameter', async () => {
    const result = await readLimits(proxyEvent({ query: { user_id: '' } }), CONTEXT);
    expect(bodyOf(result)).toMatchObject({ code: 'invalid_request', errors: [{ field: 'user_id' }] });
    expect(dynamoDb.commandCalls(GetItemCommand)).toHaveLength(0);
  });
});
