/**
 * A separate CDK app, which an administrator deploys once, before the first deployment by the pipeline:
 * `npx cdk deploy -a 'node infra/pipeline/app.ts' -c subject=…`. It needs no bootstrap, which it has the policies
 * for.
 */
import { App, BootstraplessSynthesizer } from 'aws-cdk-lib';
import { readPipelineOptions } from './options.ts';
import { PipelineStack } from './pipeline-stack.ts';

const app = new App();
const { stackName, ...options } = readPipelineOptions(app.node);
new PipelineStack(app, stackName, {
  description: 'Token Courier: what a pipeline deploys it with',
  env: { region: options.regions[0] },
  synthesizer: new BootstraplessSynthesizer(),
  ...options,
});
