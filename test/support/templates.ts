/**
 * The templates that tests of infra look at are synthesised while other things go on: the setup of the project
 * begins it, and its environment (templates-environment.cjs), the setup of the whole and the end of the run wait
 * for it.
 */
import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runFolder } from './run-folder.ts';
import { runProgram } from './run-program.ts';

/** Tells the workers, which are other processes, where to find how it went. */
const VARIABLE = 'TEST_TEMPLATES_OUTCOME';

let synthesising: Promise<void> | undefined;

export function beginTemplates(): void {
  const file = join(runFolder(), 'templates-outcome');
  process.env[VARIABLE] = file;
  synthesising = runProgram('synth-templates.ts')
    .then(
      () => '',
      (failure: Error) => failure.message,
    )
    .then((outcome) => {
      // Under its name only when it is whole.
      writeFileSync(`${file}.new`, outcome);
      renameSync(`${file}.new`, file);
    });
}

/** At once when they were not begun. */
export const templatesEnded = async (): Promise<void> => synthesising;
