/** The CDK app: builds the stacks and prints the settings in force. */
import { App } from 'aws-cdk-lib';
import { tlsFloorLine } from './config/domains.ts';
import { guessBudgetLine } from './config/guess-budget.ts';
import { ConfigError, configLines, readConfig } from './config/schema.ts';
import { buildStacks } from './stacks/build-stacks.ts';

try {
  const app = new App();
  buildStacks(app);
  // On standard error, because standard output is for templates.
  const config = readConfig(app.node);
  console.error([configLines(config), guessBudgetLine(config), tlsFloorLine(config)].join('\n'));
} catch (error) {
  if (!(error instanceof ConfigError)) {
    throw error;
  }
  console.error(error.message);
  process.exitCode = 1;
}
