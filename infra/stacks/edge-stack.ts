/** CloudFront's web ACL. AWS keeps those in us-east-1, wherever the rest is. */
import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Config } from '../config.ts';
import type { LogKeeping } from '../courier-function.ts';
import { CourierKey } from '../courier-key.ts';
import { firewallLimitsOf } from '../firewall-settings.ts';
import { keepProviderLogs } from '../provider-logs.ts';
import { removalOf } from '../removal.ts';
import { WebAcl } from '../web-acl.ts';

export interface EdgeStackProps extends StackProps {
  readonly config: Config;
}

export class EdgeStack extends Stack {
  readonly webAclArn: string;
  /** How logs are kept in this region. It has its own key, because keys belong to one region. */
  readonly keeping: LogKeeping;

  constructor(scope: Construct, id: string, props: EdgeStackProps) {
    super(scope, id, props);
    const { config } = props;
    const removalPolicy = removalOf(config).policy;
    this.keeping = {
      key: new CourierKey(this, 'key', { removalPolicy, purpose: 'logs at the edge' }),
      logRetentionDays: config.logRetentionDays,
      removalPolicy,
    };
    keepProviderLogs(this, this.keeping);
    this.webAclArn = new WebAcl(this, 'firewall', {
      scope: 'CLOUDFRONT',
      limits: firewallLimitsOf(config),
      keeping: this.keeping,
    }).arn;
  }
}
