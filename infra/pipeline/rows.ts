/** The rows that the policies are written as, and the ARNs of what belongs to a deployment. */
import { Aws } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';

export interface Row {
  /** The sid of its statement. */
  readonly name: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** Stacks, and what CloudFormation names after them, begin so. */
export const NAME_PREFIX = 'TokenCourier';

export const regional = (service: string, resource: string): string =>
  `arn:${Aws.PARTITION}:${service}:*:${Aws.ACCOUNT_ID}:${resource}`;
export const role = (name: string): string => `arn:${Aws.PARTITION}:iam::${Aws.ACCOUNT_ID}:role/${name}`;

/** CloudFormation names a secret after its logical id, which begins with the construct's id. */
export const OWN_SECRETS = [
  regional('secretsmanager', `secret:${NAME_PREFIX}*`),
  regional('secretsmanager', 'secret:courier*'),
];

/** SNS names the groups of its delivery log itself. */
export const SNS_LOGS = regional('logs', 'log-group:sns/*');

/** AWS asks for the beginnings of those of the firewalls and the state machine. */
export const OWN_LOGS = [
  regional('logs', `log-group:${NAME_PREFIX}*`),
  regional('logs', `log-group:aws-waf-logs-${NAME_PREFIX}*`),
  regional('logs', `log-group:/aws/vendedlogs/states/${NAME_PREFIX}*`),
  regional('logs', `log-group:/aws/lambda/${NAME_PREFIX}*`),
  SNS_LOGS,
];

export const OWN_BUCKETS = `arn:${Aws.PARTITION}:s3:::${NAME_PREFIX.toLowerCase()}*`;

/** Where the CDK bootstrap keeps code and files that are to be deployed. */
export const ASSETS = `arn:${Aws.PARTITION}:s3:::cdk-*-assets-${Aws.ACCOUNT_ID}-*`;

export const statementOf = ({ name, actions, resources, conditions }: Row): PolicyStatement =>
  new PolicyStatement({
    sid: name,
    actions: [...actions],
    resources: [...resources],
    ...(conditions === undefined ? {} : { conditions }),
  });
