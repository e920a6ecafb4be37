/** Wires the stacks of a deployment, for the app and its tests. */
import type { App } from 'aws-cdk-lib';
import { edgeLogsStackNameOf, edgeStackNameOf, stackNameOf } from '../config/deployment.ts';
import { EDGE_REGION } from '../config/edge-region.ts';
import { readConfig, refuseUnknownKeys } from '../config/schema.ts';
import { EdgeLogsStack } from './edge-logs-stack.ts';
import { EdgeStack } from './edge-stack.ts';
import { TokenCourierStack } from './token-courier-stack.ts';

/**
 * Adds the stacks to the app. Their account is that of the credentials that deploy them.
 * @throws ConfigError when the configuration is not valid, or the context has a key that nothing reads.
 */
export function buildStacks(app: App): {
  main: TokenCourierStack;
  edge: EdgeStack;
  edgeLogs: EdgeLogsStack;
} {
  refuseUnknownKeys(app.node);
  const config = readConfig(app.node);
  const tags = {
    service: 'token-courier',
    ...(config.environment === undefined ? {} : { environment: config.environment }),
  };
  const edge = new EdgeStack(app, edgeStackNameOf(config), {
    description: "Token Courier: CloudFront's web ACL",
    env: { region: EDGE_REGION },
    crossRegionReferences: true,
    tags,
    config,
  });
  const main = new TokenCourierStack(app, stackNameOf(config), {
    description: 'Token Courier: issues, delivers and verifies single-use second-factor tokens',
    env: { region: config.region },
    crossRegionReferences: true,
    tags,
    config,
    edgeWebAclArn: edge.webAclArn,
  });
  const edgeLogs = new EdgeLogsStack(app, edgeLogsStackNameOf(config), {
    description: "Token Courier: CloudFront's access log",
    env: { region: EDGE_REGION },
    crossRegionReferences: true,
    tags,
    distributionArn: main.distributionArn,
    keeping: edge.keeping,
  });
  return { main, edge, edgeLogs };
}
