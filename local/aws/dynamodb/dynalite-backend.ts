/**
 * dynalite's engine, without its server: nothing but this process reaches it, and a call costs no connection.
 * The checks before the engine's own are those of the server (dynalite/index.js).
 */
import { randomUUID } from 'node:crypto';
import { createRequire } from 'node:module';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { promisify } from 'node:util';
import { crc32 } from 'node:zlib';
import type { Store } from 'dynalite/db/index.js';
import { create } from 'dynalite/db/index.js';
import { checkTypes, checkValidations, toLowerFirst } from 'dynalite/validations/index.js';
import { damagedTables, StateFolderError } from '../../persistence/state-folder-error.ts';
import type { DynamoDbAnswer, DynamoDbBackend } from './backend.ts';

/** The server's limit. */
const MAX_BODY_BYTES = 16 * 1024 * 1024;
const OPERATION = /^[A-Z][A-Za-z]+$/;

interface Operation {
  readonly types: object;
  readonly custom?: (input: object) => string | undefined;
  readonly act: (store: Store, input: object) => Promise<object | undefined>;
}

/** What the engine throws to refuse a call. */
interface Refusal {
  readonly statusCode: number;
  readonly body: object;
}

const require = createRequire(import.meta.url);
const operations = new Map<string, Operation | undefined>();

/** Opens an engine, in memory unless a folder is given. @throws {StateFolderError} when its files are damaged */
export async function createDynaliteBackend(folder?: string): Promise<DynamoDbBackend> {
  const store = create({
    createTableMs: 0,
    deleteTableMs: 0,
    updateTableMs: 0,
    ...(folder === undefined ? {} : { path: folder }),
  });
  if (folder !== undefined) {
    await open(store, folder);
  }
  return {
    engine: 'dynalite',
    async send(operation, body) {
      try {
        return answer(200, await run(store, operation, body));
      } catch (error) {
        if (isRefusal(error)) {
          return answer(error.statusCode, error.body);
        }
        throw error;
      }
    },
    close: () =>
      new Promise((resolve, reject) => {
        store.lifecycleManager.gracefulClose((error) => (error ? reject(error) : resolve()));
      }),
  };
}

async function open({ db }: Store, folder: string): Promise<void> {
  try {
    await db.open();
  } catch (cause) {
    throw new StateFolderError(damagedTables(folder), { cause });
  }
}

async function run(store: Store, name: string, body: Buffer): Promise<object> {
  if (body.length > MAX_BODY_BYTES) {
    throw refusal('SerializationException', 413);
  }
  const input = parse(body);
  const operation = operationOf(name);
  if (operation === undefined) {
    throw refusal('UnknownOperationException');
  }
  const checked = checkTypes(input, operation.types);
  checkValidations(checked, operation.types, operation.custom, store);
  const output = (await operation.act(store, checked)) ?? {};
  if (name === 'CreateTable') {
    await becomesActive(store, checked);
  }
  return output;
}

/** The engine answers before a table is ready, even if that takes no time. */
async function becomesActive(store: Store, { TableName }: { readonly TableName?: string }): Promise<void> {
  const describe = operationOf('DescribeTable');
  let status: unknown;
  while (status !== 'ACTIVE') {
    await nextTurn();
    const output = (await describe?.act(store, { TableName })) as { readonly Table: { TableStatus: string } };
    status = output.Table.TableStatus;
  }
}

function parse(body: Buffer): object {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    throw refusal('SerializationException');
  }
}

/** Loaded when it is first called, because most of dynalite's are never. Undefined: dynalite lacks it. */
function operationOf(name: string): Operation | undefined {
  if (!operations.has(name)) {
    operations.set(name, OPERATION.test(name) ? load(toLowerFirst(name)) : undefined);
  }
  return operations.get(name);
}

function load(file: string): Operation | undefined {
  try {
    const { types, custom } = require(`dynalite/validations/${file}.js`);
    return { types, custom, act: promisify(require(`dynalite/actions/${file}.js`)) };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'MODULE_NOT_FOUND') {
      return undefined;
    }
    throw error;
  }
}

const refusal = (error: string, statusCode = 400): Refusal => ({
  statusCode,
  body: { __type: `com.amazon.coral.service#${error}` },
});

const isRefusal = (error: unknown): error is Refusal =>
  typeof error === 'object' && error !== null && 'statusCode' in error && 'body' in error;

function answer(status: number, output: object): DynamoDbAnswer {
  const body = Buffer.from(JSON.stringify(output));
  const headers = {
    'content-type': 'application/x-amz-json-1.0',
    'x-amz-crc32': String(crc32(body)),
    'x-amzn-requestid': randomUUID(),
  };
  return { status, headers, body };
}
