/**
 * Child processes that end when this one does, even after SIGKILL or a crash, when Node cannot clean up. A
 * guard process between the two ends the child as soon as its own standard input closes.
 */
import type { ChildProcess, StdioNull, StdioPipe } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const GUARD = fileURLToPath(new URL('guard.ts', import.meta.url));

/** The exit code that a shell gives for a command that does not exist. */
export const NOT_FOUND = 127;

export interface GuardedOptions {
  readonly cwd: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly stdout: StdioPipe | StdioNull;
}

/**
 * Starts a command, with empty standard input, behind a guard. The guard exits with the command's exit code,
 * or with `NOT_FOUND` when the command cannot be started.
 */
export function spawnGuarded(
  command: string,
  args: readonly string[],
  { cwd, env = process.env, stdout }: GuardedOptions,
): ChildProcess {
  return spawn(process.execPath, [GUARD, command, ...args], {
    cwd,
    env,
    // A separate process group can be killed as a whole. Windows has none, and would open a console window.
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
