/**
 * The rotation schedule of the token secret. A token names the secret version that it was made with. The
 * previous version stays readable until the next rotation, so live tokens survive a rotation.
 *
 * No other secret is rotated. Where each is created, its accepted findings give the reason.
 */
import { Stack } from 'aws-cdk-lib';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnPermission } from 'aws-cdk-lib/aws-lambda';
import { CfnRotationSchedule } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import type { Foundation } from '../data/foundation.ts';
import { deployFunction } from './deploy-function.ts';

/**
 * NIST SP 800-38D, 8.3, limits AES-GCM with random nonces to 2^32 encryptions per key, and so to as many
 * tokens per version. At 1,600 a second, that is 30 days.
 */
const EVERY_DAYS = 30;

/** A step of the rotation makes at most four short calls to Secrets Manager. */
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
      // Also rotates at deployment, so that a failure shows then and not after a month.
      rotateImmediatelyOnUpdate: true,
    });
    schedule.node.addDependency(permission, rotate.role);
  }
}
