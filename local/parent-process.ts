/** Detects that the npm that started this process has ended. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const POLL_MS = 250;

/**
 * Calls back once when the npm that runs this script has ended. Does nothing without npm, because the process
 * may then be in the background on purpose, or on Windows, where a process keeps the id of its dead parent.
 */
export function onParentEnd(callback: () => void): void {
  if (process.env.npm_lifecycle_event === undefined || process.platform === 'win32') {
    return;
  }
  const parent = process.ppid;
  // Read now, because the shell gets another parent once npm has ended.
  const npm = parentOfShell(parent);
  const timer = setInterval(() => {
    if (process.ppid === parent && (npm === undefined || parentOfShell(parent) === npm)) {
      return;
    }
    clearInterval(timer);
    callback();
  }, POLL_MS);
  timer.unref();
}

/**
 * The parent of a shell that runs a script; undefined when the process is no such shell, or has ended. npm
 * runs a script with `sh -c`, and some shells live until the script ends, even after npm has ended.
 */
function parentOfShell(pid: number): number | undefined {
  try {
    const { parent, command } = processOf(pid);
    return /^\S*sh -c /.test(command) ? parent : undefined;
  } catch {
    return undefined;
  }
}

interface Process {
  readonly parent: number;
  readonly command: string;
}

/** @throws when the process has ended */
function processOf(pid: number): Process {
  // Containers often have no ps.
  if (process.platform === 'linux') {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
    // "pid (name) state parent …", where the name may contain anything.
    return { parent: Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]), command };
  }
  const ps = execFileSync('ps', ['-o', 'ppid=,args=', '-p', String(pid)], { encoding: 'utf8' });
  const [, parent, command = ''] = /^\s*(\d+)\s+(.*)/.exec(ps) ?? [];
  return { parent: Number(parent), command };
}
