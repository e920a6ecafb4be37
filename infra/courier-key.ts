/**
 * The one customer-managed key: tables, topics, secret and logs are encrypted under it.
 *
 * The key policy lists actions instead of CDK's default `kms:*`. It lets the account administer the
 * key and lets IAM policies grant its use, which is what the default does, by name.
 * https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
 */
import { type RemovalPolicy, Stack } from 'aws-cdk-lib';
import { AccountRootPrincipal, PolicyDocument, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';

const ADMINISTRATION = [
  'kms:CancelKeyDeletion',
  'kms:CreateAlias',
  'kms:CreateGrant',
  'kms:DeleteAlias',
  'kms:DescribeKey',
  'kms:DisableKey',
  'kms:DisableKeyRotation',
  'kms:EnableKey',
  'kms:EnableKeyRotation',
  'kms:GetKeyPolicy',
  'kms:GetKeyRotationStatus',
  'kms:ListAliases',
  'kms:ListGrants',
  'kms:ListKeyPolicies',
  'kms:ListKeyRotations',
  'kms:ListResourceTags',
  'kms:PutKeyPolicy',
  'kms:RetireGrant',
  'kms:RevokeGrant',
  'kms:RotateKeyOnDemand',
  'kms:ScheduleKeyDeletion',
  'kms:TagResource',
  'kms:UntagResource',
  'kms:UpdateAlias',
  'kms:UpdateKeyDescription',
];
const USE = [
  'kms:Decrypt',
  'kms:Encrypt',
  'kms:GenerateDataKey',
  'kms:GenerateDataKeyWithoutPlaintext',
  'kms:ReEncryptFrom',
  'kms:ReEncryptTo',
];

export class CourierKey extends Key {
  constructor(scope: Construct, id: string, props: { removalPolicy: RemovalPolicy }) {
    const { region, partition, account } = Stack.of(scope);
    super(scope, id, {
      description: 'Token Courier: tables, topics, secret and logs',
      enableKeyRotation: true,
      removalPolicy: props.removalPolicy,
      policy: new PolicyDocument({
        statements: [
          // In a key policy "*" is this key itself: there is no other way to write it.
          new PolicyStatement({
            sid: 'AccountAdministersKeyAndGrantsItsUseByIam',
            principals: [new AccountRootPrincipal()],
            actions: [...ADMINISTRATION, ...USE],
            resources: ['*'],
          }),
          // https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
          new PolicyStatement({
            sid: 'CloudWatchLogsEncryptsLogGroups',
            principals: [new ServicePrincipal(`logs.${region}.amazonaws.com`)],
            actions: [...USE, 'kms:DescribeKey'],
            resources: ['*'],
            conditions: {
              ArnLike: {
                'kms:EncryptionContext:aws:logs:arn': `arn:${partition}:logs:${region}:${account}:log-group:*`,
              },
            },
          }),
        ],
      }),
    });
  }
}
