/**
 * One server per folder. This is the operating system's lock on a file, taken through SQLite because Node has no call
 * for it. Unlike a file with a process id, it ends with the process, however that ends.
 */
import { chmodSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { StateFolderError } from './state-folder-error.ts';

/** https://www.sqlite.org/rescode.html */
const SQLITE_BUSY = 5;
const SQLITE_NOTADB = 26;

const OWNER_ONLY = 0o600;

/** Locks that are held. A connection that nothing refers to is closed by the garbage collector, and its lock goes. */
const held = new Set<DatabaseSync>();

/** @throws {StateFolderError} when another server holds the lock, or the file cannot be written */
export function lockFolder(folder: string, file: string): { release(): void } {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(file, { timeout: 0 });
    database.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
    // SQLite makes it readable for all.
    chmodSync(file, OWNER_ONLY);
  } catch (cause) {
    database?.close();
    throw new StateFolderError(reasonOf(cause as SqliteError, folder, file), { cause });
  }
  const locked = database;
  held.add(locked);
  return {
    release() {
      held.delete(locked);
      locked.close();
    },
  };
}

type SqliteError = Error & { readonly errcode?: number };

function reasonOf({ errcode, message }: SqliteError, folder: string, file: string): string {
  if (errcode === SQLITE_BUSY) {
    return `Another server runs on ${folder}. Stop it, or choose another folder.`;
  }
  if (errcode === SQLITE_NOTADB) {
    return `${file} cannot be locked: it is damaged.`;
  }
  return `${file} cannot be locked: ${message}. Choose a folder that may be written.`;
}
