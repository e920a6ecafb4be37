/** CloudFront's web ACL. AWS keeps those in us-east-1, wherever the rest is. */
import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { WebAcl } from '../web-acl.ts';

export const EDGE_REGION = 'us-east-1';

export interface EdgeStackProps extends StackProps {
  readonly requestsPerFiveMinutesPerAddress: number;
}

export class EdgeStack extends Stack {
  readonly webAclArn: string;

  constructor(scope: Construct, id: string, props: EdgeStackProps) {
    super(scope, id, props);
    this.webAclArn = new WebAcl(this, 'firewall', {
      scope: 'CLOUDFRONT',
      requestsPerFiveMinutesPerAddress: props.requestsPerFiveMinutesPerAddress,
    }).arn;
  }
}
