/** A program: synthesises the templates that tests of infra look at, without bundling code or page. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { buildStacks } from '../../infra/stacks/build-stacks.ts';
import { TEMPLATES, type TemplateName, templatesOf } from './deployments.ts';

const BASE = { region: 'eu-central-1', brandName: 'Example' };

for (const [name, overrides] of Object.entries(TEMPLATES)) {
  const file = templatesOf(name as TemplateName);
  const { main, edge } = buildStacks(
    new App({
      // Without one, CDK makes a temporary folder and leaves it.
      outdir: join(dirname(file), 'assemblies', name),
      context: {
        tokenCourier: { ...BASE, ...overrides },
        'aws:cdk:bundling-stacks': [],
        'aws:cdk:enable-path-metadata': true,
      },
    }),
  );
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(
    file,
    JSON.stringify({ main: Template.fromStack(main).toJSON(), edge: Template.fromStack(edge).toJSON() }),
  );
}
