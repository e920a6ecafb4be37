import { join } from 'node:path';
import { CHROMIUM_VARIABLE } from './browser.ts';
import { unpackChromium } from './chromium.ts';
import { makeRunFolder, runFolder } from './run-folder.ts';
import { runProgram } from './run-program.ts';
import { templatesEnded } from './templates.ts';

export default async (): Promise<void> => {
  makeRunFolder();
  // Every service that a test starts loads the same modules: compiled once, they load in half of the time.
  process.env.NODE_COMPILE_CACHE ??= join(runFolder(), 'compile-cache');
  const [chromium] = await Promise.all([
    // Here and not by whoever is first to want it: two workers would write into one file.
    unpackChromium(join(runFolder(), 'chromium')),
    // The templates of infra are judged by CDK's rules; here they would take longer than all the rest.
    runProgram('synth-deployments.ts', { CDK_VALIDATION: 'false' }),
    // On the other core; a function's 2 s are to be its own.
    templatesEnded(),
  ]);
  process.env[CHROMIUM_VARIABLE] = chromium;
};
