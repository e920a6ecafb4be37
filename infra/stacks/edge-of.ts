/**
 * CloudFront's firewall and access log, for a construct in the owner's stack. AWS requires both in us-east-1,
 * so each gets a stack next to the owner's.
 */
import type { StackProps } from 'aws-cdk-lib';
import { Names, Stack, Stage, Token } from 'aws-cdk-lib';
import type { IDistribution } from 'aws-cdk-lib/aws-cloudfront';
import type { Construct } from 'constructs';
import { EDGE_REGION } from '../config/edge-region.ts';
import type { Config } from '../config/schema.ts';
import { EdgeLogsStack } from './edge-logs-stack.ts';
import { EdgeStack } from './edge-stack.ts';

const LONGEST_NAME = 100;

export interface Edge {
  readonly webAclArn: string;
  logRequestsOf(distribution: IDistribution): void;
}

/** An owner who brings a web ACL also configures the access log; no stack is added. */
export function edgeOf(courier: Construct, config: Config, webAclArn?: string): Edge {
  if (webAclArn !== undefined) {
    return { webAclArn, logRequestsOf() {} };
  }
  const stage = Stage.of(courier) ?? (courier.node.root as Construct);
  const firewall = new EdgeStack(stage, nameOf(courier, 'edge'), {
    ...propsOf(courier),
    description: "Token Courier: CloudFront's web ACL",
    config,
  });
  return {
    webAclArn: firewall.webAclArn,
    logRequestsOf({ distributionArn }) {
      new EdgeLogsStack(stage, nameOf(courier, 'edge-logs'), {
        ...propsOf(courier),
        description: "Token Courier: CloudFront's access log",
        distributionArn,
        keeping: firewall.keeping,
      });
    },
  };
}

/** Deployments of every region have these stacks in us-east-1, so the names end with the owner's region. */
const nameOf = (courier: Construct, kind: string): string =>
  `${Names.uniqueResourceName(courier, { maxLength: LONGEST_NAME, separator: '-' })}-${kind}-${Stack.of(courier).region}`;

function propsOf(courier: Construct): StackProps {
  const { account } = Stack.of(courier);
  return {
    env: { region: EDGE_REGION, ...(Token.isUnresolved(account) ? {} : { account }) },
    crossRegionReferences: true,
  };
}
