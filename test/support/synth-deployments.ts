/**
 * A program: synthesises every deployment under test.
 *
 * All are written to the same folder, because CDK bundles an asset once per process and folder. The JSON
 * files, which differ between them, are then copied to a folder for each deployment.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { buildEntries } from '../../infra/functions/build-entries.ts';
import { buildStacks } from '../../infra/stacks/build-stacks.ts';
import type { Deployment } from './deployments.ts';
import { assemblies, assemblyOf, builtFunctions, DEPLOYMENTS } from './deployments.ts';

const { context } = JSON.parse(readFileSync('cdk.json', 'utf8'));

const ASSEMBLIES = assemblies();
for (const [name, settings] of Object.entries(DEPLOYMENTS)) {
  const app = new App({
    outdir: ASSEMBLIES,
    // Nobody reads tree.json, and it takes a sixth of the synth.
    treeMetadata: false,
    // With the reference in all of them, or the page would be built twice.
    context: { ...context, 'aws:cdk:enable-path-metadata': true, apiReference: 'true', ...settings },
  });
  buildStacks(app);
  app.synth();
  moveInto(assemblyOf(name as Deployment));
}

const { bundles, metafile } = buildEntries();
for (const [name, code] of bundles) {
  const file = join(builtFunctions(), `${name}.js`);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, code);
}
writeFileSync(join(builtFunctions(), 'metafile.json'), JSON.stringify(metafile));

function moveInto(folder: string): void {
  mkdirSync(folder);
  for (const file of readdirSync(ASSEMBLIES).filter((each) => each.endsWith('.json'))) {
    const text = readFileSync(join(ASSEMBLIES, file), 'utf8');
    const isManifest = file.endsWith('.assets.json');
    writeFileSync(
      join(folder, file),
      isManifest ? text.replaceAll('"path": "asset.', '"path": "../asset.') : text,
    );
  }
}
