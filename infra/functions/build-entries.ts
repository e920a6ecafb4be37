/** Bundles the functions from their source: each entry and everything it imports become one file. */
import { createRequire } from 'node:module';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Metafile } from 'esbuild';
import { FUNCTIONS } from '../../handlers/contract/functions.ts';
import { BUNDLE_OPTIONS } from './bundle-options.ts';

export const HANDLERS = fileURLToPath(new URL('../../handlers', import.meta.url));

export interface BuiltEntries {
  /** The bundles by folder and name, such as `steps/persist-token`. */
  readonly bundles: ReadonlyMap<string, Uint8Array>;
  /** Which file of which package is in which bundle. */
  readonly metafile: Metafile;
}

let built: BuiltEntries | undefined;

/**
 * One build for all entries parses their shared modules only once. It runs once per process, because the
 * deployments of one synth differ only in their variables.
 */
export function buildEntries(): BuiltEntries {
  built ??= build();
  return built;
}

function build(): BuiltEntries {
  // Loaded when it is needed, because the package of the construct comes without it.
  const { buildSync }: typeof import('esbuild') = createRequire(import.meta.url)('esbuild');
  const { outputFiles, metafile } = buildSync({
    absWorkingDir: join(HANDLERS, '..'),
    entryPoints: Object.keys(FUNCTIONS).map((folder) => `handlers/${folder}/*.ts`),
    outbase: 'handlers',
    outdir: 'handlers',
    write: false,
    metafile: true,
    ...BUNDLE_OPTIONS,
    logLevel: 'warning',
  });
  const bundles = new Map(
    outputFiles.map(({ path, contents }) => [
      relative(HANDLERS, path).replaceAll('\\', '/').replace(/\.js$/, ''),
      contents,
    ]),
  );
  return { bundles, metafile };
}
