/**
 * A program: synthesises the templates that the infra tests examine, without bundling the code or the page.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { acceptFindings } from '../../infra/cdk/findings.ts';
import { buildStacks } from '../../infra/stacks/build-stacks.ts';
import type { Example, TemplateName } from './deployments.ts';
import { exampleFolder, TEMPLATES, templatesOf, verdictsFile } from './deployments.ts';
import type { Verdict } from './judge-constructs.ts';
import { judge } from './judge-constructs.ts';

const { context } = JSON.parse(readFileSync('cdk.json', 'utf8'));
const BASE = { region: 'eu-central-1', brandName: 'Example' };

/** Together they have every resource that there can be: emails by SNS, and by SES. */
const JUDGED: readonly string[] = ['everything', 'dev'] satisfies readonly TemplateName[];

/** Verdicts on the whole app, and on a sample that must not pass. */
const verdicts: Record<string, Verdict> = { sample: judge(badSample()) };

for (const [name, overrides] of Object.entries(TEMPLATES)) {
  const file = templatesOf(name as TemplateName);
  const app = new App({
    // Without an outdir, CDK creates a temporary folder and leaves it.
    outdir: join(dirname(file), 'assemblies', name),
    // Nobody reads tree.json, and it takes a tenth of the synth.
    treeMetadata: false,
    context: {
      ...context,
      tokenCourier: { ...BASE, ...overrides },
      'aws:cdk:bundling-stacks': [],
      'aws:cdk:enable-path-metadata': true,
    },
  });
  const { main, edge, edgeLogs } = buildStacks(app);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(
    file,
    JSON.stringify({
      main: Template.fromStack(main).toJSON(),
      edge: Template.fromStack(edge).toJSON(),
      edgeLogs: Template.fromStack(edgeLogs).toJSON(),
      names: { main: main.stackName, edge: edge.stackName, edgeLogs: edgeLogs.stackName },
      region: main.region,
    }),
  );
  if (JUDGED.includes(name)) {
    const { findings, stale } = judge(app);
    verdicts.app = {
      findings: [...(verdicts.app?.findings ?? []), ...findings],
      stale: [...(verdicts.app?.stale ?? []), ...stale],
    };
  }
}
writeFileSync(verdictsFile(), JSON.stringify(verdicts));

// The examples run as under the CDK CLI: their context is in the environment, and the synth happens at process
// exit.
process.env.CDK_CONTEXT_JSON = JSON.stringify({ 'aws:cdk:bundling-stacks': [] });
for (const example of ['in-your-own-stack', 'cognito'] satisfies Example[]) {
  process.env.CDK_OUTDIR = exampleFolder(example);
  await import(`../../examples/${example}/app.ts`);
}

/**
 * A bucket that breaks rules, with a reason for one of them and a reason for a rule that it does not break.
 */
function badSample(): App {
  const app = new App();
  const bucket = new Bucket(new Stack(app, 'Sample'), 'open', { enforceSSL: false });
  acceptFindings(bucket, { 'AwsSolutions-S1': 'given', 'AwsSolutions-S99': 'given for nothing' });
  return app;
}
