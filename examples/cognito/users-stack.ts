/** A stack with your user pool, whose users need a code after their password, and Token Courier. */
import type { StackProps } from 'aws-cdk-lib';
import { CfnOutput, Stack } from 'aws-cdk-lib';
import { AccountRecovery, Mfa, UserPool } from 'aws-cdk-lib/aws-cognito';
import type { Construct } from 'constructs';
import { TokenCourier } from 'token-courier';
import { CognitoCodeKey } from 'token-courier/cognito/code-key';
import { CognitoEmailSender, CognitoSmsSender } from 'token-courier/cognito/code-senders';
import { CognitoCustomAuth } from 'token-courier/cognito/custom-auth';

export class UsersStack extends Stack {
  constructor(scope: Construct, id: string, props: StackProps) {
    super(scope, id, props);

    const courier = new TokenCourier(this, 'TokenCourier', {
      brandName: 'Example Bank',
      allowedCountries: ['DE', 'IN'],
      budget: { hourlyUsd: 5 },
      // Topics of SNS would email only people whom somebody enrolled. Replace it by an address that SES has verified.
      emailSender: { kind: 'ses', from: 'codes@example.com' },
    });

    const codeKey = new CognitoCodeKey(this, 'CodeKey');
    const userPool = new UserPool(this, 'Users', {
      signInAliases: { username: true, email: true },
      autoVerify: { email: true, phone: true },
      // Where the code goes: without a number, nobody could sign in.
      standardAttributes: { phoneNumber: { required: true, mutable: true } },
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      // The second factor is Token Courier's. Cognito would ask for its own in place of it.
      mfa: Mfa.OFF,
      customSenderKmsKey: codeKey,
    });

    // Issue and verify: a code after the password.
    const secondFactor = new CognitoCustomAuth(this, 'SecondFactor', { userPool, courier });
    const app = secondFactor.addClient('App');

    // Delivery only: the codes that Cognito makes itself, for sign-ups, forgotten passwords and new attributes.
    new CognitoSmsSender(this, 'SmsSender', { userPool, codeKey, courier });
    new CognitoEmailSender(this, 'EmailSender', { userPool, codeKey, courier });

    new CfnOutput(this, 'UserPoolId', { value: userPool.userPoolId });
    new CfnOutput(this, 'ClientId', { value: app.userPoolClientId });
    new CfnOutput(this, 'PageUrl', { value: courier.pageUrl });
  }
}
