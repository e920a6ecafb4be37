/**
 * One server per folder. This is the operating system's lock on a file, taken through SQLite because Node has no call
 * for it. Unlike a file with a process id, it ends with the process, however that ends.
 */
import { DatabaseSync } from 'node:sqlite';
import { StateFolderError } from './state-folder-error.ts';

/** https://www.sqlite.org/rescode.html#busy */
const SQLITE_BUSY = 5;

/** @throws {StateFolderError} when another server holds the lock */
export function lockFolder(folder: string, file: string): { release(): void } {
  const database = new DatabaseSync(file, { timeout: 0 });
  try {
    database.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
  } catch (cause) {
    database.close();
    const isBusy = (cause as { readonly errcode?: number }).errcode === SQLITE_BUSY;
    const reason = isBusy
      ? `Another server runs on ${folder}. Stop it, or choose another folder.`
      : `${file} cannot be locked: it is damaged.`;
    throw new StateFolderError(reason, { cause });
  }
  return { release: () => database.close() };
}
