/**
 * A real headless Chromium, whose only source is the npm registry.
 *
 * Its package unpacks to a fixed name in the temporary folder, which two programs or versions must not share.
 * Each caller therefore sets its own folder, and removes it.
 *
 * The package's default arguments are meant for Lambda and turn web security off. The arguments here keep it
 * on, so that tests see CORS and the content security policy as visitors do.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { chromium } from 'playwright-core';
import { runProgram } from './run-program.ts';

/** For containers, which run as root, where Chromium has no sandbox, and have a small /dev/shm. */
const ARGUMENTS = ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu'];

/**
 * Starts the browser behind the service that it calls. Playwright gives every browser a session of its own, and
 * Linux shares the CPU between sessions first (sched(7), autogroup): on a busy machine, the service and its tests
 * together would get as little as one browser, and miss the service's timeouts.
 */
const behindTheService = (executable: string): string => `\
#!/bin/sh
{ echo 10 > /proc/self/autogroup; } 2> /dev/null
exec nice -n 10 '${executable}' "$@"
`;

/** Unpacks Chromium into the folder. Resolves to the path of the executable. */
export async function unpackChromium(folder: string): Promise<string> {
  mkdirSync(folder, { recursive: true });
  const said = await runProgram('unpack-chromium.ts', { TMPDIR: folder });
  const starter = join(folder, 'start-chromium');
  writeFileSync(starter, behindTheService(said.trim()), { mode: 0o755 });
  return starter;
}

export const launchChromium = (executablePath: string): Promise<Browser> =>
  chromium.launch({ executablePath, args: ARGUMENTS });
