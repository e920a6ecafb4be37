/** A program: synthesises the templates that tests of infra look at, without bundling code or page. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { buildStacks } from '../../infra/stacks/build-stacks.ts';
import { TEMPLATES, type TemplateName, templatesOf } from './deployments.ts';

const BASE = { region: 'eu-central-1', brandName: 'Example' };

for (const [name, overrides] of Object.entries(TEMPLATES)) {
  const stacks = buildStacks(
    new App({
      context: {
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
    JSON.stringify(
      Object.fromEntries(
        Object.entries(stacks).map(([stack, each]) => [stack, Template.fromStack(each).toJSON()]),
      ),
    ),
  );
}
