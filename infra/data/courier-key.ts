/** The customer-managed key that encrypts tables, topics, secrets and logs. */
import type { RemovalPolicy } from 'aws-cdk-lib';
import { Stack } from 'aws-cdk-lib';
import { PolicyDocument, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { accountStatement, ROTATION } from './key-policy.ts';

const USE = [
  'kms:Decrypt',
  'kms:Encrypt',
  'kms:GenerateDataKey',
  'kms:GenerateDataKeyWithoutPlaintext',
  'kms:ReEncryptFrom',
  'kms:ReEncryptTo',
];

export class CourierKey extends Key {
  constructor(
    scope: Construct,
    id: string,
    props: { removalPolicy: RemovalPolicy /** What it encrypts. */; purpose?: string },
  ) {
    const { region, partition, account } = Stack.of(scope);
    super(scope, id, {
      description: `Token Courier: ${props.purpose ?? 'tables, topics, secret and logs'}`,
      enableKeyRotation: true,
      removalPolicy: props.removalPolicy,
      policy: new PolicyDocument({
        statements: [
          accountStatement([...ROTATION, ...USE]),
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
