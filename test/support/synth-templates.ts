/** A program: synthesises the templates that tests of infra look at, without bundling code or page. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { buildStacks } from '../../infra/stacks/build-stacks.ts';
import { TEMPLATES, type TemplateName, templatesOf } from './deployments.ts';

const { context } = JSON.parse(readFileSync('cdk.json', 'utf8'));
const BASE = { region: 'eu-central-1', brandName: 'Example' };

for (const [name, overrides] of Object.entries(TEMPLATES)) {
  const { main, edge } = buildStacks(
    new App({
      context: {
        ...context,
        tokenCourier: { ...BASE, ...overrides },
        'aws:cdk:bundling-stacks': [],
        'aws:cdk:enable-path-metadata': true,
      },
    }),
  );
  const file = templatesOf(name as TemplateName);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(
    file,
    JSON.stringify({
      main: Template.fromStack(main).toJSON(),
      edge: Template.fromStack(edge).toJSON(),
      names: { main: main.stackName, edge: edge.stackName },
      region: main.region,
    }),
  );
}
