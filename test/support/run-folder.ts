/**
 * What one run of the tests builds before it starts, apart from every other run's: `cdk.out.test/<process>`.
 *
 * It is inside the project, as its bundles are, and goes when the run ends. Folders of runs that were killed
 * go when the next one starts.
 */
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const RUNS = fileURLToPath(new URL('../../cdk.out.test', import.meta.url));
/** Jest's workers inherit it from the process that runs the setup. */
const VARIABLE = 'TEST_RUN_FOLDER';

/** Absolute. @throws outside of a run of the tests */
export function runFolder(): string {
  const folder = process.env[VARIABLE];
  if (folder === undefined) {
    throw new Error('Nothing has made a folder for this run of the tests');
  }
  return folder;
}

/** Once for every project that needs it; they share one. */
export function makeRunFolder(): void {
  mkdirSync(RUNS, { recursive: true });
  for (const name of readdirSync(RUNS)) {
    if (!isRunning(Number(name))) {
      rmSync(join(RUNS, name), { recursive: true, force: true });
    }
  }
  const folder = join(RUNS, String(process.pid));
  const temporary = join(folder, 'tmp');
  mkdirSync(temporary, { recursive: true });
  process.env[VARIABLE] = folder;
  // CDK leaves a folder for every app that a worker synthesises: they go with the run.
  process.env.TMPDIR = temporary;
}

export function removeRunFolder(): void {
  rmSync(runFolder(), { recursive: true, force: true });
}

function isRunning(pid: number): boolean {
  if (!Number.isInteger(pid)) {
    return false;
  }
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
