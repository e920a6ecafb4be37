/**
 * The engines that replace DynamoDB in tests, with the stack's tables.
 *
 * DynamoDB Local is Amazon's own and needs Java. Without Java its suites are skipped, and say so. All workers
 * share one, in which each has tables of its own, and creates them anew for each suite.
 */
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import {
  CreateTableCommand,
  DeleteTableCommand,
  DynamoDBClient,
  ListTablesCommand,
} from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';
import { inProcessDynamoDb } from './dynamodb-in-process.ts';
import { JAVA, sharedDynamoDbLocal } from './shared-dynamodb.ts';

/** A worker runs one suite at a time. */
const WORKER = process.env.JEST_WORKER_ID;

export const TABLES = {
  tokens: `tokens-${WORKER}`,
  contacts: `contacts-${WORKER}`,
  limits: `limits-${WORKER}`,
  activity: `activity-${WORKER}`,
} as const;
export const LIST_INDEX = 'issued-tokens';

/** DynamoDB Local 3 needs Java 17. */
const MIN_JAVA = 17;
const START_TIMEOUT_MS = 20_000;

export interface Engine {
  readonly name: string;
  /** Why it cannot run here; undefined when it can. */
  readonly unavailable?: string;
  start(): Promise<Database>;
}

export interface Database {
  readonly client: DynamoDBClient;
  readonly endpoint: string;
  close(): Promise<void>;
}

const java = javaMajorVersion();

export const ENGINES: readonly Engine[] = [
  {
    name: 'DynamoDB Local',
    ...(java >= MIN_JAVA ? {} : { unavailable: `needs Java ${MIN_JAVA} or later` }),
    start: startDynamoDbLocal,
  },
  { name: 'dynalite', start: startDynalite },
];

async function startDynamoDbLocal(): Promise<Database> {
  return connect(await sharedDynamoDbLocal(), async () => undefined);
}

async function startDynalite(): Promise<Database> {
  const server = dynalite({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return connect((server.address() as AddressInfo).port, async () => {
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
  });
}

/** dynalite without a server, for tests that make thousands of calls. */
export async function startInProcess(): Promise<Database> {
  const client = await inProcessDynamoDb();
  await createTables(client);
  return { client, endpoint: '', close: async () => client.destroy() };
}

async function connect(port: number, stop: () => Promise<void>): Promise<Database> {
  const endpoint = `http://127.0.0.1:${port}`;
  const client = new DynamoDBClient({
    endpoint,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  const close = async () => {
    client.destroy();
    await stop();
  };
  try {
    await deleteTables(client);
    await createTables(client);
  } catch (error) {
    await close();
    throw error;
  }
  return { client, endpoint, close };
}

/** Deletes what this worker's last suite left. */
async function deleteTables(client: DynamoDBClient): Promise<void> {
  const left = await tablesOnceAnswering(client);
  const own = Object.values(TABLES).filter((name) => left.includes(name));
  await Promise.all(own.map((TableName) => client.send(new DeleteTableCommand({ TableName }))));
}

async function tablesOnceAnswering(client: DynamoDBClient): Promise<readonly string[]> {
  const deadlineMs = Date.now() + START_TIMEOUT_MS;
  for (;;) {
    try {
      const { TableNames = [] } = await client.send(new ListTablesCommand({}));
      return TableNames;
    } catch (error) {
      if (Date.now() > deadlineMs) {
        throw error;
      }
      await wait(100);
    }
  }
}

async function createTables(client: DynamoDBClient): Promise<void> {
  const key = (hash: string, range?: string) => [
    { AttributeName: hash, KeyType: 'HASH' as const },
    ...(range ? [{ AttributeName: range, KeyType: 'RANGE' as const }] : []),
  ];
  const strings = (...names: string[]) =>
    names.map((AttributeName) => ({ AttributeName, AttributeType: 'S' as const }));
  const onDemand = { BillingMode: 'PAY_PER_REQUEST' as const };
  await client.send(
    new CreateTableCommand({
      ...onDemand,
      TableName: TABLES.tokens,
      KeySchema: key('user_id', 'slot'),
      AttributeDefinitions: [
        ...strings('user_id', 'slot', 'issued_at'),
        { AttributeName: 'list_shard', AttributeType: 'N' },
      ],
      GlobalSecondaryIndexes: [
        {
          IndexName: LIST_INDEX,
          KeySchema: key('list_shard', 'issued_at'),
          Projection: { ProjectionType: 'KEYS_ONLY' },
        },
      ],
    }),
  );
  await client.send(
    new CreateTableCommand({
      ...onDemand,
      TableName: TABLES.contacts,
      KeySchema: key('user_id'),
      AttributeDefinitions: strings('user_id'),
    }),
  );
  await client.send(
    new CreateTableCommand({
      ...onDemand,
      TableName: TABLES.limits,
      KeySchema: key('subject', 'window'),
      AttributeDefinitions: strings('subject', 'window'),
    }),
  );
  const byOrder = (hash: string, IndexName: string) => ({
    IndexName,
    KeySchema: key(hash, 'at_entry'),
    Projection: { ProjectionType: 'ALL' as const },
  });
  await client.send(
    new CreateTableCommand({
      ...onDemand,
      TableName: TABLES.activity,
      KeySchema: key('entry_id'),
      AttributeDefinitions: strings(
        ...['entry_id', 'at_entry', 'user_id', 'destination_digest', 'outcome_shard'],
      ),
      GlobalSecondaryIndexes: [
        byOrder('user_id', 'by-person'),
        byOrder('destination_digest', 'by-destination'),
        byOrder('outcome_shard', 'by-time'),
      ],
    }),
  );
}

function javaMajorVersion(): number {
  const { stderr } = spawnSync(JAVA, ['-version'], { encoding: 'utf8' });
  return Number(/version "(\d+)/.exec(stderr ?? '')?.[1] ?? 0);
}
