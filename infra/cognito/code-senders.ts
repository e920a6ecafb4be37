/**
 * Delivers the codes that a Cognito user pool makes through Token Courier: its policy, limits and budget apply, and
 * Cognito verifies the codes. A sender takes over every message of its channel.
 */
import { Duration } from 'aws-cdk-lib';
import type { IUserPool, UserPool } from 'aws-cdk-lib/aws-cognito';
import { UserPoolOperation } from 'aws-cdk-lib/aws-cognito';
import { Policy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { acceptFindings, ROLE_FINDINGS } from '../cdk/findings.ts';
import { ConfigError } from '../config/schema.ts';
import type { CourierFunction } from '../functions/courier-function.ts';
import type { IssuingCourier } from './issuing-courier.ts';
import { deployTrigger } from './trigger-function.ts';

/** Longer than the function waits for the API, which answers within 29 seconds. */
const TIMEOUT_SECONDS = 35;

/** Cognito calls senders asynchronously, and nobody learns of a failure. Repeats send no second message. */
const REPEATS = 1;
/** A code is of no use much later: Cognito's own for a sign-in lives for three minutes. */
const REPEATED_WITHIN = Duration.minutes(3);

const NO_QUEUE = 'Lambda repeats a failed call. A code that could not be delivered then is of no use later.';

export interface CognitoSenderProps {
  /** Created with `customSenderKmsKey`, in this stack. */
  readonly userPool: UserPool;
  /** The `customSenderKmsKey` of the pool: a `CognitoCodeKey`, or one whose policy lets Cognito create grants. */
  readonly codeKey: IKey;
  readonly courier: IssuingCourier;
}

/** Texts the codes of a user pool. */
export class CognitoSmsSender extends Construct {
  readonly function: IFunction;

  constructor(scope: Construct, id: string, props: CognitoSenderProps) {
    super(scope, id);
    this.function = addSender(this, UserPoolOperation.CUSTOM_SMS_SENDER, props);
  }
}

/** Emails the codes of a user pool, whose addresses nobody has enrolled: with SES only. */
export class CognitoEmailSender extends Construct {
  readonly function: IFunction;

  /** @throws ConfigError where SNS sends the emails: every code would be refused, and Cognito tells nobody */
  constructor(scope: Construct, id: string, props: CognitoSenderProps) {
    super(scope, id);
    if (props.courier.emailSender !== 'ses') {
      throw new ConfigError(
        `${this.node.path} needs a TokenCourier with emailSender.kind: ses. SNS sends emails only to enrolled people.`,
      );
    }
    this.function = addSender(this, UserPoolOperation.CUSTOM_EMAIL_SENDER, props);
  }
}

function addSender(
  scope: Construct,
  operation: UserPoolOperation,
  { userPool, codeKey, courier }: CognitoSenderProps,
): CourierFunction {
  const sender = deployTrigger(scope, 'deliver-cognito-code', {
    courier,
    timeoutSeconds: TIMEOUT_SECONDS,
    options: { codeKeyArn: codeKey.keyArn, issuerSecretId: courier.issuerCredentials.secretArn },
    noQueue: NO_QUEUE,
  });
  sender.configureAsyncInvoke({ retryAttempts: REPEATS, maxEventAge: REPEATED_WITHIN });
  acceptFindings(sender, { 'Serverless-LambdaAsyncFailureDestination': NO_QUEUE });
  courier.grantIssue(sender);
  allowCodes(scope, sender, codeKey, userPool);
  userPool.addTrigger(operation, sender);
  return sender;
}

/**
 * Allows decrypting the codes of this user pool and nothing else that the key encrypted.
 *
 * In a separate policy: the function's default policy has to exist before the function, and the function before the
 * pool that this one names.
 */
function allowCodes(scope: Construct, sender: CourierFunction, codeKey: IKey, userPool: IUserPool): void {
  const policy = new Policy(scope, 'codes', {
    roles: [sender.role],
    statements: [
      new PolicyStatement({
        actions: ['kms:Decrypt'],
        resources: [codeKey.keyArn],
        conditions: { StringEquals: { 'kms:EncryptionContext:userpool-id': userPool.userPoolId } },
      }),
    ],
  });
  acceptFindings(policy, ROLE_FINDINGS);
}
