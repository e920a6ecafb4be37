/**
 * A second factor for the users of a Cognito user pool: after the password, Token Courier sends a code and checks it.
 * Three triggers of the pool do it, as a client of the API.
 *
 * Cognito's own MFA and its managed login know nothing of custom sign-ins; docs/integrations/cognito.md says what
 * follows from that.
 */
import { Duration } from 'aws-cdk-lib';
import type { UserPool, UserPoolClient, UserPoolClientOptions } from 'aws-cdk-lib/aws-cognito';
import { UserPoolOperation } from 'aws-cdk-lib/aws-cognito';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import * as z from 'zod/mini';
import type { NumberSource } from '../../handlers/contract/cognito.ts';
import {
  ANSWERS_PER_SIGN_IN,
  answersPerSignIn,
  channels,
  numberFrom,
  purpose,
} from '../../handlers/contract/cognito.ts';
import { settingRule } from '../../handlers/contract/setting-rule.ts';
import { TRIGGER_TIMEOUT_SECONDS } from '../../handlers/contract/timeouts.ts';
import type { Channel } from '../../handlers/contract/vocabulary.ts';
import { DEFAULT_PURPOSE } from '../../handlers/contract/vocabulary.ts';
import { ConfigError } from '../config/schema.ts';
import type { IssuingCourier } from './issuing-courier.ts';
import { deployTrigger } from './trigger-function.ts';

/** How long Cognito waits for an answer to a challenge, in minutes: 3 to 15. A code lives for five by default. */
const SESSION = Duration.minutes(5);

export interface CognitoCustomAuthProps {
  /** In this stack, and without triggers for custom sign-ins. */
  readonly userPool: UserPool;
  readonly courier: IssuingCourier;

  /**
   * Whether a sign-in may begin with the code, without a password. Then every answer takes three seconds and says
   * nothing of the user, so that nobody learns who has an account.
   * @default false - the code comes after the password
   */
  readonly passwordless?: boolean;

  /**
   * Where the number comes from: the user's verified `phone_number`, or the contact that is enrolled in Token Courier
   * under the user's `sub`.
   * @default 'attribute'
   */
  readonly numberFrom?: NumberSource;

  /**
   * The channels in the order in which to try them. Email is that of the enrolled contact.
   * @default - `sms` for numbers from the attribute; what the contact prefers otherwise
   */
  readonly channels?: readonly Channel[];

  /**
   * The purpose of the codes.
   * @default 'login'
   */
  readonly purpose?: string;

  /**
   * How many answers a person has in one sign-in, 1 to 10; asking for another message is one too. The attempts that a
   * code has, and the limits on wrong codes, apply as well.
   * @default 5
   */
  readonly answersPerSignIn?: number;
}

const OPTIONS = z.object({
  numberFrom: numberFrom(),
  channels: channels(),
  purpose: purpose(),
  answersPerSignIn: answersPerSignIn(),
});

export class CognitoCustomAuth extends Construct {
  /** By their role in a sign-in. */
  readonly functions: Readonly<Record<'define' | 'create' | 'verify', IFunction>>;
  private readonly userPool: UserPool;

  /** @throws ConfigError naming every wrong prop and the rule that it breaks */
  constructor(scope: Construct, id: string, props: CognitoCustomAuthProps) {
    super(scope, id);
    const { userPool, courier, passwordless = false } = props;
    const issuerSecretId = courier.issuerCredentials.secretArn;
    const shared = { courier, timeoutSeconds: TRIGGER_TIMEOUT_SECONDS };
    const options = { ...read(this, props), passwordless, issuerSecretId };
    const define = deployTrigger(this, 'define-auth-challenge', { ...shared, options });
    const create = deployTrigger(this, 'create-auth-challenge', { ...shared, options });
    const verify = deployTrigger(this, 'verify-auth-challenge', { ...shared, options });
    for (const each of [create, verify]) {
      courier.grantIssue(each);
    }
    userPool.addTrigger(UserPoolOperation.DEFINE_AUTH_CHALLENGE, define);
    userPool.addTrigger(UserPoolOperation.CREATE_AUTH_CHALLENGE, create);
    userPool.addTrigger(UserPoolOperation.VERIFY_AUTH_CHALLENGE_RESPONSE, verify);
    this.functions = { define, create, verify };
    this.userPool = userPool;
  }

  /**
   * Adds an app client that can sign in no other way than with a code: a client with another flow, or with managed
   * login, lets people in with the password alone.
   */
  addClient(
    id: string,
    options: Omit<
      UserPoolClientOptions,
      'authFlows' | 'disableOAuth' | 'oAuth' | 'preventUserExistenceErrors'
    > = {},
  ): UserPoolClient {
    return this.userPool.addClient(id, {
      authSessionValidity: SESSION,
      ...options,
      authFlows: { custom: true },
      disableOAuth: true,
      preventUserExistenceErrors: true,
    });
  }
}

function read(scope: Construct, props: CognitoCustomAuthProps): z.infer<typeof OPTIONS> {
  const given = {
    numberFrom: props.numberFrom ?? 'attribute',
    channels: props.channels ?? null,
    purpose: props.purpose ?? DEFAULT_PURPOSE,
    answersPerSignIn: props.answersPerSignIn ?? ANSWERS_PER_SIGN_IN.default,
  };
  const { success, data, error } = OPTIONS.safeParse(given, { error: settingRule });
  if (!success) {
    const wrong = error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
    throw new ConfigError(`The props of ${scope.node.path} are not valid:\n  ${wrong.join('\n  ')}`);
  }
  return data;
}
