/**
 * The schedule by which the token secret gets a new value. Tokens name the version that they were made with, and the
 * one before the current stays readable until the next rotation, so live tokens outlast it.
 *
 * The other secrets have none: what they name would be forgotten with them.
 */
import { Stack } from 'aws-cdk-lib';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnPermission } from 'aws-cdk-lib/aws-lambda';
import { CfnRotationSchedule } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import type { Foundation } from '../data/foundation.ts';
import { deployFunction } from './deploy-function.ts';

/** AES-GCM with random nonces is good for 2^32 tokens a version (NIST SP 800-38D 8.3): at 1,600 a second, 30 days. */
const EVERY_DAYS = 30;

/** Four short calls of Secrets Manager's API at most. */
const TIMEOUT_SECONDS = 10;

export class SecretRotation extends Construct {
  constructor(scope: Construct, id: string, foundation: Foundation) {
    super(scope, id);
    const { secret } = foundation;
    const rotate = deployFunction(this, 'hooks', 'rotate-token-secret', {
      deployment: foundation,
      timeoutSeconds: TIMEOUT_SECONDS,
    });
    const permission = new CfnPermission(this, 'call-from-secrets-manager', {
      action: 'lambda:InvokeFunction',
      functionName: rotate.functionArn,
      principal: new ServicePrincipal('secretsmanager.amazonaws.com').service,
      // https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotating-secrets-required-permissions-function.html
      sourceAccount: Stack.of(this).account,
    });
    const schedule = new CfnRotationSchedule(this, 'schedule', {
      secretId: secret.secretArn,
      rotationLambdaArn: rotate.functionArn,
      rotationRules: { automaticallyAfterDays: EVERY_DAYS },
      // Once at the deployment, too: what cannot be done shows then, and not after a month.
      rotateImmediatelyOnUpdate: true,
    });
    schedule.node.addDependency(permission, rotate.role);
  }
}
