/** A program that runs a command until the command ends or standard input closes; see guarded-process.ts. */
import { spawn } from 'node:child_process';
import { NOT_FOUND } from './guarded-process.ts';

const [command = '', ...args] = process.argv.slice(2);
const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'], windowsHide: true });

child.once('error', ({ message }) => {
  process.stderr.write(`${message}\n`);
  process.exit(NOT_FOUND);
});
child.once('exit', (code) => process.exit(code ?? 1));
process.stdin.once('close', end).resume();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, end);
}

function end(): void {
  if (process.platform === 'win32') {
    child.kill();
    process.exit(1);
  }
  // Kills the whole process group, including this process.
  process.kill(0, 'SIGKILL');
}
