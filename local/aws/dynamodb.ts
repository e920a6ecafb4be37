/**
 * The store behind the DynamoDB calls: dynalite in this process or Amazon's DynamoDB Local, which is closer
 * to DynamoDB but needs a Java runtime and listens on every interface.
 */
import type { DynamoDbBackend, DynamoDbEngine } from './dynamodb-backend.ts';
import { createDynaliteBackend } from './dynamodb-dynalite.ts';
import { createDynamoDbLocalBackend } from './dynamodb-local.ts';
import type { DynamoDbWire } from './dynamodb-wire.ts';
import { createDynamoDbWire } from './dynamodb-wire.ts';

export interface DynamoDb extends DynamoDbWire {
  readonly engine: DynamoDbEngine;
  /** Why it is not DynamoDB Local, which was wanted. For people to read. */
  readonly reason?: string;
  close(): Promise<void>;
}

export interface DynamoDbOptions {
  readonly engine: 'auto' | DynamoDbEngine;
  /** Command or path of a Java 17+ runtime. */
  readonly javaPath: string;
}

/**
 * Starts the engine that was asked for; `auto` falls back to dynalite and says why.
 * @throws when `dynamodb-local` was asked for and does not start
 */
export async function startDynamoDb({ engine, javaPath }: DynamoDbOptions): Promise<DynamoDb> {
  if (engine === 'dynalite') return connect(await createDynaliteBackend());
  try {
    return connect(await createDynamoDbLocalBackend(javaPath));
  } catch (error) {
    if (engine === 'dynamodb-local' || !(error instanceof Error)) throw error;
    return connect(await createDynaliteBackend(), error.message);
  }
}

function connect(backend: DynamoDbBackend, reason?: string): DynamoDb {
  const wire = createDynamoDbWire(backend.port);
  return {
    engine: backend.engine,
    ...(reason === undefined ? {} : { reason }),
    send: wire.send,
    call: wire.call,
    async close() {
      wire.close();
      await backend.close();
    },
  };
}
