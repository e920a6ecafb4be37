/** The code of a function: one file, which the package brings along and the repository builds. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AssetHashType, DockerImage } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { VARIABLES_FILE } from '../../handlers/contract/environment.ts';
import type { EntryFolder } from '../../handlers/contract/functions.ts';
import { prebuilt } from '../cdk/prebuilt.ts';
import { buildEntries, HANDLERS } from './build-entries.ts';

/**
 * NodejsFunction would do the same through npx, which takes longer to start than all bundles take to build.
 */
export function bundle(folder: EntryFolder, name: string, variables: Readonly<Record<string, string>>): Code {
  const file = JSON.stringify(variables);
  return Code.fromAsset(prebuilt(`functions/${folder}`) ?? join(HANDLERS, folder), {
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      // Never run. CDK identifies a bundle by its folder and these options, so the command must name the
      // bundle.
      command: [name, file],
      image: DockerImage.fromRegistry('never-pulled'),
      local: {
        tryBundle(outputDir: string): boolean {
          writeFileSync(join(outputDir, 'index.js'), codeOf(`${folder}/${name}`));
          if (Object.keys(variables).length > 0) {
            writeFileSync(join(outputDir, VARIABLES_FILE), file);
          }
          return true;
        },
      },
    },
  });
}

function codeOf(entry: string): Uint8Array {
  const file = prebuilt(`functions/${entry}.js`);
  const code = file === undefined ? buildEntries().bundles.get(entry) : readFileSync(file);
  if (code === undefined) {
    throw new Error(`handlers/${entry}.ts was not built`);
  }
  return code;
}
