/**
 * Log groups for the functions that CDK adds for its custom resources. Lambda would create the groups without
 * the KMS key, and keep the logs forever.
 */
import type { Stack } from 'aws-cdk-lib';
import { CfnResource } from 'aws-cdk-lib';
import { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { LogKeeping } from '../cdk/log-keeping.ts';

/**
 * Gives every such function of the stack a log group. Their construct has no property for one. CDK adds the
 * functions that copy values between regions after the last aspect. Only validation runs after that and
 * before CDK writes the template, so the groups are added there.
 */
export function keepProviderLogs(stack: Stack, defaults: LogKeeping): void {
  stack.node.addValidation({
    validate() {
      for (const provider of stack.node.findAll().filter(isProviderFunction)) {
        const scope = provider.node.scope;
        if (scope === undefined || scope.node.tryFindChild('logs')) {
          continue;
        }
        const { logGroupName } = new LogGroup(scope, 'logs', {
          encryptionKey: defaults.key,
          retention: defaults.logRetentionDays,
          removalPolicy: defaults.removalPolicy,
        });
        provider.addPropertyOverride('LoggingConfig', { LogGroup: logGroupName });
      }
      return [];
    },
  });
}

const isProviderFunction = (construct: unknown): construct is CfnResource =>
  construct instanceof CfnResource &&
  !(construct instanceof CfnFunction) &&
  construct.cfnResourceType === CfnFunction.CFN_RESOURCE_TYPE_NAME;
