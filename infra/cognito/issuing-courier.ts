/** What the constructs for Cognito need of the service; a TokenCourier has it. */
import type { Grant, IGrantable } from 'aws-cdk-lib/aws-iam';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { EmailSenderKind } from '../../handlers/contract/settings/emails.ts';
import type { FunctionDefaults } from '../data/foundation.ts';

export interface IssuingCourier {
  /** JSON with `api_url`, `token_url`, `client_id` and `client_secret`. */
  readonly issuerCredentials: ISecret;
  /** Lets a function read the secret. */
  grantIssue(grantee: IGrantable): Grant;
  /** Who sends emails. Topics of SNS reach only people whom somebody enrolled. */
  readonly emailSender: EmailSenderKind;
  /** Encryption, retention and removal of the functions' logs. */
  readonly defaults: FunctionDefaults;
}
