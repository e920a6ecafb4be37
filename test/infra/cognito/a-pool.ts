/** A stack with a user pool, the constructs for Cognito, and what they need of a TokenCourier. */
import { App, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { UserPool } from 'aws-cdk-lib/aws-cognito';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { CognitoCodeKey } from '../../../infra/cognito/code-key.ts';
import { CognitoEmailSender, CognitoSmsSender } from '../../../infra/cognito/code-senders.ts';
import type { CognitoCustomAuthProps } from '../../../infra/cognito/custom-auth.ts';
import { CognitoCustomAuth } from '../../../infra/cognito/custom-auth.ts';
import type { IssuingCourier } from '../../../infra/cognito/issuing-courier.ts';
import { CourierKey } from '../../../infra/data/courier-key.ts';
import { grantCredentials } from '../../../infra/page/issuer-credentials.ts';

export function aPool(
  props: Partial<CognitoCustomAuthProps> = {},
  emailSender: IssuingCourier['emailSender'] = 'ses',
) {
  const app = new App({ context: { 'aws:cdk:bundling-stacks': [], 'aws:cdk:enable-path-metadata': true } });
  const stack = new Stack(app, 'Users', { env: { region: 'eu-central-1' } });
  const key = new CourierKey(stack, 'key', { removalPolicy: RemovalPolicy.DESTROY });
  const issuerCredentials = new Secret(stack, 'credentials', { encryptionKey: key });
  const courier: IssuingCourier = {
    issuerCredentials,
    grantIssue: (grantee) => grantCredentials(issuerCredentials, grantee),
    emailSender,
    defaults: {
      key,
      logRetentionDays: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
      service: 'token-courier',
    },
  };
  const codeKey = new CognitoCodeKey(stack, 'code-key');
  const userPool = new UserPool(stack, 'users', { customSenderKmsKey: codeKey });
  const secondFactor = new CognitoCustomAuth(stack, 'second-factor', { userPool, courier, ...props });
  const client = secondFactor.addClient('app');
  const sms = new CognitoSmsSender(stack, 'sms', { userPool, codeKey, courier });
  const email = new CognitoEmailSender(stack, 'email', { userPool, codeKey, courier });
  return { app, stack, secondFactor, client, codeKey, constructs: [codeKey, secondFactor, sms, email] };
}
