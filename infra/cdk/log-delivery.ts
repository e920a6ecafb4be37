/** Delivery of AWS services' logs into a log group. */
import { Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { ILogGroup, LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';

/** The ARN as delivery takes it: without the `:*` at the end of `logGroupArn`. */
export function deliveryArn({ logGroupName, stack }: ILogGroup): string {
  const { partition, region, account } = stack;
  return `arn:${partition}:logs:${region}:${account}:log-group:${logGroupName}`;
}

/**
 * Lets AWS's log delivery write to the group; returns what has to exist before the delivery does. Otherwise AWS
 * adds the permission to a policy of the whole account, which outlives the stack.
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
