/**
 * CloudFront's access log. AWS configures it in us-east-1 only, and by the distribution's ARN, so this stack depends
 * on the service's, which depends on the one with the web ACL.
 */
import type { StackProps } from 'aws-cdk-lib';
import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { LogKeeping } from '../cdk/log-keeping.ts';
import { keepProviderLogs } from '../functions/provider-logs.ts';
import { EdgeAccessLog } from '../page/access-log.ts';

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
