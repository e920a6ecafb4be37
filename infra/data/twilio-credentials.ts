/**
 * The credentials of Twilio Verify clients: an Account SID, a Service SID and an Auth Token, in one secret.
 *
 * The SIDs are names. They are derived from the stack's name and region, so that a new Auth Token or a second
 * deployment of the stack leaves them as they are in people's configurations.
 */
import { createHash } from 'node:crypto';
import type { RemovalPolicy } from 'aws-cdk-lib';
import { Stack } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { SIDS } from '../../handlers/contract/twilio.ts';
import { acceptFindings, sameFor } from '../cdk/findings.ts';

const ROTATION = ['AwsSolutions-SMG4', 'NIST.800.53.R5-SecretsManagerRotationEnabled'];

/** All letters but those of hexadecimal digits: an Auth Token has 32 digits, of 4 bits each. */
const NO_DIGITS = 'ghijklmnopqrstuvwxyz';

export interface TwilioCredentialsProps {
  readonly key: IKey;
  readonly removalPolicy: RemovalPolicy;
}

export class TwilioCredentials extends Construct {
  readonly accountSid: string;
  readonly serviceSid: string;
  /** JSON with `account_sid`, `service_sid` and `auth_token`. */
  readonly secret: Secret;

  constructor(scope: Construct, id: string, { key, removalPolicy }: TwilioCredentialsProps) {
    super(scope, id);
    this.accountSid = sidOf(this, 'account');
    this.serviceSid = sidOf(this, 'service');
    this.secret = acceptFindings(
      new Secret(this, 'secret', {
        description: 'Token Courier: the credentials of clients that speak Twilio Verify',
        encryptionKey: key,
        removalPolicy,
        generateSecretString: {
          secretStringTemplate: JSON.stringify({
            account_sid: this.accountSid,
            service_sid: this.serviceSid,
          }),
          generateStringKey: 'auth_token',
          passwordLength: 32,
          excludeUppercase: true,
          excludePunctuation: true,
          excludeCharacters: NO_DIGITS,
        },
      }),
      sameFor(
        ROTATION,
        'Clients elsewhere hold a copy, so a person changes both; two values count meanwhile.',
      ),
    );
  }
}

function sidOf(scope: Construct, kind: 'account' | 'service'): string {
  const { stackName, region } = Stack.of(scope);
  const digits = createHash('sha256')
    .update(JSON.stringify([kind, region, stackName]))
    .digest('hex');
  return `${SIDS[kind]}${digits.slice(0, 32)}`;
}
