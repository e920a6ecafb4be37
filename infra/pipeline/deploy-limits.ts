/**
 * What the deploy role of the CDK bootstrap must not do, to be attached to it.
 *
 * That role may change every stack of the account. CloudFormation does so with the role that the stack was deployed with,
 * "even if the users don't have permission to pass it". So without these limits, who deploys could have the stack of
 * another app make an administrator, with that app's bootstrap, whatever the boundary says.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateChangeSet.html
 */
import { Aws } from 'aws-cdk-lib';
import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { NAME_PREFIX } from './rows.ts';

/**
 * Whatever changes a stack; a test compares them with the bootstrap's template. A refactor moves resources between any
 * stacks, and nothing here needs one.
 */
const CHANGES = [
  'CancelUpdateStack',
  'ContinueUpdateRollback',
  'CreateChangeSet',
  'CreateStack',
  'CreateStackRefactor',
  'DeleteChangeSet',
  'DeleteStack',
  'ExecuteChangeSet',
  'ExecuteStackRefactor',
  'RollbackStack',
  'SetStackPolicy',
  'UpdateStack',
  'UpdateTerminationProtection',
];

export const deployLimits = (): PolicyStatement =>
  new PolicyStatement({
    sid: 'OwnStacksOnly',
    effect: Effect.DENY,
    actions: CHANGES.map((name) => `cloudformation:${name}`),
    notResources: [`arn:${Aws.PARTITION}:cloudformation:*:${Aws.ACCOUNT_ID}:stack/${NAME_PREFIX}*/*`],
  });
