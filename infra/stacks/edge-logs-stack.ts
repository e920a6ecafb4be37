/**
 * CloudFront's access log. AWS takes its logs in us-east-1 alone, and by the distribution's ARN, so it comes
 * after the service, which comes after the edge's web ACL.
 */
import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { FunctionDefaults } from '../courier-function.ts';
import { EdgeAccessLog } from '../edge-access-log.ts';

export interface EdgeLogsStackProps extends StackProps {
  readonly distributionArn: string;
  readonly keeping: FunctionDefaults;
}

export class EdgeLogsStack extends Stack {
  constructor(scope: Construct, id: string, props: EdgeLogsStackProps) {
    super(scope, id, props);
    new EdgeAccessLog(this, 'access-log', props);
  }
}
