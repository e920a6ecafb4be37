/** The CDK app. */
import { App } from 'aws-cdk-lib';
import { ConfigError } from './config.ts';
import { buildStacks } from './stacks/build-stacks.ts';

try {
  buildStacks(new App());
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
