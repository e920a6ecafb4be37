/** Synthesises the templates of a configuration, without bundling the code or the page. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { buildStacks } from '../../../infra/stacks/build-stacks.ts';
import type { Templates } from './architecture/template.ts';

/** @param settings members of the context's `tokenCourier` that differ from cdk.json */
export function synthesise(settings: Readonly<Record<string, unknown>>): Templates {
  const { context } = JSON.parse(readFileSync('cdk.json', 'utf8'));
  const outdir = mkdtempSync(join(tmpdir(), 'diagrams-'));
  try {
    const app = new App({
      outdir,
      treeMetadata: false,
      context: {
        ...context,
        tokenCourier: { ...context.tokenCourier, ...settings },
        'aws:cdk:bundling-stacks': [],
        'aws:cdk:enable-path-metadata': true,
      },
    });
    const { main, edge, edgeLogs } = buildStacks(app);
    const assembly = app.synth();
    const template = ({ stackName }: { readonly stackName: string }) =>
      assembly.getStackByName(stackName).template;
    return { main: template(main), edge: template(edge), edgeLogs: template(edgeLogs), region: main.region };
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}
