import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  GetItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { dynamoDbCounterStore } from '../../../../handlers/adapters/dynamodb/counter-store.ts';

const SPEND = {
  subject: 'spend',
  limits: [{ window: 3600, limit: 5_000_000 }],
  owner: 'arn:of-this-execution',
  nowSeconds: 1_795_341_600,
  amount: 50_000,
};
const failed = () => new ConditionalCheckFailedException({ message: 'no', $metadata: {} });

describe('a count whose condition failed', () => {
  it('is tried again if the item that is read then has room, and no mark of it', async () => {
    const dynamoDb = mockClient(DynamoDBClient);
    dynamoDb.on(UpdateItemCommand).rejectsOnce(failed()).resolves({ Attributes: {} });
    dynamoDb.on(GetItemCommand).resolves({ Item: { '3600#1795341600': { N: '100000' } } });
    const counters = dynamoDbCounterStore(new DynamoDBClient(), 'limits');
    expect(await counters.count(SPEND)).toMatchObject({ counted: true });
    expect(dynamoDb.commandCalls(UpdateItemCommand)).toHaveLength(2);
  });

  it('is refused after a second try, and at once if a window is full', async () => {
    const dynamoDb = mockClient(DynamoDBClient);
    dynamoDb.on(UpdateItemCommand).rejects(failed());
    dynamoDb.on(GetItemCommand).resolves({ Item: {} });
    const counters = dynamoDbCounterStore(new DynamoDBClient(), 'limits');
    expect(await counters.count(SPEND)).toMatchObject({ counted: false });
    expect(dynamoDb.commandCalls(UpdateItemCommand)).toHaveLength(2);

    dynamoDb.on(GetItemCommand).resolves({ Item: { '3600#1795341600': { N: '4990000' } } });
    expect(await counters.count(SPEND)).toMatchObject({ counted: false });
    expect(dynamoDb.commandCalls(UpdateItemCommand)).toHaveLength(3);
  });
});
