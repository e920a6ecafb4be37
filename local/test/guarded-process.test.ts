import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, describe, expect, it } from '@jest/globals';
import { eventually } from '../../test/support/eventually.ts';
import { isRunning, treeOf } from '../../test/support/process-tree.ts';
import { endGuarded, NOT_FOUND, spawnGuarded } from '../guarded-process.ts';

/** A program that starts a child process and waits. */
const FAMILY = `
  const { spawn } = require('node:child_process');
  spawn(process.execPath, ['-e', 'setInterval(() => {}, 1_000)'], { stdio: 'ignore' });
  console.log('ready');
  setInterval(() => {}, 1_000);
`;
const MODULE = new URL('../guarded-process.ts', import.meta.url).href;
/** A program that starts a guarded family and does not clean up. */
const CARELESS = `
  import { spawnGuarded } from ${JSON.stringify(MODULE)};
  const args = ['-e', ${JSON.stringify(FAMILY)}];
  const guard = spawnGuarded(process.execPath, args, { cwd: process.cwd(), stdout: 'pipe' });
  guard.stdout.pipe(process.stdout);
`;

let pids: number[] = [];
afterEach(() => {
  for (const pid of pids.filter(isRunning)) {
    process.kill(pid, 'SIGKILL');
  }
});

/** The ids of a process and all its descendants, once it reports that it is ready. */
async function family(child: ChildProcess): Promise<number[]> {
  if (child.stdout) {
    await once(child.stdout, 'data');
  }
  pids = treeOf(child.pid ?? 0).map(({ pid }) => pid);
  return pids;
}

async function left(): Promise<number[]> {
  await eventually(() => !pids.some(isRunning));
  return pids.filter(isRunning);
}

describe('a guarded process', () => {
  it('ends on request with everything that it started', async () => {
    const guard = spawnGuarded(process.execPath, ['-e', FAMILY], { cwd: '.', stdout: 'pipe' });
    expect((await family(guard)).length).toBeGreaterThanOrEqual(3);
    await endGuarded(guard);
    expect(await left()).toEqual([]);
    await endGuarded(guard);
  });

  it('ends when the process that started it is killed', async () => {
    const careless = spawn(process.execPath, ['--input-type=module', '--eval', CARELESS]);
    expect((await family(careless)).length).toBeGreaterThanOrEqual(4);
    careless.kill('SIGKILL');
    expect(await left()).toEqual([]);
  });

  it.each([
    [process.execPath, ['-e', 'console.error("why"); process.exit(3)'], 3, 'why\n'],
    ['/nowhere/java', [], NOT_FOUND, 'spawn /nowhere/java ENOENT\n'],
  ])('exits as %s does, and passes on its stderr', async (command, args, code, said) => {
    const guard = spawnGuarded(command, args, { cwd: '.', stdout: 'ignore' });
    let stderr = '';
    guard.stderr?.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    expect(await once(guard, 'close')).toEqual([code, null]);
    expect(stderr).toBe(said);
  });
});
