/** CloudFront's web ACL. AWS keeps those in us-east-1, wherever the rest is. */
import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Config } from '../config.ts';
import type { FunctionDefaults } from '../courier-function.ts';
import { CourierKey } from '../courier-key.ts';
import { firewallLimitsOf } from '../firewall-settings.ts';
import { removalPolicyOf } from '../foundation.ts';
import { WebAcl } from '../web-acl.ts';

export interface EdgeStackProps extends StackProps {
  readonly config: Config;
}

export class EdgeStack extends Stack {
  readonly webAclArn: string;
  /** How logs are kept in this region: keys are of one region, so it has its own. */
  readonly keeping: FunctionDefaults;

  constructor(scope: Construct, id: string, props: EdgeStackProps) {
    super(scope, id, props);
    const { config } = props;
    const removalPolicy = removalPolicyOf(config);
    this.keeping = {
      key: new CourierKey(this, 'key', { removalPolicy, purpose: 'logs at the edge' }),
      logRetentionDays: config.logRetentionDays,
      removalPolicy,
    };
    this.webAclArn = new WebAcl(this, 'firewall', {
      scope: 'CLOUDFRONT',
      limits: firewallLimitsOf(config),
      keeping: this.keeping,
    }).arn;
  }
}
