/** Lets AWS services deliver their logs to a log group. */
import { Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { ILogGroup, LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';

/** The ARN in the form that log delivery accepts: without the `:*` at the end of `logGroupArn`. */
export function deliveryArn({ logGroupName, stack }: ILogGroup): string {
  const { partition, region, account } = stack;
  return `arn:${partition}:logs:${region}:${account}:log-group:${logGroupName}`;
}

/**
 * Lets AWS's log delivery write to the group. Returns the policy, which must exist before the delivery does.
 * Otherwise AWS adds the permission to an account-wide policy that outlives the stack.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-infrastructure-CWL.html
 */
export function allowDelivery(logGroup: LogGroup): Construct {
  const { partition, region, account } = Stack.of(logGroup);
  logGroup.addToResourcePolicy(
    new PolicyStatement({
      principals: [new ServicePrincipal('delivery.logs.amazonaws.com')],
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: [logGroup.logGroupArn],
      conditions: {
        StringEquals: { 'aws:SourceAccount': account },
        ArnLike: { 'aws:SourceArn': `arn:${partition}:logs:${region}:${account}:*` },
      },
    }),
  );
  return logGroup.node.findChild('Policy') as Construct;
}
