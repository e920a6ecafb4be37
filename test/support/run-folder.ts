/**
 * The folder for what a test run builds before the tests, separate for each run: `cdk.out.test/<process>`.
 *
 * It is inside the project, like cdk.out, and is removed when the run ends. The next run removes the folders
 * of runs that were killed.
 */
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const RUNS = fileURLToPath(new URL('../../cdk.out.test', import.meta.url));
/** The environment variable with its path. Jest's workers inherit it from the process that runs the setup. */
const VARIABLE = 'TEST_RUN_FOLDER';

/** The folder's absolute path. @throws outside a test run */
export function runFolder(): string {
  const folder = process.env[VARIABLE];
  if (folder === undefined) {
    throw new Error('There is no folder for this test run');
  }
  return folder;
}

/** Creates the folder. Each Jest project that needs it calls this, and they share it. */
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
  // CDK leaves a temporary folder for every app that a worker synthesises. These go with the run's folder.
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
