/**
 * Loads CommonJS bundles, and keeps V8's compiled code beside what Node keeps of modules, if it keeps any. With it,
 * a bundle loads in a third of the time. Node's own cache has the code as it is after compiling, which is without
 * the functions that V8 compiles when they are first called.
 * https://nodejs.org/api/vm.html#scriptcreatecacheddata
 */
import { hash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire, getCompileCacheDir } from 'node:module';
import { dirname, join } from 'node:path';
import { constants, Script } from 'node:vm';
import { threadId } from 'node:worker_threads';

const BEFORE = '(function (exports, require, module, __filename, __dirname) {';
const AFTER = '\n})';
const FOLDER = 'bundles';

export interface CommonJs {
  readonly exports: Readonly<Record<string, unknown>>;
  /** Keeps the compiled code of all that has run so far, unless there is some already. */
  readonly keepCompiled: () => void;
}

/** Runs a file as a CommonJS module, whatever a package.json above it says. @throws what the file throws */
export function loadCommonJs(file: string): CommonJs {
  const text = readFileSync(file, 'utf8');
  const kept = keptFile(text);
  const cachedData = kept !== undefined && existsSync(kept) ? readFileSync(kept) : undefined;
  const script = new Script(`${BEFORE}${text}${AFTER}`, {
    filename: file,
    columnOffset: -BEFORE.length,
    importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
    ...(cachedData === undefined ? {} : { cachedData }),
  });
  const module = { exports: {} };
  script.runInThisContext()(module.exports, createRequire(file), module, file, dirname(file));
  let isKept = kept === undefined || script.cachedDataRejected === false;
  return {
    exports: module.exports,
    keepCompiled() {
      if (kept !== undefined && !isKept) {
        isKept = true;
        keep(kept, script.createCachedData());
      }
    },
  };
}

/** V8 itself compares only the length of the text. Undefined when Node keeps nothing. */
function keptFile(text: string): string | undefined {
  const cache = getCompileCacheDir();
  return cache === undefined ? undefined : join(cache, FOLDER, hash('sha256', text));
}

/** As with Node's own cache, code that cannot be kept is compiled again next time. */
function keep(file: string, data: Buffer): void {
  const unfinished = `${file}.${process.pid}-${threadId}`;
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(unfinished, data);
    // Renamed, so that a reader never finds an incomplete file.
    renameSync(unfinished, file);
  } catch {
    rmSync(unfinished, { force: true });
  }
}
