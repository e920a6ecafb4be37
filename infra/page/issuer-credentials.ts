/**
 * The secret with what a function needs to issue and verify codes: where the API is, and the auth systems' client. The
 * canary has one for its own client.
 *
 * `grantIssue` only lets the function read it. Permission to start the state machine would allow more: the
 * machine trusts its caller to name the client, because only API Gateway and our own functions may start it.
 * Permission to describe the client in Cognito would allow more too, because it covers every client of the
 * pool.
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
  /** For people. */
  readonly whose: string;
  readonly defaults: FunctionDefaults;
}

export function createIssuerCredentials(scope: Construct, props: IssuerCredentialsProps): Secret {
  const client = props.client.node.defaultChild as CfnUserPoolClient;
  const secret = new Secret(scope, 'issuer-credentials', {
    description: `Token Courier: where the API is, and the OAuth 2 client of ${props.whose}`,
    encryptionKey: props.defaults.key,
    removalPolicy: props.defaults.removalPolicy,
    secretObjectValue: {
      api_url: SecretValue.unsafePlainText(props.apiUrl),
      token_url: SecretValue.unsafePlainText(props.tokenUrl),
      client_id: SecretValue.unsafePlainText(props.client.userPoolClientId),
      // CloudFormation reads it, so no template contains it. CDK's userPoolClientSecret would add another
      // function.
      // https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/1855
      client_secret: SecretValue.resourceAttribute(client.attrClientSecret),
    },
  });
  return acceptFindings(
    secret,
    sameFor(
      ['AwsSolutions-SMG4', 'NIST.800.53.R5-SecretsManagerRotationEnabled'],
      'It repeats what Cognito generated: a new value requires a new client.',
    ),
  );
}

/**
 * Lets a role of this account read the secret. CDK's own `grantRead` would add the role to the key's policy,
 * which is impossible from a stack that depends on this one. The key's policy leaves its use to IAM anyway.
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
