/**
 * A real headless Chromium, from the npm registry alone.
 *
 * Its package unpacks into the folder for temporary files under a fixed name, which two programs or versions must not
 * share: each caller sets its own folder, and removes it.
 *
 * The package's own arguments are made for Lambda and turn web security off; these keep it on, so that
 * CORS and the content security policy are tested as a visitor meets them.
 */
import { mkdirSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { chromium } from 'playwright-core';
import { runProgram } from './run-program.ts';

/** Containers run as root, where Chromium has no sandbox, and with a small /dev/shm. */
const ARGUMENTS = ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu'];

/** Where the program is then. */
export async function unpackChromium(folder: string): Promise<string> {
  mkdirSync(folder, { recursive: true });
  const said = await runProgram('unpack-chromium.ts', { TMPDIR: folder });
  return said.trim();
}

export const launchChromium = (executablePath: string): Promise<Browser> =>
  chromium.launch({ executablePath, args: ARGUMENTS });
