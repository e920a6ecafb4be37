/** What no engine does on demand: faults, unprocessed keys, and the item that fails a condition. */
import {
  BatchGetItemCommand,
  ConditionalCheckFailedException,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { afterEach, describe, expect, it } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { dynamoDbContactStore } from '../../../../handlers/adapters/dynamodb/contact-store.ts';
import { dynamoDbTokenStore } from '../../../../handlers/adapters/dynamodb/token-store.ts';
import { StoreUnavailable } from '../../../../handlers/domain/errors.ts';
import { aToken, NOW_SECONDS } from '../../fixtures.ts';
import { notReached, serviceError } from '../service-errors.ts';

const dynamoDb = mockClient(DynamoDBClient);
const client = new DynamoDBClient({ region: 'eu-west-1' });
const tokens = dynamoDbTokenStore(client, 'tokens', 'issued-tokens');
const key = { user_id: 'premjeet.sahu', purpose: 'login', client_group: 'auth-system' };

afterEach(() => {
  dynamoDb.reset();
});

describe('the token store', () => {
  it('requests the conflicting item and needs no second read when it is returned', async () => {
    dynamoDb.on(UpdateItemCommand).rejects(
      new ConditionalCheckFailedException({
        $metadata: {},
        message: '',
        Item: { user_id: { S: 'premjeet.sahu' }, status: { S: 'used' }, attempts: { N: '2' } },
      }),
    );
    expect(await tokens.countAttempt(key, NOW_SECONDS)).toEqual({
      applied: false,
      existing: { user_id: 'premjeet.sahu', status: 'used', attempts: 2 },
    });
    expect(dynamoDb.calls()).toHaveLength(1);
    expect(dynamoDb.calls()[0]?.args[0].input).toMatchObject({
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });
  });

  it('reads the conflicting item consistently when it is not returned', async () => {
    dynamoDb
      .on(UpdateItemCommand)
      .rejects(new ConditionalCheckFailedException({ $metadata: {}, message: '' }));
    dynamoDb.on(GetItemCommand).resolves({ Item: { status: { S: 'revoked' } } });
    expect(await tokens.countAttempt(key, NOW_SECONDS)).toEqual({
      applied: false,
      existing: { status: 'revoked' },
    });
    expect(dynamoDb.commandCalls(GetItemCommand)[0]?.args[0].input).toMatchObject({ ConsistentRead: true });
  });

  it('retries the unprocessed keys of a batch', async () => {
    const keysOf = (...ids: string[]) =>
      ids.map((id) => ({ user_id: { S: id }, slot: { S: 'auth-system#login' } }));
    dynamoDb
      .on(BatchGetItemCommand)
      .resolvesOnce({
        Responses: { tokens: [{ user_id: { S: 'a' } }] },
        UnprocessedKeys: { tokens: { Keys: keysOf('b') } },
      })
      .resolves({ Responses: { tokens: [{ user_id: { S: 'b' } }] }, UnprocessedKeys: {} });
    const found = await tokens.read(
      ['a', 'b'].map((user_id) => ({ user_id, purpose: 'login', client_group: 'auth-system' })),
      false,
    );
    expect(found.map(({ user_id }) => user_id)).toEqual(['a', 'b']);
    const asked = dynamoDb
      .commandCalls(BatchGetItemCommand)
      .map((call) => call.args[0].input.RequestItems?.tokens?.Keys);
    expect(asked).toEqual([keysOf('a', 'b'), keysOf('b')]);
  });

  it('is unavailable when a batch never completes', async () => {
    const UnprocessedKeys = { tokens: { Keys: [{ user_id: { S: 'a' }, slot: { S: 'auth-system#login' } }] } };
    dynamoDb.on(BatchGetItemCommand).resolves({ UnprocessedKeys });
    await expect(
      tokens.read([{ user_id: 'a', purpose: 'login', client_group: 'auth-system' }], false),
    ).rejects.toThrow(StoreUnavailable);
  });

  it.each([
    ['ProvisionedThroughputExceededException', 400],
    ['ThrottlingException', 400],
    ['RequestLimitExceeded', 400],
    ['InternalServerError', 500],
    ['ServiceUnavailable', 503],
  ])('is unavailable on %s (%i), whatever the call', async (name, status) => {
    dynamoDb.rejects(serviceError(name, status));
    await expect(tokens.put(aToken(), NOW_SECONDS)).rejects.toThrow(StoreUnavailable);
    await expect(tokens.countAttempt(key, NOW_SECONDS)).rejects.toThrow(StoreUnavailable);
    await expect(tokens.revoke(key, NOW_SECONDS)).rejects.toThrow(StoreUnavailable);
    await expect(tokens.tokensOf('a', false)).rejects.toThrow(StoreUnavailable);
    await expect(tokens.newest({ shard: 0, issuedAfter: '', limit: 1 })).rejects.toThrow(StoreUnavailable);
    await expect(dynamoDbContactStore(client, 'contacts').get('a')).rejects.toThrow(StoreUnavailable);
  });

  it('is unavailable when it cannot be reached', async () => {
    dynamoDb.on(PutItemCommand).rejects(notReached('ECONNRESET'));
    await expect(tokens.put(aToken(), NOW_SECONDS)).rejects.toThrow(StoreUnavailable);
  });

  it('rethrows a refusal, which no retry would fix', async () => {
    dynamoDb.on(QueryCommand).rejects(serviceError('AccessDeniedException', 400));
    await expect(tokens.tokensOf('a', false)).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });
});
