/**
 * Lays out the package of the construct in a folder, as npm then packs it.
 *
 * Its files have the paths that their sources have in the repository, so that what is found by a relative path there
 * is found here. `prebuilt/` has what a user would otherwise need esbuild and Vite for.
 */
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { PREBUILT_FOLDER } from '../cdk/prebuilt.ts';
import { filesReadAtSynth } from './compile-construct.ts';
import { constructManifest } from './construct-manifest.ts';
import { copyPages } from './copy-pages.ts';
import { NOTICES } from './third-party-notices.ts';

export interface ConstructParts {
  /** The functions' bundles by folder and name, such as `steps/persist-token`. */
  readonly bundles: ReadonlyMap<string, Uint8Array>;
  /** The folder with the built page, with the API reference. */
  readonly page: string;
  /** Writes JavaScript, source maps and types. */
  readonly compile: (folder: string) => void;
}

export function stageConstruct(folder: string, { bundles, page, compile }: ConstructParts): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  compile(folder);
  for (const file of [...filesReadAtSynth(), 'LICENSE', NOTICES]) {
    cpSync(file, join(folder, file));
  }
  const prebuilt = join(folder, PREBUILT_FOLDER);
  for (const [name, code] of bundles) {
    const file = join(prebuilt, `functions/${name}.js`);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, code);
  }
  cpSync(page, join(prebuilt, 'page'), { recursive: true });
  const manifest = constructManifest(JSON.parse(readFileSync('package.json', 'utf8')));
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest, undefined, 2)}\n`);
  copyPages(folder);
}
