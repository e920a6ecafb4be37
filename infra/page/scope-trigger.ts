/**
 * The trigger that limits operators' access tokens to the scopes of their groups. Without it, everybody who
 * can sign in to the page's client would have every scope that the client may request.
 */
import { Stack } from 'aws-cdk-lib';
import type { CfnUserPool, IUserPool, UserPool } from 'aws-cdk-lib/aws-cognito';
import { LambdaVersion, UserPoolOperation } from 'aws-cdk-lib/aws-cognito';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { TRIGGER_TIMEOUT_SECONDS } from '../../handlers/contract/timeouts.ts';
import type { Foundation } from '../data/foundation.ts';
import type { CourierFunction } from '../functions/courier-function.ts';
import { deployFunction } from '../functions/deploy-function.ts';

export const createGrantScopes = (scope: Construct, foundation: Foundation): CourierFunction =>
  deployFunction(scope, 'hooks', 'grant-scopes', {
    deployment: foundation,
    timeoutSeconds: TRIGGER_TIMEOUT_SECONDS,
  });

export function addTrigger(userPool: UserPool, grantScopes: CourierFunction): void {
  userPool.addTrigger(UserPoolOperation.PRE_TOKEN_GENERATION_CONFIG, grantScopes, LambdaVersion.V2_0);
  userPool.node.addValidation({ validate: () => (hasFirstVersionTrigger(userPool) ? [TWO_TRIGGERS] : []) });
}

/**
 * A pool has one pre token generation function: Cognito refuses a `PreTokenGeneration` that differs from the
 * `PreTokenGenerationConfig`, and CDK does not compare them.
 * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_LambdaConfigType.html
 */
const TWO_TRIGGERS =
  'This user pool has a pre token generation trigger, and Cognito allows one. Remove it, or have it limit the scopes (event version V2_0) and set userPoolLimitsScopes.';

function hasFirstVersionTrigger(userPool: UserPool): boolean {
  const { lambdaConfig } = userPool.node.defaultChild as CfnUserPool;
  return Stack.of(userPool).resolve(lambdaConfig)?.preTokenGeneration !== undefined;
}

/** Lets the pool invoke the function, so that its owner can attach it. */
export function allowTrigger(userPool: IUserPool, grantScopes: CourierFunction): void {
  grantScopes.addPermission('user-pool', {
    principal: new ServicePrincipal('cognito-idp.amazonaws.com'),
    sourceArn: userPool.userPoolArn,
  });
}

/**
 * Whether a trigger can be added. An imported pool takes none. A pool in another stack would make that stack
 * depend on this one, which already depends on it.
 */
export const canTrigger = (userPool: IUserPool, scope: Construct): userPool is UserPool =>
  'addTrigger' in userPool && Stack.of(userPool) === Stack.of(scope);
