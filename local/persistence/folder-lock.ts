/**
 * Allows one server per folder. The operating system locks a file; SQLite takes the lock, because Node has no
 * API for it. Unlike a file with a process id, the lock ends when the process does, even after a crash.
 */
import { chmodSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { StateFolderError } from './state-folder-error.ts';

/** https://www.sqlite.org/rescode.html */
const SQLITE_BUSY = 5;
const SQLITE_NOTADB = 26;

const OWNER_ONLY = 0o600;

/**
 * The locks that are held. The garbage collector would close an unreferenced connection and release its lock.
 */
const held = new Set<DatabaseSync>();

/** @throws {StateFolderError} when another server holds the lock, or the file cannot be written */
export function lockFolder(folder: string, file: string): { release(): void } {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(file, { timeout: 0 });
    database.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
    // SQLite creates it readable by everyone.
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
    return `Another server uses ${folder}. Stop it, or choose another folder.`;
  }
  if (errcode === SQLITE_NOTADB) {
    return `${file} cannot be locked: it is damaged.`;
  }
  return `${file} cannot be locked: ${message}. Choose a writable folder.`;
}
