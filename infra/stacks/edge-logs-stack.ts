/**
 * CloudFront's access log. AWS takes its logs in us-east-1 alone, and by the distribution's ARN, so it comes
 * after the service, which comes after the edge's web ACL.
 */
import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { LogKeeping } from '../courier-function.ts';
import { EdgeAccessLog } from '../edge-access-log.ts';
import { keepProviderLogs } from '../provider-logs.ts';

export interface EdgeLogsStackProps extends StackProps {
  readonly distributionArn: string;
  readonly keeping: LogKeeping;
}

export class EdgeLogsStack extends Stack {
  constructor(scope: Construct, id: string, props: EdgeLogsStackProps) {
    super(scope, id, props);
    keepProviderLogs(this, props.keeping);
    new EdgeAccessLog(this, 'access-log', props);
  }
}
