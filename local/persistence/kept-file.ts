/** A JSON file that is replaced atomically: if a write fails, the old content stays. */
import { createHash } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { StateFolderError } from './state-folder-error.ts';

/** Increment it when the content changes incompatibly. */
const FORMAT = 1;
/** The files hold codes, secrets and keys. */
const OWNER_ONLY = 0o600;

interface Envelope {
  readonly format: number;
  /** Digest of the value's JSON, to detect a truncated or edited file. */
  readonly sha256: string;
  readonly value: unknown;
}

const digestOf = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('hex');

/**
 * Returns undefined when the file does not exist.
 * @throws {StateFolderError} when it is damaged, or has another format
 */
export function readKept(path: string): unknown {
  const text = readIfThere(path);
  if (text === undefined) {
    return undefined;
  }
  const envelope = parse(text);
  if (typeof envelope?.format === 'number' && envelope.format !== FORMAT) {
    throw new StateFolderError(
      `${path} has format ${envelope.format}, but this version reads format ${FORMAT}. Choose another folder.`,
    );
  }
  if (envelope?.value === undefined || envelope.sha256 !== digestOf(envelope.value)) {
    throw new StateFolderError(
      `${path} is damaged: it was truncated or changed. Restore it, or choose another folder.`,
    );
  }
  return envelope.value;
}

/** Writes a temporary file, flushes it to disk, and renames it over the old one. */
export function writeKept(path: string, value: unknown): void {
  const envelope: Envelope = { format: FORMAT, sha256: digestOf(value), value };
  const next = `${path}.next`;
  const file = openSync(next, 'w', OWNER_ONLY);
  try {
    writeFileSync(file, JSON.stringify(envelope));
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(next, path);
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') {
      return undefined;
    }
    throw new StateFolderError(`${path} cannot be read (${(cause as NodeJS.ErrnoException).code}).`, {
      cause,
    });
  }
}

function parse(text: string): Partial<Envelope> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
