/**
 * The most that any role of a deployment can do, whatever its policies say: the services that the functions call,
 * nothing of IAM but one role for SNS, and no deletion of keys and tables.
 *
 * Without it, who may deploy can write a role with every permission and a function that uses it.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
 */
import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';

export const BOUNDARY_NAME = 'TokenCourierBoundary';

/** Services that policies of the templates name; a test compares them. */
export const BOUNDARY_SERVICES = [
  'cloudwatch',
  'dynamodb',
  'events',
  'kms',
  'lambda',
  'logs',
  's3',
  'secretsmanager',
  'ses',
  'sms-voice',
  'sns',
  'sqs',
  'ssm',
  'states',
  'xray',
] as const;

export const boundaryStatements = (): PolicyStatement[] => [
  new PolicyStatement({
    sid: 'Services',
    actions: BOUNDARY_SERVICES.map((service) => `${service}:*`),
    resources: ['*'],
  }),
  // SNS writes its log with a role of the deployment, and functions are given theirs at deployment alone.
  new PolicyStatement({
    sid: 'SmsLog',
    actions: ['iam:GetRole', 'iam:PassRole'],
    resources: ['*'],
    conditions: { StringEquals: { 'iam:PassedToService': 'sns.amazonaws.com' } },
  }),
  new PolicyStatement({
    sid: 'NotTheData',
    effect: Effect.DENY,
    actions: ['dynamodb:DeleteTable', 'kms:DisableKey', 'kms:PutKeyPolicy', 'kms:ScheduleKeyDeletion'],
    resources: ['*'],
  }),
];
