/** CloudFront's web ACL. AWS keeps those in us-east-1, wherever the rest is. */
import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Config } from '../config.ts';
import { CourierKey } from '../courier-key.ts';
import { keepProviderLogs } from '../provider-logs.ts';
import { removalOf } from '../removal.ts';
import { WebAcl } from '../web-acl.ts';

export const EDGE_REGION = 'us-east-1';

export interface EdgeStackProps extends StackProps {
  readonly config: Config;
  readonly requestsPerFiveMinutesPerAddress: number;
}

export class EdgeStack extends Stack {
  readonly webAclArn: string;

  constructor(scope: Construct, id: string, props: EdgeStackProps) {
    super(scope, id, props);
    const { logRetentionDays } = props.config;
    const removalPolicy = removalOf(props.config).policy;
    // Keys do not reach over regions: what is logged here needs one of its own.
    const key = new CourierKey(this, 'key', { removalPolicy });
    keepProviderLogs(this, { key, removalPolicy, logRetentionDays });
    this.webAclArn = new WebAcl(this, 'firewall', {
      scope: 'CLOUDFRONT',
      requestsPerFiveMinutesPerAddress: props.requestsPerFiveMinutesPerAddress,
    }).arn;
  }
}
