/**
 * Permissions in the service's own terms: a table, a secret, people's topics.
 *
 * CDK's own grants add actions and wildcards that no function here needs. Each statement here names its
 * actions and resources, and allows the key only through the AWS service that needs it.
 */
import { ArnFormat, Stack } from 'aws-cdk-lib';
import type { ITable, Table } from 'aws-cdk-lib/aws-dynamodb';
import type { IEventBus } from 'aws-cdk-lib/aws-events';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { EVENT_SOURCE } from '../../handlers/contract/events.ts';
import { acceptFindings, arnInFinding } from '../cdk/findings.ts';
import type { Removal } from '../cdk/removal.ts';
import type { TextLogResources } from './deployment.ts';

/**
 * What DynamoDB does with the key on its caller's behalf.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html
 */
const TABLE_KEY_ACTIONS = [
  'kms:Decrypt',
  'kms:DescribeKey',
  'kms:Encrypt',
  'kms:GenerateDataKey',
  'kms:ReEncryptFrom',
  'kms:ReEncryptTo',
] as const;

/** Extends or limits what the actions may reach. */
interface TableReach {
  /** Indexes that the actions may also use. */
  readonly indexes?: readonly string[];
  /** Prefixes of the partition keys that the actions are limited to. */
  readonly subjects?: readonly string[];
}

/** Allows actions on a table. */
export function allowTable(
  role: IRole,
  table: ITable,
  actions: readonly `dynamodb:${string}`[],
  { indexes = [], subjects }: TableReach = {},
): void {
  role.addToPrincipalPolicy(
    new PolicyStatement({
      actions: [...actions],
      resources: [table.tableArn, ...indexes.map((index) => `${table.tableArn}/index/${index}`)],
      ...(subjects && {
        conditions: {
          'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': subjects.map((start) => `${start}*`) },
        },
      }),
    }),
  );
  if (table.encryptionKey) {
    allowKey(role, table.encryptionKey, TABLE_KEY_ACTIONS, 'dynamodb');
  }
}

/**
 * Allows updates that name only these attributes and the key. IAM checks what a request names, so an update
 * that returns the whole item would read more; `answersNothing` denies those.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html
 */
export function allowUpdates(
  role: IRole,
  table: Table,
  updates: readonly (readonly string[])[],
  { answersNothing = false } = {},
): void {
  const { partitionKeys, sortKeys } = table.schemaV2();
  const keys = [...partitionKeys, ...sortKeys].map(({ name }) => name);
  const attributes = [...new Set([...keys, ...updates.flat()])].sort();
  role.addToPrincipalPolicy(
    new PolicyStatement({
      actions: ['dynamodb:UpdateItem'],
      resources: [table.tableArn],
      conditions: {
        'ForAllValues:StringEquals': { 'dynamodb:Attributes': attributes },
        ...(answersNothing && { StringEqualsIfExists: { 'dynamodb:ReturnValues': 'NONE' } }),
      },
    }),
  );
  if (table.encryptionKey) {
    allowKey(role, table.encryptionKey, TABLE_KEY_ACTIONS, 'dynamodb');
  }
}

/** Allows reading the secret's value, in its current or an earlier version. */
export function allowSecret(role: IRole, secret: ISecret): void {
  role.addToPrincipalPolicy(
    new PolicyStatement({ actions: ['secretsmanager:GetSecretValue'], resources: [secret.secretArn] }),
  );
  if (secret.encryptionKey) {
    allowKey(role, secret.encryptionKey, ['kms:Decrypt'], 'secretsmanager');
  }
}

/** Allows what a rotation needs to give the secret a new value. */
export function allowRotation(role: IRole, secret: ISecret): void {
  role.addToPrincipalPolicy(
    new PolicyStatement({
      actions: [
        'secretsmanager:DescribeSecret',
        'secretsmanager:GetSecretValue',
        'secretsmanager:PutSecretValue',
        'secretsmanager:UpdateSecretVersionStage',
      ],
      resources: [secret.secretArn],
    }),
  );
  if (secret.encryptionKey) {
    allowKey(role, secret.encryptionKey, ['kms:Decrypt', 'kms:GenerateDataKey'], 'secretsmanager');
  }
}

/** Allows SNS actions on people's own topics, which are created at run time and share a name prefix. */
export function allowTopics(role: IRole, topicPrefix: string, actions: readonly `sns:${string}`[]): void {
  const topics = Stack.of(role).formatArn({ service: 'sns', resource: `${topicPrefix}*` });
  role.addToPrincipalPolicy(new PolicyStatement({ actions: [...actions], resources: [topics] }));
  acceptFindings(role, {
    [`AwsSolutions-IAM5[Resource::${arnInFinding(role, topics)}]`]:
      'Topics are created at run time, one for each enrolled address, and share this prefix.',
  });
}

/**
 * Allows emails by SES from one address and no other. SES looks for the permission on the identity by which it knows
 * the address, which is the address itself or its domain or a domain above, and on the configuration set:
 * https://docs.aws.amazon.com/ses/latest/dg/control-user-access.html
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_sesv2.html
 */
export function allowSes(role: IRole, from: string, configurationSet: string): void {
  const arn = (resource: string, resourceName: string) =>
    Stack.of(role).formatArn({ service: 'ses', resource, resourceName });
  role.addToPrincipalPolicy(
    new PolicyStatement({
      actions: ['ses:SendEmail'],
      resources: [
        ...identitiesOf(from).map((identity) => arn('identity', identity)),
        arn('configuration-set', configurationSet),
      ],
      conditions: { StringEquals: { 'ses:FromAddress': from } },
    }),
  );
}

/** The address, its domain, and the domains above that are not a top-level one. */
function identitiesOf(from: string): readonly string[] {
  const labels = from.slice(from.lastIndexOf('@') + 1).split('.');
  return [from, ...labels.slice(0, -1).map((_, index) => labels.slice(index).join('.'))];
}

/**
 * Allows publishing to phone numbers and to nothing else.
 * A phone number has no ARN, so SMS needs the resource `*`; the deny statement then excludes every topic.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html
 *
 * SNS passes texts to AWS End User Messaging with the caller's permissions. Like AWS's managed policies for
 * SNS, this allows that action only when SNS makes the call.
 * https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonSNSFullAccess.html
 */
export function allowSms(role: IRole): void {
  role.addToPrincipalPolicy(new PolicyStatement({ actions: ['sns:Publish'], resources: ['*'] }));
  role.addToPrincipalPolicy(
    new PolicyStatement({
      actions: ['sms-voice:SendTextMessage'],
      resources: ['*'],
      conditions: { StringEquals: { 'aws:CalledViaLast': 'sns.amazonaws.com' } },
    }),
  );
  role.addToPrincipalPolicy(
    new PolicyStatement({
      effect: Effect.DENY,
      actions: ['sns:Publish'],
      resources: [Stack.of(role).formatArn({ service: 'sns', region: '*', account: '*', resource: '*' })],
    }),
  );
}

/**
 * Allows asking SNS whether a number's owner answered STOP. Numbers have no ARN, and SNS asks AWS End User Messaging,
 * which keeps the list, with the caller's permissions.
 * https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonSNSFullAccess.html
 */
export function allowStopList(role: IRole): void {
  role.addToPrincipalPolicy(
    new PolicyStatement({ actions: ['sns:CheckIfPhoneNumberIsOptedOut'], resources: ['*'] }),
  );
  role.addToPrincipalPolicy(
    new PolicyStatement({
      actions: ['sms-voice:DescribeOptedOutNumbers'],
      resources: ['*'],
      conditions: { StringEquals: { 'aws:CalledViaLast': 'sns.amazonaws.com' } },
    }),
  );
}

/**
 * Allows setting up SNS's delivery log for texts, and passing SNS the role of the stack, no other. The SMS settings
 * have no resource: they belong to the account, in one region.
 */
export function allowTextLog(
  role: IRole,
  { roleArn, groupArns }: TextLogResources,
  { isProtected }: Pick<Removal, 'isProtected'>,
): void {
  role.addToPrincipalPolicy(
    new PolicyStatement({ actions: ['sns:GetSMSAttributes', 'sns:SetSMSAttributes'], resources: ['*'] }),
  );
  role.addToPrincipalPolicy(
    new PolicyStatement({
      actions: ['iam:PassRole'],
      resources: [roleArn],
      conditions: { StringEquals: { 'iam:PassedToService': 'sns.amazonaws.com' } },
    }),
  );
  role.addToPrincipalPolicy(
    new PolicyStatement({
      actions: [
        'logs:AssociateKmsKey',
        'logs:CreateLogGroup',
        'logs:DescribeSubscriptionFilters',
        'logs:DisassociateKmsKey',
        'logs:ListTagsForResource',
        'logs:PutRetentionPolicy',
        // For the tags that a group is created with.
        'logs:TagResource',
        ...(isProtected ? [] : ['logs:DeleteLogGroup']),
      ],
      resources: [...groupArns],
    }),
  );
  // AWS checks it against every group of the account and region.
  const everyGroup = Stack.of(role).formatArn({
    ...{ service: 'logs', resource: 'log-group', resourceName: '*' },
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
  role.addToPrincipalPolicy(
    new PolicyStatement({ actions: ['logs:DescribeLogGroups'], resources: [everyGroup] }),
  );
  acceptFindings(role, {
    [`AwsSolutions-IAM5[Resource::${arnInFinding(role, everyGroup)}]`]:
      'Names and settings of log groups, which AWS does not list one by one.',
  });
  for (const arn of groupArns.filter((each) => each.endsWith('*'))) {
    acceptFindings(role, {
      [`AwsSolutions-IAM5[Resource::${arnInFinding(role, arn)}]`]:
        'One log group: AWS checks some of the actions against its ARN with this ending.',
    });
  }
}

/**
 * Allows starting the machine and waiting for it. Who may do that can claim to be any client, so this is for
 * functions that know who calls them.
 */
export function allowStart(role: IRole, machine: IStateMachine): void {
  role.addToPrincipalPolicy(
    new PolicyStatement({ actions: ['states:StartSyncExecution'], resources: [machine.stateMachineArn] }),
  );
}

/** Allows reading all metrics of the account: CloudWatch has no resource-level permissions for that. */
export function allowMetrics(role: IRole): void {
  role.addToPrincipalPolicy(new PolicyStatement({ actions: ['cloudwatch:GetMetricData'], resources: ['*'] }));
}

/**
 * Allows reading the states of the alarms whose names begin so. Composite alarms would take a permission for all alarms
 * of the account: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html
 */
export function allowAlarms(role: IRole, prefix: string): void {
  const arn = Stack.of(role).formatArn({
    service: 'cloudwatch',
    resource: 'alarm',
    resourceName: `${prefix}*`,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
  role.addToPrincipalPolicy(
    new PolicyStatement({ actions: ['cloudwatch:DescribeAlarms'], resources: [arn] }),
  );
  acceptFindings(role, {
    [`AwsSolutions-IAM5[Resource::${arnInFinding(role, arn)}]`]:
      'The alarms of this stack, by how they begin.',
  });
}

/** Allows signing with ES256 and no other algorithm. */
export function allowSigning(role: IRole, key: IKey): void {
  role.addToPrincipalPolicy(
    new PolicyStatement({
      actions: ['kms:Sign'],
      resources: [key.keyArn],
      conditions: { StringEquals: { 'kms:SigningAlgorithm': 'ECDSA_SHA_256' } },
    }),
  );
}

/** Allows reading the public half of a key. */
export function allowPublicKey(role: IRole, key: IKey): void {
  role.addToPrincipalPolicy(new PolicyStatement({ actions: ['kms:GetPublicKey'], resources: [key.keyArn] }));
}

/** Allows putting events on one bus, in this service's name. */
export function allowPutEvents(role: IRole, bus: IEventBus): void {
  role.addToPrincipalPolicy(
    new PolicyStatement({
      actions: ['events:PutEvents'],
      resources: [bus.eventBusArn],
      conditions: { StringEquals: { 'events:source': EVENT_SOURCE } },
    }),
  );
}

/**
 * Allows taking messages out of a queue, which Lambda does with the permissions of the function that it calls.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
 */
export function allowQueue(role: IRole, queue: IQueue): void {
  role.addToPrincipalPolicy(
    new PolicyStatement({
      actions: ['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'],
      resources: [queue.queueArn],
    }),
  );
}

/** Allows sending messages to queues. */
export function allowSending(role: IRole, queues: readonly IQueue[]): void {
  role.addToPrincipalPolicy(
    new PolicyStatement({
      actions: ['sqs:SendMessage'],
      resources: queues.map(({ queueArn }) => queueArn),
    }),
  );
}

/** Allows searching one log group. The key's policy already lets CloudWatch Logs decrypt it. */
export function allowLogSearch(role: IRole, logGroup: ILogGroup): void {
  role.addToPrincipalPolicy(
    new PolicyStatement({ actions: ['logs:FilterLogEvents'], resources: [logGroup.logGroupArn] }),
  );
}

/**
 * Allows use of the key, but only through one AWS service.
 * A publisher to an encrypted topic needs GenerateDataKey and Decrypt.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
 */
export function allowKey(role: IRole, key: IKey, actions: readonly `kms:${string}`[], through: string): void {
  const { region, urlSuffix } = Stack.of(role);
  role.addToPrincipalPolicy(
    new PolicyStatement({
      actions: [...actions],
      resources: [key.keyArn],
      conditions: { StringEquals: { 'kms:ViaService': `${through}.${region}.${urlSuffix}` } },
    }),
  );
}
