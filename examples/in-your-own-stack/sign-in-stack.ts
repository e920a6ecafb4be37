/** A stack with your application, which requires a second factor, and Token Courier. */
import type { StackProps } from 'aws-cdk-lib';
import { CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import { ComparisonOperator } from 'aws-cdk-lib/aws-cloudwatch';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { TokenCourier } from 'token-courier';

export class SignInStack extends Stack {
  constructor(scope: Construct, id: string, props: StackProps) {
    super(scope, id, props);

    const courier = new TokenCourier(this, 'TokenCourier', {
      brandName: 'Example Bank',
      allowedCountries: ['DE', 'IN'],
      budget: { hourlyUsd: 5 },
      alarmEmail: 'operators@example.com',
    });

    // Takes the place of your sign-in, which calls Token Courier after it has checked the password.
    const signIn = new LambdaFunction(this, 'SignIn', {
      code: Code.fromAsset(`${import.meta.dirname}/sign-in`),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      timeout: Duration.seconds(35),
      environment: { ISSUER_CREDENTIALS: courier.issuerCredentials.secretArn },
    });
    courier.grantIssue(signIn);

    courier
      .metric('RequestsRefused', { dimensionsMap: { reason: 'budget_exhausted' } })
      .createAlarm(this, 'BudgetExhausted', {
        threshold: 1,
        evaluationPeriods: 1,
        comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      });

    new CfnOutput(this, 'FunctionName', { value: signIn.functionName });
    new CfnOutput(this, 'PageUrl', { value: courier.pageUrl });
  }
}
