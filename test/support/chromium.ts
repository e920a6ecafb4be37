/**
 * A real headless Chromium, whose only source is the npm registry.
 *
 * Its package unpacks to a fixed name in the temporary folder, which two programs or versions must not share.
 * Each caller therefore sets its own folder, and removes it.
 *
 * The package's default arguments are meant for Lambda and turn web security off. The arguments here keep it
 * on, so that tests see CORS and the content security policy as visitors do.
 */
import { mkdirSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { chromium } from 'playwright-core';
import { runProgram } from './run-program.ts';

/** For containers, which run as root, where Chromium has no sandbox, and have a small /dev/shm. */
const ARGUMENTS = ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu'];

/** Unpacks Chromium into the folder. Resolves to the path of the executable. */
export async function unpackChromium(folder: string): Promise<string> {
  mkdirSync(folder, { recursive: true });
  const said = await runProgram('unpack-chromium.ts', { TMPDIR: folder });
  return said.trim();
}

export const launchChromium = (executablePath: string): Promise<Browser> =>
  chromium.launch({ executablePath, args: ARGUMENTS });
