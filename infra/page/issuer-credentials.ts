/**
 * What a function needs to issue and verify codes, in one secret: where the API is, and the auth systems' client.
 *
 * The right to read it is what `grantIssue` gives. The right to start the state machine would be more: the machine
 * takes its caller's word for which client asks, because only API Gateway and our own functions may start it. The
 * right to describe the client would be more too, as it is for every client of the pool.
 */
import { SecretValue, Stack } from 'aws-cdk-lib';
import type { CfnUserPoolClient, UserPoolClient } from 'aws-cdk-lib/aws-cognito';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import { Grant } from 'aws-cdk-lib/aws-iam';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { acceptFindings, sameFor } from '../cdk/findings.ts';
import type { FunctionDefaults } from '../data/foundation.ts';

export interface IssuerCredentialsProps {
  readonly apiUrl: string;
  readonly tokenUrl: string;
  readonly client: UserPoolClient;
  readonly defaults: FunctionDefaults;
}

export function createIssuerCredentials(scope: Construct, props: IssuerCredentialsProps): Secret {
  const client = props.client.node.defaultChild as CfnUserPoolClient;
  const secret = new Secret(scope, 'issuer-credentials', {
    description: 'Token Courier: where the API is, and the OAuth 2 client of auth systems',
    encryptionKey: props.defaults.key,
    removalPolicy: props.defaults.removalPolicy,
    secretObjectValue: {
      api_url: SecretValue.unsafePlainText(props.apiUrl),
      token_url: SecretValue.unsafePlainText(props.tokenUrl),
      client_id: SecretValue.unsafePlainText(props.client.userPoolClientId),
      // CloudFormation reads it, so no template has it. CDK's own userPoolClientSecret takes a function of its own.
      // https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/1855
      client_secret: SecretValue.resourceAttribute(client.attrClientSecret),
    },
  });
  return acceptFindings(
    secret,
    sameFor(
      ['AwsSolutions-SMG4', 'NIST.800.53.R5-SecretsManagerRotationEnabled'],
      'It repeats what Cognito made up: a new value comes with a new client.',
    ),
  );
}

/**
 * Lets a role of this account read the secret. CDK's own `grantRead` would write the role into the key's policy, and so
 * could not be used from a stack that depends on this one; the policy leaves its use to IAM anyway.
 */
export function grantCredentials(secret: Secret, grantee: IGrantable): Grant {
  const { region, urlSuffix } = Stack.of(secret);
  const read = Grant.addToPrincipal({
    grantee,
    actions: ['secretsmanager:GetSecretValue'],
    resourceArns: [secret.secretArn],
  });
  if (secret.encryptionKey === undefined) {
    return read;
  }
  return read.combine(
    Grant.addToPrincipal({
      grantee,
      actions: ['kms:Decrypt'],
      resourceArns: [secret.encryptionKey.keyArn],
      conditions: { StringEquals: { 'kms:ViaService': `secretsmanager.${region}.${urlSuffix}` } },
    }),
  );
}
