/** Notices that the npm that started this process has ended. */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const POLL_MS = 250;

/**
 * Calls back once when the npm that runs this script has ended. Does nothing without npm, when somebody may have put
 * it into the background on purpose, and on Windows, where a process keeps the id of its dead parent.
 */
export function onParentEnd(callback: () => void): void {
  if (process.env.npm_lifecycle_event === undefined || process.platform === 'win32') return;
  const parent = process.ppid;
  let npm: number | undefined;
  behindShell(parent).then(
    (pid) => {
      npm = pid;
    },
    // It may have ended meanwhile, which the timer notices.
    () => undefined,
  );
  const timer = setInterval(() => {
    // An orphan is adopted by another process.
    if (process.ppid === parent && (npm === undefined || isRunning(npm))) return;
    clearInterval(timer);
    callback();
  }, POLL_MS);
  timer.unref();
}

/** npm runs a script with `sh -c`. Some shells stay until the script ends, even if npm has ended. */
async function behindShell(pid: number): Promise<number | undefined> {
  const { parent, command } = await processOf(pid);
  return / -c /.test(command) ? parent : undefined;
}

interface Process {
  readonly parent: number;
  readonly command: string;
}

async function processOf(pid: number): Promise<Process> {
  // Containers often have no ps.
  if (process.platform === 'linux') {
    const [stat, commandLine] = await Promise.all(
      ['stat', 'cmdline'].map((file) => readFile(`/proc/${pid}/${file}`, 'utf8')),
    );
    // "pid (name) state parent …", where the name may hold anything.
    const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ') ?? [];
    return { parent: Number(fields[1]), command: commandLine?.replaceAll('\0', ' ') ?? '' };
  }
  const { stdout } = await promisify(execFile)('ps', ['-o', 'ppid=,args=', '-p', String(pid)]);
  const [, parent, command = ''] = /^\s*(\d+)\s+(.*)/.exec(stdout) ?? [];
  return { parent: Number(parent), command };
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
