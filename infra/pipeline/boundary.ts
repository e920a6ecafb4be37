/**
 * The most that any role of a deployment can do, whatever its policies say: what the roles of the templates do, on
 * what belongs to a deployment. A test compares the two.
 *
 * Without it, who may deploy can write a role with every permission and a function that uses it. Nothing is allowed
 * by which such a function could get at another role: no change of code, of machines or of CDK's assets, no commands
 * to instances.
 *
 * Policies of buckets that name a role are limited by its boundary, too, so the bucket's own are allowed here.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
 */
import { Aws } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Row } from './rows.ts';
import {
  ASSETS,
  NAME_PREFIX,
  OWN_BUCKETS,
  OWN_SECRETS,
  regional,
  role,
  SNS_LOGS,
  statementOf,
} from './rows.ts';

export const BOUNDARY_NAME = 'TokenCourierBoundary';

/** What is stored. */
const DATA: readonly Row[] = [
  {
    name: 'Items',
    actions: ['dynamodb:*Item', 'dynamodb:Query'],
    resources: [regional('dynamodb', `table/${NAME_PREFIX}*`)],
  },
  {
    name: 'Secrets',
    actions: [
      ...['secretsmanager:DescribeSecret', 'secretsmanager:GetSecretValue'],
      ...['secretsmanager:PutSecretValue', 'secretsmanager:UpdateSecretVersionStage'],
    ],
    resources: OWN_SECRETS,
  },
  {
    name: 'UseOfKeys',
    // Keys have ids. Of this account's, those that leave the decision to IAM.
    actions: [
      ...['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey*', 'kms:GetPublicKey'],
      ...['kms:ReEncrypt*', 'kms:Sign'],
    ],
    resources: [regional('kms', 'key/*')],
  },
  {
    name: 'Files',
    // The page's upload, and the deletion of its files before the bucket's.
    actions: [
      ...['s3:Abort*', 's3:DeleteObject*', 's3:GetBucket*', 's3:GetObject*', 's3:List*', 's3:PutObject*'],
      's3:PutBucketPolicy',
    ],
    resources: [OWN_BUCKETS],
  },
  {
    name: 'Assets',
    actions: ['s3:GetBucket*', 's3:GetObject*', 's3:List*'],
    resources: [ASSETS],
  },
  {
    name: 'Exports',
    // CDK hands values from one region to another in parameters that are named after the stack that reads them.
    actions: [
      ...['ssm:AddTagsToResource', 'ssm:DeleteParameters', 'ssm:GetParameters', 'ssm:ListTagsForResource'],
      ...['ssm:PutParameter', 'ssm:RemoveTagsFromResource'],
    ],
    resources: [regional('ssm', `parameter/cdk/exports/${NAME_PREFIX}*`)],
  },
];

/** What is called. */
const CALLS: readonly Row[] = [
  {
    name: 'Functions',
    actions: ['lambda:InvokeFunction'],
    resources: [regional('lambda', `function:${NAME_PREFIX}*`)],
  },
  {
    name: 'Machine',
    actions: ['states:StartSyncExecution'],
    resources: [regional('states', `stateMachine:${NAME_PREFIX}*`)],
  },
  {
    name: 'Queues',
    actions: ['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage', 'sqs:SendMessage'],
    resources: [regional('sqs', `${NAME_PREFIX}*`)],
  },
  {
    name: 'Events',
    actions: ['events:PutEvents'],
    resources: [regional('events', `event-bus/${NAME_PREFIX}*`)],
  },
  {
    name: 'Topics',
    actions: [
      ...['sns:ConfirmSubscription', 'sns:CreateTopic', 'sns:DeleteTopic', 'sns:ListSubscriptionsByTopic'],
      ...['sns:Publish', 'sns:Subscribe'],
    ],
    resources: [regional('sns', `${NAME_PREFIX}*`)],
  },
  {
    name: 'Messages',
    actions: [
      'ses:SendEmail',
      'sms-voice:DescribeOptedOutNumbers',
      'sms-voice:SendTextMessage',
      'sns:CheckIfPhoneNumberIsOptedOut',
      'sns:GetSMSAttributes',
      'sns:SetSMSAttributes',
    ],
    resources: ['*'],
  },
  {
    name: 'SmsLog',
    // SNS writes its log with a role of the deployment, and functions are given theirs at deployment alone.
    actions: ['iam:PassRole'],
    resources: [role(`${NAME_PREFIX}*`)],
    conditions: { StringEquals: { 'iam:PassedToService': 'sns.amazonaws.com' } },
  },
];

/** What is observed. */
const OBSERVATION: readonly Row[] = [
  {
    name: 'WriteLogs',
    // API Gateway logs for the whole account with one role, and asks for a policy of AWS's that also reads.
    // https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonAPIGatewayPushToCloudWatchLogs.html
    actions: [
      ...['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:DescribeLogGroups', 'logs:DescribeLogStreams'],
      ...['logs:FilterLogEvents', 'logs:GetLogEvents', 'logs:PutLogEvents'],
    ],
    resources: ['*'],
  },
  {
    name: 'DeliverLogs',
    // Those of the state machine. Deliveries have no ARNs.
    // https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html
    actions: [
      ...[
        'logs:CreateLogDelivery',
        'logs:DeleteLogDelivery',
        'logs:GetLogDelivery',
        'logs:ListLogDeliveries',
      ],
      ...['logs:UpdateLogDelivery', 'logs:DescribeResourcePolicies', 'logs:PutResourcePolicy'],
    ],
    resources: ['*'],
  },
  {
    name: 'KeepSmsLog',
    actions: [
      ...['logs:AssociateKmsKey', 'logs:DeleteLogGroup', 'logs:DescribeSubscriptionFilters'],
      ...['logs:DisassociateKmsKey', 'logs:ListTagsForResource', 'logs:PutRetentionPolicy'],
      'logs:TagResource',
    ],
    resources: [SNS_LOGS],
  },
  {
    name: 'Alarms',
    actions: ['cloudwatch:DescribeAlarms'],
    resources: [regional('cloudwatch', `alarm:${NAME_PREFIX}*`)],
  },
  {
    name: 'Metrics',
    actions: [
      ...['cloudwatch:GetMetricData', 'xray:GetSamplingRules', 'xray:GetSamplingTargets'],
      ...['xray:PutTelemetryRecords', 'xray:PutTraceSegments'],
    ],
    resources: ['*'],
  },
];

export const boundaryStatements = (): PolicyStatement[] => [
  ...[...DATA, ...CALLS, ...OBSERVATION].map(statementOf),
  // A text goes to a number and to no topic.
  new PolicyStatement({
    sid: 'Texts',
    actions: ['sns:Publish'],
    notResources: [`arn:${Aws.PARTITION}:sns:*:*:*`],
  }),
];
