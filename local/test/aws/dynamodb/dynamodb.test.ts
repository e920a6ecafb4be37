import { spawnSync } from 'node:child_process';
import {
  DescribeTableCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../../../../test/support/eventually.ts';
import { treeOf } from '../../../../test/support/process-tree.ts';
import type { DynamoDb } from '../../../aws/dynamodb/dynamodb.ts';
import { startDynamoDb } from '../../../aws/dynamodb/dynamodb.ts';
import { sweepExpired } from '../../../aws/dynamodb/ttl-sweep.ts';
import { functionResource, TABLE_RESOURCE } from '../../fixtures/cdk-out.ts';
import type { LocalEndpoint } from '../../fixtures/local-endpoint.ts';
import { startLocalEndpoint } from '../../fixtures/local-endpoint.ts';

const CALLER = `exports.handler = async () => {
  const response = await fetch(process.env.AWS_ENDPOINT_URL, {
    method: 'POST',
    headers: {
      'x-amz-target': 'DynamoDB_20120810.Scan',
      authorization: 'AWS4-HMAC-SHA256 Credential=' + process.env.AWS_ACCESS_KEY_ID + '/20260101/x/dynamodb/aws4_request',
    },
    body: '{"TableName":"things"}',
  });
  return response.status;
};`;

const hasJava = spawnSync('java', ['-version']).status === 0;
const engines = hasJava ? (['dynalite', 'dynamodb-local'] as const) : (['dynalite'] as const);
if (!hasJava) {
  process.stderr.write('No Java runtime: DynamoDB Local is not tested.\n');
}

describe.each(engines)('DynamoDB calls with %s', (engine) => {
  let aws: LocalEndpoint;
  let dynamodb: DynamoDBClient;

  beforeAll(async () => {
    aws = await startLocalEndpoint(
      { Things: TABLE_RESOURCE, Caller: functionResource('caller') },
      { caller: { 'index.js': CALLER } },
      { engine, sweepIntervalMs: 100 },
    );
    dynamodb = new DynamoDBClient(aws.client);
  });
  afterEach(() => aws.faults.clear());
  afterAll(() => aws.close());

  const put = (id: string, expirySeconds: number) =>
    dynamodb.send(
      new PutItemCommand({
        TableName: 'things',
        Item: { id: { S: id }, shard: { N: '1' }, expiry_time: { N: String(expirySeconds) } },
      }),
    );
  const has = async (id: string) =>
    (await dynamodb.send(new GetItemCommand({ TableName: 'things', Key: { id: { S: id } } }))).Item !==
    undefined;
  const soon = () => Math.floor(Date.now() / 1000) + 600;

  it('find the tables of the stack, with their indexes', async () => {
    expect(aws.dynamodbEngine).toBe(engine);
    expect(aws.tableNames).toEqual(['things']);
    const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName: 'things' }));
    expect(Table?.TableStatus).toBe('ACTIVE');
    await put('indexed', soon());
    const { Items } = await dynamodb.send(
      new QueryCommand({
        TableName: 'things',
        IndexName: 'by-shard',
        KeyConditionExpression: '#shard = :s',
        ExpressionAttributeNames: { '#shard': 'shard' },
        ExpressionAttributeValues: { ':s': { N: '1' } },
      }),
    );
    expect(Items).toEqual([{ id: { S: 'indexed' }, shard: { N: '1' } }]);
  });

  it('no longer find an expired item, but still find one that has not expired', async () => {
    await put('old', 1);
    await put('new', soon());
    expect(await eventually(async () => !(await has('old')))).toBe(true);
    expect(await has('new')).toBe(true);
  });

  it('fail as DynamoDB does while a fault applies, and work afterwards', async () => {
    const error = 'ProvisionedThroughputExceededException';
    aws.faults.add({ service: 'dynamodb', operation: 'PutItem', error, times: 1 });
    await expect(put('throttled', soon())).rejects.toMatchObject({
      name: error,
      $metadata: expect.objectContaining({ httpStatusCode: 400 }),
    });
    expect(await has('throttled')).toBe(false);
    await put('throttled', soon());
    expect(await has('throttled')).toBe(true);
  });

  it('fail for one function only when a fault names it', async () => {
    aws.faults.add({ service: 'dynamodb', function: 'caller', error: 'InternalServerError', times: 1 });
    await dynamodb.send(new ScanCommand({ TableName: 'things' }));
    const invoke = async () =>
      (
        await fetch(`${aws.url}/2015-03-31/functions/Sample-Caller/invocations`, {
          method: 'POST',
          body: '{}',
        })
      ).json();
    expect([await invoke(), await invoke()]).toEqual([500, 200]);
  });
});

describe('the sweep', () => {
  let dynamodb: DynamoDb;

  beforeAll(async () => {
    dynamodb = await startDynamoDb({ engine: 'dynalite', javaPath: 'java' });
    await dynamodb.call('CreateTable', {
      TableName: 'things',
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
    });
  });
  afterAll(() => dynamodb.close());

  const TABLE = { name: 'things', keyAttributes: ['id'], ttlAttribute: 'expiry_time' };
  const put = (id: string, expiry: string) =>
    dynamodb.call('PutItem', { TableName: 'things', Item: { id: { S: id }, expiry_time: { N: expiry } } });
  const ids = async () => {
    const { Items } = await dynamodb.call('Scan', { TableName: 'things' });
    return (Items as { id: { S: string } }[]).map(({ id }) => id.S).sort();
  };

  it('compares epoch seconds: an item is deleted in the second after its expiry', async () => {
    await put('a', '100');
    await put('b', '101');
    await sweepExpired(dynamodb, TABLE, 100_999);
    expect(await ids()).toEqual(['a', 'b']);
    await sweepExpired(dynamodb, TABLE, 101_000);
    expect(await ids()).toEqual(['b']);
  });

  it('keeps an item that was replaced after the scan', async () => {
    await put('c', '1');
    const replacing = {
      ...dynamodb,
      async call(operation: string, input: unknown) {
        if (operation === 'DeleteItem') {
          await put('c', '9999');
        }
        return dynamodb.call(operation, input);
      },
    };
    await sweepExpired(replacing, TABLE, 50_000);
    expect(await ids()).toContain('c');
  });
});

(hasJava ? describe : describe.skip)('DynamoDB Local', () => {
  it('has telemetry off, allows no other page, and ends when closed', async () => {
    const { close } = await startDynamoDb({ engine: 'dynamodb-local', javaPath: 'java' });
    const java = () => treeOf(process.pid).find(({ command }) => /^java .*DynamoDBLocal\.jar/.test(command));
    const command = java()?.command;
    await close();
    expect(command).toContain('-inMemory -sharedDb -disableTelemetry -cors http://localhost ');
    expect(java()).toBeUndefined();
  });
});

describe('the choice of engine', () => {
  it('is dynalite by default, without a reason', async () => {
    const { dynamodbEngine, engineReason, close } = await startLocalEndpoint({}, {}, { engine: undefined });
    await close();
    expect([dynamodbEngine, engineReason]).toEqual(['dynalite', undefined]);
  });

  it('falls back to dynalite without Java, and says why', async () => {
    const { engine, reason, close } = await startDynamoDb({ engine: 'auto', javaPath: '/nowhere/java' });
    await close();
    expect({ engine, reason }).toEqual({
      engine: 'dynalite',
      reason: 'no Java runtime was found (/nowhere/java)',
    });
  });

  it('falls back when the program exits immediately', async () => {
    const { engine, reason, close } = await startDynamoDb({ engine: 'auto', javaPath: 'false' });
    await close();
    expect({ engine, reason }).toEqual({
      engine: 'dynalite',
      reason: 'DynamoDB Local exited immediately (exit code 1)',
    });
  });

  it('fails when DynamoDB Local is requested by name and cannot start', async () => {
    await expect(startDynamoDb({ engine: 'dynamodb-local', javaPath: '/nowhere/java' })).rejects.toThrow(
      'no Java runtime was found',
    );
  });
});
