/** Bundles a function: its entry and everything it imports become one file. */
import { writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AssetHashType, DockerImage } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { buildSync } from 'esbuild';
import { VARIABLES_FILE } from '../../handlers/contract/environment.ts';
import type { EntryFolder } from '../../handlers/contract/functions.ts';
import { FUNCTIONS } from '../../handlers/contract/functions.ts';
import { BUNDLE_OPTIONS } from './bundle-options.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const HANDLERS = 'handlers';

/**
 * NodejsFunction would do the same through npx, which takes longer to start than all bundles take to build.
 */
export function bundle(folder: EntryFolder, name: string, variables: Readonly<Record<string, string>>): Code {
  const file = JSON.stringify(variables);
  return Code.fromAsset(`${ROOT}${HANDLERS}/${folder}`, {
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      // Never run. CDK identifies a bundle by its folder and these options, so the command must name the
      // bundle.
      command: [name, file],
      image: DockerImage.fromRegistry('never-pulled'),
      local: {
        tryBundle(outputDir: string): boolean {
          writeFileSync(join(outputDir, 'index.js'), compiled(`${folder}/${name}`));
          if (Object.keys(variables).length > 0) {
            writeFileSync(join(outputDir, VARIABLES_FILE), file);
          }
          return true;
        },
      },
    },
  });
}

let builtEntries: ReadonlyMap<string, Uint8Array> | undefined;

/**
 * One build for all entries parses their shared modules only once. It runs once per process, because the
 * deployments of one synth differ only in their variables.
 */
function compiled(entry: string): Uint8Array {
  builtEntries ??= buildEntries();
  const code = builtEntries.get(entry);
  if (code === undefined) {
    throw new Error(`${HANDLERS}/${entry}.ts was not built`);
  }
  return code;
}

/** The bundles by folder and name, such as `steps/persist-token`. */
function buildEntries(): ReadonlyMap<string, Uint8Array> {
  const { outputFiles } = buildSync({
    absWorkingDir: ROOT,
    entryPoints: Object.keys(FUNCTIONS).map((folder) => `${HANDLERS}/${folder}/*.ts`),
    outbase: HANDLERS,
    outdir: HANDLERS,
    write: false,
    ...BUNDLE_OPTIONS,
    logLevel: 'warning',
  });
  const root = join(ROOT, HANDLERS);
  return new Map(
    outputFiles.map(({ path, contents }) => [
      relative(root, path).replaceAll('\\', '/').replace(/\.js$/, ''),
      contents,
    ]),
  );
}
