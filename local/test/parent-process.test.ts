import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { eventually } from '../../test/support/eventually.ts';
import { isRunning, treeOf } from '../../test/support/process-tree.ts';

const MODULE = new URL('../parent-process.ts', import.meta.url).href;
/** A script for npm to run: prints its id and its parent's, and ends when npm does. */
const SCRIPT = `
  import { onParentEnd } from ${JSON.stringify(MODULE)};
  setInterval(() => {}, 1_000);
  onParentEnd(() => process.exit());
  console.log(process.pid, process.ppid);
`;
/** Runs a script in a shell that outlives npm, as npm does where the shell is dash. */
const NPM = `
  process.title = 'npm start';
  const { spawn } = require('node:child_process');
  const env = { ...process.env, npm_lifecycle_event: 'start', npm_config_user_agent: 'npm/11.6.2 node/v24.11.1' };
  const run = '"$0" --input-type=module --eval "$1"; exit $?';
  spawn('sh', ['-c', run, process.execPath, process.argv[1]], { env, stdio: 'inherit' });
`;

let top = 0;
let pids: number[] = [];
afterEach(() => {
  for (const pid of [top, ...pids].filter(isRunning)) {
    process.kill(pid, 'SIGKILL');
  }
});

/**
 * Starts npm under a shell, or under a process that never reaps its children, where a dead npm stays a
 * zombie.
 */
async function startNpm(isWaitedFor: boolean): Promise<number> {
  const shell = isWaitedFor ? '"$@"; exit $?' : '"$@" & exec sleep 120';
  const child = spawn('sh', ['-c', shell, 'sh', process.execPath, '--eval', NPM, SCRIPT]);
  top = child.pid ?? 0;
  const [said] = await once(child.stdout.setEncoding('utf8'), 'data');
  const [pid = 0, parent = 0] = String(said).trim().split(' ').map(Number);
  pids = [pid, parent];
  const npm = treeOf(top).find(({ command }) => command.startsWith('npm start'));
  return npm?.pid ?? 0;
}

describe('the end of npm', () => {
  it.each([
    ['when its parent waits for it', true],
    ['when nobody waits for it', false],
  ])('ends the script, %s', async (_, isWaitedFor) => {
    process.kill(await startNpm(isWaitedFor), 'SIGKILL');
    await eventually(() => !pids.some(isRunning));
    expect(pids.filter(isRunning)).toEqual([]);
  });

  it('is not detected while npm runs', async () => {
    await startNpm(true);
    await pause(1_000);
    expect(pids.filter(isRunning)).toEqual(pids);
  });
});
