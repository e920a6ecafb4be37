/** Finds the processes that a process has started, and the addresses on which they listen. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

export interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
}

/** A process and all its descendants, from the top down. */
export function treeOf(pid: number): Process[] {
  const all = allProcesses();
  const below = (each: Process): Process[] => [
    each,
    ...all.filter(({ parent }) => parent === each.pid).flatMap(below),
  ];
  return all.filter((each) => each.pid === pid).flatMap(below);
}

export function isRunning(pid: number): boolean {
  return allProcesses().some((each) => each.pid === pid);
}

/** All processes except zombies, which have ended but whose parent has not noticed yet. */
function allProcesses(): Process[] {
  if (process.platform === 'linux') {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .flatMap((name) => processOf(Number(name)));
  }
  const lines = execFileSync('ps', ['-axo', 'pid=,ppid=,stat=,args='], { encoding: 'utf8' }).split('\n');
  return lines.flatMap((line) => {
    const [, pid, parent, state, command] = /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(.*)$/.exec(line) ?? [];
    if (command === undefined || state?.startsWith('Z')) {
      return [];
    }
    return [{ pid: Number(pid), parent: Number(parent), command }];
  });
}

function processOf(pid: number): Process[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
    return state === 'Z' ? [] : [{ pid, parent: Number(parent), command }];
  } catch {
    // It ended in the meantime.
    return [];
  }
}

const LISTENS = '0A';

/** Addresses on which processes listen, in Linux's notation (`0100007F:0BB8` is 127.0.0.1:3000). */
export function listeningAddresses(pids: readonly number[]): string[] {
  const sockets = new Set(pids.flatMap(socketsOf));
  return ['tcp', 'tcp6'].flatMap((table) =>
    readFileSync(`/proc/net/${table}`, 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split(/\s+/))
      .filter((fields) => fields[3] === LISTENS && sockets.has(`socket:[${fields[9]}]`))
      .map((fields) => fields[1] ?? ''),
  );
}

function socketsOf(pid: number): string[] {
  const folder = `/proc/${pid}/fd`;
  return readdirSync(folder).flatMap((name) => {
    try {
      return [readlinkSync(`${folder}/${name}`)];
    } catch {
      return [];
    }
  });
}
