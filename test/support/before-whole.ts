import { join } from 'node:path';
import { CHROMIUM_VARIABLE } from './browser.ts';
import { unpackChromium } from './chromium.ts';
import { makeRunFolder, runFolder } from './run-folder.ts';
import { runProgram } from './run-program.ts';

export default async (): Promise<void> => {
  makeRunFolder();
  const [chromium] = await Promise.all([
    // Here and not by whoever is first to want it: two workers would write into one file.
    unpackChromium(join(runFolder(), 'chromium')),
    runProgram('synth-deployments.ts'),
  ]);
  process.env[CHROMIUM_VARIABLE] = chromium;
};
