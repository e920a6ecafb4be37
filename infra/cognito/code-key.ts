/**
 * The key that Cognito encrypts codes with for its custom senders: the `customSenderKmsKey` of the user pool.
 *
 * Cognito makes itself a grant when the pool is created, for messages whose encryption context names the pool, and
 * needs nothing else of the key policy. The condition cannot name the pool: the pool names the key.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-custom-sender-triggers.html
 */
import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyDocument, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { accountStatement, ROTATION } from '../data/key-policy.ts';

export interface CognitoCodeKeyProps {
  /**
   * As the user pool's: one that stays behind without its key can send no message.
   * @default RemovalPolicy.RETAIN, which is the default of user pools
   */
  readonly removalPolicy?: RemovalPolicy;
}

export class CognitoCodeKey extends Key {
  constructor(
    scope: Construct,
    id: string,
    { removalPolicy = RemovalPolicy.RETAIN }: CognitoCodeKeyProps = {},
  ) {
    const { account, partition, region } = Stack.of(scope);
    super(scope, id, {
      description: 'Token Courier: codes on their way from Cognito to the function that delivers them',
      enableKeyRotation: true,
      removalPolicy,
      policy: new PolicyDocument({
        statements: [
          accountStatement([...ROTATION, 'kms:Decrypt']),
          new PolicyStatement({
            sid: 'CognitoGrantsItselfEncryption',
            principals: [new ServicePrincipal('cognito-idp.amazonaws.com')],
            actions: ['kms:CreateGrant'],
            resources: ['*'],
            conditions: {
              StringEquals: { 'aws:SourceAccount': account },
              ArnLike: { 'aws:SourceArn': `arn:${partition}:cognito-idp:${region}:${account}:userpool/*` },
            },
          }),
        ],
      }),
    });
  }
}
