/** The user pool of operators and machine clients, unless the owner brings one. */
import { Duration } from 'aws-cdk-lib';
import { AccountRecovery, FeaturePlan, Mfa, UserPool } from 'aws-cdk-lib/aws-cognito';
import type { Construct } from 'constructs';
import { acceptFindings } from '../cdk/findings.ts';
import type { Removal } from '../cdk/removal.ts';

export function createOperatorPool(scope: Construct, removal: Removal): UserPool {
  const userPool = new UserPool(scope, 'operators', {
    selfSignUpEnabled: false,
    signInAliases: { username: true, email: true },
    mfa: Mfa.REQUIRED,
    mfaSecondFactor: { otp: true, sms: false },
    accountRecovery: AccountRecovery.EMAIL_ONLY,
    featurePlan: FeaturePlan.ESSENTIALS,
    passwordPolicy: { minLength: 15, tempPasswordValidity: Duration.days(1) },
    deletionProtection: removal.isProtected,
    removalPolicy: removal.protectedPolicy,
  });
  return acceptFindings(userPool, {
    'AwsSolutions-COG1': 'Fifteen characters and no composition rules, in line with NIST SP 800-63B-4.',
    'AwsSolutions-COG8':
      'The Plus plan costs extra for every operator, and all of them need a second factor anyway.',
  });
}
