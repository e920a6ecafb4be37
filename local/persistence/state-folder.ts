/**
 * `--persist <folder>`: the state that survives a restart. Only the folder's owner can read it, one server
 * uses it at a time, and it belongs to one stack.
 */
import { chmodSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { lockFolder } from './folder-lock.ts';
import type { Keeper, State } from './keeper.ts';
import { readKept, writeKept } from './kept-file.ts';
import { StateFolderError } from './state-folder-error.ts';

const OWNER_ONLY = 0o700;
const LOCK = 'lock';
const TABLES = 'tables';
const SOON_MS = 200;

export interface Owner {
  readonly stack: string;
  readonly region: string;
  readonly accountId: string;
}

export interface StateFolder extends State {
  readonly path: string;
  readonly tablesFolder: string;
  /** @throws {StateFolderError} when it belongs to another stack */
  claim(owner: Owner): void;
  /** Writes pending state and releases the lock. */
  close(): void;
}

/**
 * Opens a folder, and creates it if necessary. `name` is the display name of the service; a file of that name
 * marks the folder and names the stack that owns it.
 * @throws {StateFolderError} when the folder has other contents, is damaged, or another server uses it
 */
export function openStateFolder(path: string, name = 'CDK Local'): StateFolder {
  const marker = `${name.toLowerCase().replace(/\W+/g, '-')}.json`;
  makeFolder(path);
  refuseForeign(path, name, marker);
  // Before anything is written: keeps others from the engines' files, whatever the modes of those are.
  asUsable(path, () => chmodSync(path, OWNER_ONLY));
  const lock = lockFolder(path, join(path, LOCK));
  const pending = new Map<string, () => void>();
  try {
    makeFolder(join(path, TABLES));
    const owner = readKept(join(path, marker)) as Owner | undefined;
    return {
      path,
      tablesFolder: join(path, TABLES),
      claim(claimed) {
        if (owner === undefined) {
          asUsable(path, () => writeKept(join(path, marker), claimed));
        } else {
          refuseOther(path, owner, claimed);
        }
      },
      keeper: (name, pace) => createKeeper(join(path, `${name}.json`), pace, pending),
      close() {
        for (const write of [...pending.values()]) {
          write();
        }
        lock.release();
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}

function createKeeper<T>(
  file: string,
  pace: 'at-once' | 'soon',
  pending: Map<string, () => void>,
): Keeper<T> {
  return {
    kept: readKept(file) as T | undefined,
    save(current) {
      if (pace === 'at-once') {
        return writeKept(file, current());
      }
      if (pending.has(file)) {
        return;
      }
      const timer = setTimeout(() => pending.get(file)?.(), SOON_MS);
      timer.unref();
      pending.set(file, () => {
        clearTimeout(timer);
        pending.delete(file);
        writeOrSay(file, current());
      });
    },
  };
}

/** No caller waits for a deferred write, so its error is printed to stderr. */
function writeOrSay(file: string, value: unknown): void {
  try {
    writeKept(file, value);
  } catch (error) {
    process.stderr.write(`${file} could not be written: ${error instanceof Error ? error.message : error}\n`);
  }
}

/**
 * One by one: Node's `recursive` loops forever on a file system without room for new folders, such as /proc.
 */
function makeFolder(path: string): void {
  if (existsSync(path)) {
    return;
  }
  const parent = dirname(path);
  if (parent !== path) {
    makeFolder(parent);
  }
  asUsable(path, () => mkdirSync(path, { mode: OWNER_ONLY }));
}

/** @throws {StateFolderError} when the file system refuses the operation on the folder */
function asUsable<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new StateFolderError(`${path} cannot be used as a folder (${code}).`, { cause });
  }
}

function refuseForeign(path: string, name: string, marker: string): void {
  const names = asUsable(path, () => readdirSync(path));
  if (names.includes(marker) || names.every((each) => each === LOCK || each === TABLES)) {
    return;
  }
  throw new StateFolderError(
    `${path} contains files that are not from ${name}. Choose an empty folder or a new one.`,
  );
}

function refuseOther(path: string, owner: Owner, claimed: Owner): void {
  const nameOf = ({ stack, region, accountId }: Owner) => `${stack} in ${region} (account ${accountId})`;
  if (nameOf(owner) === nameOf(claimed)) {
    return;
  }
  throw new StateFolderError(
    `${path} belongs to the stack ${nameOf(owner)}, but this is ${nameOf(claimed)}. Choose another folder.`,
  );
}
