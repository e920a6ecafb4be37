import { join } from 'node:path';
import { writeApiDocument } from './api-document-file.ts';
import { CHROMIUM_VARIABLE } from './browser.ts';
import { unpackChromium } from './chromium.ts';
import { makeRunFolder, runFolder } from './run-folder.ts';
import { runProgram } from './run-program.ts';
import { templatesEnded } from './templates.ts';

export default async (): Promise<void> => {
  makeRunFolder();
  // Every service that a test starts loads the same modules. A compile cache halves the time.
  process.env.NODE_COMPILE_CACHE ??= join(runFolder(), 'compile-cache');
  // For esbuild, which is a Go program and bundles all functions at every synth. It collects garbage so often that
  // this takes a third of its time.
  process.env.GOGC ??= '400';
  const [chromium] = await Promise.all([
    // Here and not on first use, because two workers would write to the same file.
    unpackChromium(join(runFolder(), 'chromium')),
    // The infra tests already run CDK's validation; here it would take longer than everything else.
    runProgram('synth-deployments.ts', { CDK_VALIDATION: 'false' }),
    // Their synth runs on the other core. It must end first, because functions have a timeout of only 2 s.
    templatesEnded(),
    writeApiDocument(),
  ]);
  process.env[CHROMIUM_VARIABLE] = chromium;
};
