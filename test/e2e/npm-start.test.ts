import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from '@jest/globals';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const FREE_PORTS = { PORT: '0', AWS_PORT: '0', ISSUER_PORT: '0' };

let started: ChildProcess | undefined;
afterEach(() => {
  if (started?.exitCode === null) started.kill('SIGKILL');
});

/** Runs what `npm start` runs; `until` ends the waiting before the process ends by itself. */
async function start(args: string[], environment: Record<string, string>, until?: string) {
  const child = spawn(process.execPath, ['local/main.ts', ...args], {
    cwd: ROOT,
    env: { ...process.env, ...environment },
  });
  started = child;
  let said = '';
  const heard = Promise.withResolvers<void>();
  const exited = once(child, 'exit');
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (text) => {
      said += text;
      if (until && said.includes(until)) heard.resolve();
    });
  }
  await Promise.race([heard.promise, exited]);
  return { child, said: () => said, exited };
}

describe('npm start', () => {
  it('says where everything is, and ends in good order by Ctrl-C', async () => {
    const { child, said, exited } = await start(
      ['--output', 'cdk.out.test-start', '--context', 'brandName=Example'],
      FREE_PORTS,
      'Ready in',
    );
    expect(said()).toMatch(/Page +http:\/\/localhost:\d+\/\n/);
    expect(said()).toMatch(/curl -i http:\/\/localhost:\d+\/api\/tokens/);
    child.kill('SIGINT');
    expect(await exited).toEqual([0, null]);
  }, 120_000);

  it('names the port that is in use and the variable that changes it', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const address = other.address();
    const port = typeof address === 'object' && address ? String(address.port) : '';
    try {
      const { said, exited } = await start([], { ...FREE_PORTS, ISSUER_PORT: port });
      expect(await exited).toEqual([1, null]);
      expect(said()).toContain(`Port ${port} is in use. Stop what uses it or set ISSUER_PORT to another`);
    } finally {
      other.close();
    }
  });

  it('names the configuration key that is wrong', async () => {
    const { said, exited } = await start(
      ['--output', 'cdk.out.test-start', '--context', 'tokenLifetimeSeconds=1'],
      FREE_PORTS,
    );
    expect(await exited).toEqual([1, null]);
    expect(said()).toContain('tokenLifetimeSeconds');
  }, 30_000);

  it('explains itself', async () => {
    const { said, exited } = await start(['--help'], {});
    expect(await exited).toEqual([0, null]);
    expect(said()).toContain('--context key=value');
  });
});
