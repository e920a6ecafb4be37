/**
 * Synthesises the templates of the infra tests in the background. The setup of the project `infra` starts it.
 * Its environment (templates-environment.cjs), the setup of the project `whole` and the end of the run wait
 * for it.
 */
import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runFolder } from './run-folder.ts';
import { runProgram } from './run-program.ts';

/** The environment variable that tells the workers, which are other processes, where the outcome is. */
const VARIABLE = 'TEST_TEMPLATES_OUTCOME';

let synthesising: Promise<void> | undefined;

export function beginTemplates(): void {
  const file = join(runFolder(), 'templates-outcome');
  process.env[VARIABLE] = file;
  synthesising = runProgram('synth-templates.ts', { CDK_VALIDATION: 'true' })
    .then(
      () => '',
      (failure: Error) => failure.message,
    )
    .then((outcome) => {
      // Renamed, so that a reader never finds an incomplete file.
      writeFileSync(`${file}.new`, outcome);
      renameSync(`${file}.new`, file);
    });
}

/** Resolves at once when the synth was not started. */
export const templatesEnded = async (): Promise<void> => synthesising;
