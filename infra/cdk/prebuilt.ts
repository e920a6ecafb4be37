/**
 * What the package brings along already built: the functions and the page. Whoever installs it then needs neither
 * esbuild nor Vite. The repository has no such folder, so there both are built at every synth.
 */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const PREBUILT_FOLDER = 'prebuilt';

/** The path of what is built, such as `functions/steps`. Undefined where it has to be built first. */
export function prebuilt(name: string): string | undefined {
  const path = fileURLToPath(new URL(`../../${PREBUILT_FOLDER}/${name}`, import.meta.url));
  return existsSync(path) ? path : undefined;
}
