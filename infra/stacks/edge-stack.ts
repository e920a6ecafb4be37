/** CloudFront's web ACL. AWS requires it in us-east-1, wherever the rest is. */
import type { StackProps } from 'aws-cdk-lib';
import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { WebAcl } from '../api/firewall/web-acl.ts';
import { boundLateRoles } from '../cdk/late-roles.ts';
import type { LogKeeping } from '../cdk/log-keeping.ts';
import { removalOf } from '../cdk/removal.ts';
import { firewallLimitsOf } from '../config/firewall.ts';
import type { Config } from '../config/schema.ts';
import { CourierKey } from '../data/courier-key.ts';
import { keepProviderLogs } from '../functions/provider-logs.ts';

export interface EdgeStackProps extends StackProps {
  readonly config: Config;
}

export class EdgeStack extends Stack {
  readonly webAclArn: string;
  /** Encryption, retention and removal of logs in this region, with a separate key: keys are regional. */
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
    boundLateRoles(this);
    this.webAclArn = new WebAcl(this, 'firewall', {
      scope: 'CLOUDFRONT',
      limits: firewallLimitsOf(config),
      hooks: config.hooks,
      keeping: this.keeping,
    }).arn;
  }
}
