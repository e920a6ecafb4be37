/**
 * The part of the configuration that says where a deployment is and what it is called.
 *
 * Several deployments can share an account: names that must be unique contain the stack's name, and global
 * names also contain the region.
 */
import { z } from 'zod';
import type { ConfigKey } from './fields.ts';
import { flag } from './fields.ts';
import { RETENTION_DAYS, retentionDays } from './log-retention.ts';
import { explainRegion } from './regions.ts';

/**
 * Words that Cognito refuses in the domain prefix of a sign-in host.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-assign-domain-prefix.html
 */
const RESERVED_IN_PREFIXES = ['aws', 'amazon', 'cognito'];

/** What the names of people's topics have after the stack's: see `topicPrefix`. */
const CONTACT = 'contact';

export const DEPLOYMENT_KEYS = {
  region: {
    field: z
      .string()
      .regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'must be an AWS region, such as eu-central-1')
      .superRefine((region, context) => {
        const message = explainRegion(region);
        if (message !== undefined) {
          context.addIssue({ code: 'custom', message });
        }
      }),
    defaultText: '`eu-central-1` in cdk.json',
    text: "where everything but CloudFront's firewall and logs is deployed: a region that has every service in use, SMS included",
  },
  environment: {
    // Without hyphens, so that names built from it are unambiguous.
    field: z
      .string()
      .regex(
        /^[a-z][a-z0-9]{0,15}$/,
        'must be 1 to 16 lower-case letters and digits, a letter first, such as dev',
      )
      .refine(
        (environment) => environment !== CONTACT,
        `must not be ${CONTACT}: people's topics are named TokenCourier-${CONTACT}-… where there is no environment`,
      )
      .optional(),
    text: 'such as `dev`: up to 16 lower-case letters and digits. Names a deployment, so that [several](deployment.md#several-deployments) can share an account',
  },
  production: {
    field: flag.default(false),
    text: 'true refuses `testDestinations`, needs `allowedCountries` (or `defaultCountry`) and a `budget`, and switches `reveal` off unless it is set',
  },
  removalPolicy: {
    field: z.enum(['retain', 'destroy']).default('retain'),
    text: 'or `destroy`: whether tables, user pool, secrets, keys and logs are deleted with the stack. With `retain`, tables and user pool are also protected from deletion. See [Remove](deployment.md#remove)',
  },
  logRetentionDays: {
    field: retentionDays(30),
    text: 'a retention that CloudWatch Logs accepts',
    allowed: () => RETENTION_DAYS.join(', '),
  },
  tracing: {
    field: z.enum(['sampled', 'full']).default('sampled'),
    text: 'or `full`: whether X-Ray traces one execution in twenty, and a verification only if its caller [asks for it](cost.md#traces), or every request up to one a second',
  },
  signInDomainPrefix: {
    field: z
      .string()
      .regex(
        /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/,
        'must be 1 to 63 lower-case letters, digits and hyphens',
      )
      .refine(
        (prefix) => !RESERVED_IN_PREFIXES.some((word) => prefix.includes(word)),
        `must not contain ${RESERVED_IN_PREFIXES.join(', ')}: Cognito refuses them`,
      )
      .optional(),
    defaultText: "from the stack's id",
    text: 'host name of the sign-in page; Cognito refuses `aws`, `amazon` and `cognito` in it',
  },
  apiReference: {
    field: flag.default(false),
    text: "whether the page has an [API reference](api.md) at `/reference.html`, with a form to try each route, and the API's description at `/openapi.yaml`. Both are public, as the rest of the page is",
  },
  apiGatewayAccountRole: {
    field: flag.default(true),
    text: 'whether the stack sets the role with which API Gateway writes logs for all APIs of the account and region. Set it to false if the account already has one',
  },
} satisfies Record<string, ConfigKey>;

interface Deployment {
  readonly region: string;
  readonly environment?: string | undefined;
}

/** The main stack's name. Names of topics, logs and global resources contain it. */
export const stackNameOf = ({ environment }: Deployment): string =>
  environment === undefined ? 'TokenCourier' : `TokenCourier-${environment}`;

/** The name of the stack with the firewall in front of CloudFront. */
export const edgeStackNameOf = (deployment: Deployment): string => atTheEdge('TokenCourierEdge', deployment);

/** The name of the stack with CloudFront's access log. */
export const edgeLogsStackNameOf = (deployment: Deployment): string =>
  atTheEdge('TokenCourierEdgeLogs', deployment);

/**
 * Deployments of every region have these stacks in us-east-1, so the names end with the main stack's region.
 */
const atTheEdge = (name: string, { environment, region }: Deployment): string =>
  [name, environment, region].filter((part) => part !== undefined).join('-');

/** The main stack's output that says which version is deployed. */
export const VERSION_OUTPUT = 'Version';

/** Distinguishes the metrics, logs and traces of several deployments. */
export const serviceNameOf = (service: string, { environment }: Deployment): string =>
  environment === undefined ? service : `${service}-${environment}`;
