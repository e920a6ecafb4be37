/**
 * Child processes that end with this one, however it ends: Node can clean up after a signal, but not after SIGKILL or
 * a crash. A guard between the two notices that its standard input closes.
 */
import type { ChildProcess, StdioNull, StdioPipe } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const GUARD = fileURLToPath(new URL('guard.ts', import.meta.url));

/** The exit code of a shell for a program that does not exist. */
export const NOT_FOUND = 127;

export interface GuardedOptions {
  readonly cwd: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly stdout: StdioPipe | StdioNull;
}

/** Exits as the command does; with `NOT_FOUND` when it cannot be started. Its standard input is empty. */
export function spawnGuarded(
  command: string,
  args: readonly string[],
  { cwd, env = process.env, stdout }: GuardedOptions,
): ChildProcess {
  return spawn(process.execPath, [GUARD, command, ...args], {
    cwd,
    env,
    // A separate process group, which can be ended as a whole. Windows has no groups, and would open a window.
    detached: process.platform !== 'win32',
    windowsHide: true,
    stdio: ['pipe', stdout, 'pipe'],
  });
}

/** Ends the command and everything that it started. */
export async function endGuarded(guard: ChildProcess): Promise<void> {
  if (guard.pid === undefined || guard.exitCode !== null || guard.signalCode !== null) {
    return;
  }
  const ended = once(guard, 'exit');
  guard.stdin?.end();
  await ended;
}
