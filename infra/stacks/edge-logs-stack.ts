/**
 * CloudFront's access log. AWS configures it only in us-east-1, and by the distribution's ARN. It needs a
 * separate stack, because it depends on the service's stack, which depends on the stack with the web ACL.
 */
import type { StackProps } from 'aws-cdk-lib';
import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { boundLateRoles } from '../cdk/late-roles.ts';
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
    boundLateRoles(this);
    new EdgeAccessLog(this, 'access-log', props);
  }
}
