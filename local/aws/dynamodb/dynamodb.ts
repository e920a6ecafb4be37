/**
 * The engine behind the DynamoDB calls: dynalite in this process, or Amazon's DynamoDB Local, which is closer
 * to DynamoDB but needs a Java runtime and listens on every interface.
 */
import type { State } from '../../persistence/keeper.ts';
import { IN_MEMORY } from '../../persistence/keeper.ts';
import { StateFolderError } from '../../persistence/state-folder-error.ts';
import type { DynamoDbBackend, DynamoDbEngine } from './backend.ts';
import { createDynaliteBackend } from './dynalite-backend.ts';
import { createDynamoDbLocalBackend } from './dynamodb-local.ts';
import type { DynamoDbWire } from './wire.ts';
import { createDynamoDbWire } from './wire.ts';

export interface DynamoDb extends DynamoDbWire {
  readonly engine: DynamoDbEngine;
  /** Why dynalite runs instead of the preferred DynamoDB Local, worded for people. */
  readonly reason?: string;
  close(): Promise<void>;
}

export interface DynamoDbOptions {
  readonly engine: 'auto' | DynamoDbEngine;
  /** Command or path of a Java runtime, 17 or later. */
  readonly javaPath: string;
  /** Default: the tables are in memory. */
  readonly state?: State;
}

/**
 * Starts the requested engine; `auto` tries DynamoDB Local, falls back to dynalite and says why. Neither
 * engine can read the other's files, so with kept tables, `auto` means the engine that created them.
 * @throws when `dynamodb-local` is requested and does not start
 * @throws {StateFolderError} when another engine created the kept tables, or that engine does not start
 */
export async function startDynamoDb(options: DynamoDbOptions): Promise<DynamoDb> {
  const { state = IN_MEMORY, engine } = options;
  const folder = state.tablesFolder;
  const { kept, save } = state.keeper<DynamoDbEngine>('engine', 'at-once');
  if (kept !== undefined && engine !== 'auto' && engine !== kept) {
    throw new StateFolderError(
      `${kept} created the tables in ${folder}. Start with --engine ${kept}, or choose another folder.`,
    );
  }
  try {
    const dynamodb = await startEngine({ ...options, engine: kept ?? engine }, folder);
    save(() => dynamodb.engine);
    return dynamodb;
  } catch (cause) {
    if (kept === undefined || !(cause instanceof Error) || cause instanceof StateFolderError) {
      throw cause;
    }
    throw new StateFolderError(`${kept} created the tables in ${folder}, but ${cause.message}.`, { cause });
  }
}

async function startEngine(
  { engine, javaPath }: DynamoDbOptions,
  folder: string | undefined,
): Promise<DynamoDb> {
  if (engine === 'dynalite') {
    return connect(await createDynaliteBackend(folder));
  }
  try {
    return connect(await createDynamoDbLocalBackend(javaPath, folder));
  } catch (error) {
    if (engine === 'dynamodb-local' || !(error instanceof Error)) {
      throw error;
    }
    return connect(await createDynaliteBackend(folder), error.message);
  }
}

function connect(backend: DynamoDbBackend, reason?: string): DynamoDb {
  return {
    engine: backend.engine,
    ...(reason === undefined ? {} : { reason }),
    ...createDynamoDbWire(backend),
    close: backend.close,
  };
}
