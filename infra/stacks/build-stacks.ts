/** Wires the stacks of a deployment; shared by the app and its tests. */
import { type App, Tags } from 'aws-cdk-lib';
import { readConfig } from '../config.ts';
import { EDGE_REGION } from '../edge-region.ts';
import { EdgeLogsStack } from './edge-logs-stack.ts';
import { EdgeStack } from './edge-stack.ts';
import { TokenCourierStack } from './token-courier-stack.ts';

/**
 * Adds the stacks to the app, in the account of the credentials that deploy it.
 * @throws ConfigError when the context does not hold a valid configuration.
 */
export function buildStacks(app: App): {
  main: TokenCourierStack;
  edge: EdgeStack;
  edgeLogs: EdgeLogsStack;
} {
  const config = readConfig(app.node);
  const edge = new EdgeStack(app, 'TokenCourierEdge', {
    description: "Token Courier: CloudFront's web ACL",
    env: { region: EDGE_REGION },
    crossRegionReferences: true,
    config,
  });
  const main = new TokenCourierStack(app, 'TokenCourier', {
    description: 'Token Courier: issues, delivers and verifies single-use second-factor tokens',
    env: { region: config.region },
    crossRegionReferences: true,
    config,
    edgeWebAclArn: edge.webAclArn,
  });
  const edgeLogs = new EdgeLogsStack(app, 'TokenCourierEdgeLogs', {
    description: "Token Courier: CloudFront's access log",
    env: { region: EDGE_REGION },
    crossRegionReferences: true,
    distributionArn: main.distributionArn,
    keeping: edge.keeping,
  });
  Tags.of(app).add('service', 'token-courier');
  return { main, edge, edgeLogs };
}
