/** `npm start` and `npm run example` as people start and stop them. */
import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.ts';
import { isRunning, listeningAddresses, treeOf } from '../support/process-tree.ts';
import { runFolder } from '../support/run-folder.ts';
import { Visitor } from '../support/visitor.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const FREE_PORTS = { PORT: '0', AWS_PORT: '0', ISSUER_PORT: '0' };
const OUTPUT = ['--output', join(runFolder(), 'start')];
/** npm sets npm_execpath when it runs these tests. */
const NPM = process.env.npm_execpath ? [process.execPath, process.env.npm_execpath] : ['npm'];
/** 127.0.0.1 and ::1. */
const LOOPBACK = /^(?:0100007F|00000000000000000000000001000000):/;

let started: ChildProcess[] = [];
afterEach(() => {
  const left = started.filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null);
  started = [];
  for (const { pid = 0 } of left) {
    for (const each of treeOf(pid)) {
      process.kill(each.pid, 'SIGKILL');
    }
  }
});

/** Starts a command, and waits until it has printed `until` or has ended. */
async function run(command: string[], environment: Record<string, string>, until?: string) {
  const [program = '', ...args] = command;
  // In a separate process group, such as a shell creates for each command.
  const child = spawn(program, args, { cwd: ROOT, env: { ...process.env, ...environment }, detached: true });
  started.push(child);
  let said = '';
  const heard = Promise.withResolvers<void>();
  // Not 'exit', which more output may follow.
  const ended = once(child, 'close');
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (text) => {
      said += text;
      if (until && said.includes(until)) {
        heard.resolve();
      }
    });
  }
  await Promise.race([heard.promise, ended]);
  return { child, said: () => said, ended };
}

/** What `npm start` runs, without npm. */
const start = (args: string[], environment: Record<string, string>, until?: string) =>
  run([process.execPath, 'local/main.ts', ...args], environment, until);

const npmStart = (args: string[], until: string) =>
  run([...NPM, 'start', '--', ...args], { ...FREE_PORTS, npm_config_update_notifier: 'false' }, until);

/** The processes that have not ended after a while. */
async function left(pids: readonly number[]): Promise<number[]> {
  await eventually(() => !pids.some(isRunning));
  return pids.filter(isRunning);
}

const pidsOf = (child: ChildProcess): number[] => treeOf(child.pid ?? 0).map(({ pid }) => pid);

/** The process of the local runtime, below npm and its shell. */
function runtimeOf(child: ChildProcess): number {
  const runtime = treeOf(child.pid ?? 0).findLast(({ command }) => /\blocal\/main\.ts/.test(command));
  if (runtime === undefined) {
    throw new Error('The runtime does not run');
  }
  return runtime.pid;
}

describe('npm start', () => {
  it('prints where everything is, listens on this machine only, and ends with npm', async () => {
    const { child, said, ended } = await npmStart([...OUTPUT, '--context', 'brandName=Example'], 'Ready in');
    expect(said()).toMatch(/Page +http:\/\/localhost:\d+\/\n/);
    expect(said()).toMatch(/curl -s -w '\\n' http:\/\/localhost:\d+\/api\/tokens/);
    const pids = pidsOf(child);
    if (process.platform === 'linux') {
      const addresses = listeningAddresses(pids);
      expect(addresses.length).toBeGreaterThanOrEqual(3);
      expect(addresses.filter((address) => !LOOPBACK.test(address))).toEqual([]);
    }
    child.kill('SIGTERM');
    expect(await left(pids)).toEqual([]);
    await ended;
    expect(said()).toContain('Stopping …');
  });

  it.each<[string, (npm: ChildProcess) => void]>([
    ['Ctrl-C', ({ pid = 0 }) => process.kill(-pid, 'SIGINT')],
    ['a closed terminal', ({ pid = 0 }) => process.kill(-pid, 'SIGHUP')],
    ['npm is killed', (npm) => npm.kill('SIGKILL')],
    ['the runtime is killed', (npm) => process.kill(runtimeOf(npm), 'SIGKILL')],
  ])('leaves nothing behind after %s', async (_, stop) => {
    const { child } = await npmStart(OUTPUT, 'Synthesising');
    // npm, the runtime, the guard and the synth; also a shell, unless it replaces itself with its command.
    const synths = () => treeOf(child.pid ?? 0).filter(({ command }) => / synth /.test(command));
    expect(await eventually(() => synths().length >= 2)).toBe(true);
    const pids = pidsOf(child);
    stop(child);
    expect(await left(pids)).toEqual([]);
  });

  it('shuts down cleanly on SIGTERM', async () => {
    const { child, ended, said } = await start(OUTPUT, FREE_PORTS, 'Synthesising');
    child.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
    expect(said()).toContain('Stopping …');
  });

  it('names the port that is in use and the variable that changes it', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const address = other.address();
    const port = typeof address === 'object' && address ? String(address.port) : '';
    try {
      const { said, ended } = await start([], { ...FREE_PORTS, ISSUER_PORT: port });
      expect(await ended).toEqual([1, null]);
      expect(said()).toContain(`Port ${port} is in use. Free it, or set ISSUER_PORT to another port`);
    } finally {
      other.close();
    }
  });

  it('names the configuration key that is wrong', async () => {
    const { said, ended } = await start([...OUTPUT, '--context', 'tokenLifetimeSeconds=1'], FREE_PORTS);
    expect(await ended).toEqual([1, null]);
    expect(said()).toContain('tokenLifetimeSeconds');
  });

  it('explains itself', async () => {
    const { said, ended } = await start(['--help'], {});
    expect(await ended).toEqual([0, null]);
    expect(said()).toContain('--context key=value');
  });
});

describe('npm run example', () => {
  it('starts the finished sign-in app beside the service, and ends with npm', async () => {
    const { child, said } = await run(
      [...NPM, 'run', 'example', '--', ...OUTPUT],
      { ...FREE_PORTS, APP_PORT: '0' },
      'Sign-in app: ',
    );
    const url = /Sign-in app: (\S+)\/\n/.exec(said())?.[1] ?? '';
    const [, user = ''] = /User name +(\S+)/.exec(said()) ?? [];
    const [, password = ''] = /Password +(.+)/.exec(said()) ?? [];
    const visitor = new Visitor(url);
    await visitor.get('/sign-in');
    const { path, text } = await visitor.post('/sign-in', { user, password });
    expect(path).toBe('/code');
    expect(text).toContain('+1••••••0143');
    const pids = pidsOf(child);
    if (process.platform === 'linux') {
      expect(listeningAddresses(pids).filter((address) => !LOOPBACK.test(address))).toEqual([]);
    }
    child.kill('SIGKILL');
    expect(await left(pids)).toEqual([]);
  });

  it('names the apps that there are', async () => {
    const { said, ended } = await run([process.execPath, 'examples/login-app/start.ts', 'bear'], {});
    expect(await ended).toEqual([1, null]);
    expect(said()).toContain('There is no app bear. Choose bare or finished.');
  });
});
