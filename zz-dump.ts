import { readFileSync } from 'node:fs';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { buildStacks } from '/work/wt/canary/infra/stacks/build-stacks.ts';
import { TEMPLATES } from '/work/wt/canary/test/support/deployments.ts';
const { context } = JSON.parse(readFileSync('cdk.json', 'utf8'));
const seen = new Set<string>();
for (const name of ['everything','dev','own domains'] as const) {
  const app = new App({ outdir: process.env.TMPDIR + '/out-' + name.replace(/ /g,''), treeMetadata: false, context: {...context, tokenCourier: { region: 'eu-central-1', brandName: 'Example', ...TEMPLATES[name] }, 'aws:cdk:bundling-stacks': [], 'aws:cdk:enable-path-metadata': true } });
  const s = buildStacks(app);
  for (const st of [s.main, s.edge, s.edgeLogs]) for (const [id, r] of Object.entries((Template.fromStack(st).toJSON() as any).Resources as Record<string, any>)) {
    if (/^AWS::(DynamoDB::Table|Logs::LogGroup|S3::Bucket|SQS::Queue|SNS::Topic|SecretsManager::Secret|Events::EventBus|Cognito::UserPool|SSM::Parameter|KMS::Key|Logs::LogStream)$/.test(r.Type)) seen.add(`${r.Type} ${String(r.Metadata?.['aws:cdk:path']).replace(/^[^/]+/, '*')}`);
  }
}
console.log([...seen].sort().join('\n'));
