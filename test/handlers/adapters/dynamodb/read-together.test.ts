/** Batched reads, against a server that leaves keys unprocessed and fails when a test says so. */
import type { Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { readTogether } from '../../../../handlers/adapters/dynamodb/read-together.ts';

type Answer = { readonly status?: number; readonly body: object };

describe('concurrent reads', () => {
  let server: Server;
  let client: DynamoDBClient;
  let calls: { readonly operation: string; readonly input: Record<string, unknown> }[] = [];
  let batch: Answer = { body: {} };

  beforeAll(async () => {
    server = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) {
        chunks.push(chunk as Buffer);
      }
      const operation = String(request.headers['x-amz-target']).split('.')[1] ?? '';
      const input = JSON.parse(Buffer.concat(chunks).toString('utf8'));
      calls.push({ operation, input });
      const alone = { body: { Item: { ...input.Key, alone: { BOOL: true } } } };
      const { status = 200, body }: Answer = operation === 'BatchGetItem' ? batch : alone;
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify(body));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    client = readTogether(
      new DynamoDBClient({
        endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
        region: 'eu-west-1',
        credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
        maxAttempts: 1,
      }),
    );
  });
  afterAll(async () => {
    client.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  beforeEach(() => {
    calls = [];
  });

  const read = async (table: string, id: string, more: object = { ConsistentRead: true }) => {
    const command = new GetItemCommand({ TableName: table, Key: { id: { S: id } }, ...more });
    return (await client.send(command)).Item;
  };
  const item = (id: string) => ({ id: { S: id }, of: { S: 'batch' } });

  it('share one call, and each gets its own item or none', async () => {
    batch = { body: { Responses: { a: [item('2'), item('1')], b: [item('1')] } } };
    const items = await Promise.all([
      read('a', '1'),
      read('b', '1'),
      read('a', '2'),
      read('b', '9'),
      read('a', '1'),
    ]);
    expect(items).toEqual([item('1'), item('1'), item('2'), undefined, item('1')]);
    expect(calls).toEqual([
      {
        operation: 'BatchGetItem',
        input: {
          RequestItems: {
            // An item that two reads need is requested once.
            a: { Keys: [{ id: { S: '1' } }, { id: { S: '2' } }], ConsistentRead: true },
            b: { Keys: [{ id: { S: '1' } }, { id: { S: '9' } }], ConsistentRead: true },
          },
        },
      },
    ]);
  });

  it('are repeated alone when the batch leaves them unprocessed', async () => {
    batch = {
      body: { Responses: { a: [item('1')] }, UnprocessedKeys: { a: { Keys: [{ id: { S: '2' } }] } } },
    };
    const [one, two] = await Promise.all([read('a', '1'), read('a', '2')]);
    expect(one).toEqual(item('1'));
    expect(two).toEqual({ id: { S: '2' }, alone: { BOOL: true } });
  });

  it('all fail with the error of the batch', async () => {
    batch = { status: 400, body: { __type: 'com.amazonaws.dynamodb.v20120810#ThrottlingException' } };
    const results = await Promise.allSettled([read('a', '1'), read('a', '2')]);
    expect(results.map((each) => each.status === 'rejected' && each.reason.name)).toEqual([
      'ThrottlingException',
      'ThrottlingException',
    ]);
  });

  it('are not batched: a single read, a projection, and one that need not be consistent', async () => {
    await read('a', '1');
    await Promise.all([
      read('a', '1', { ConsistentRead: true, ProjectionExpression: 'id' }),
      read('a', '2', {}),
    ]);
    expect(calls.map(({ operation }) => operation)).toEqual(['GetItem', 'GetItem', 'GetItem']);
  });
});
