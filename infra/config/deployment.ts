/**
 * The part of the configuration that says where a deployment is and what it is called.
 *
 * Several can share an account: what needs a unique name is named after its stack, and where the name is global,
 * after the region too.
 */
import { z } from 'zod';
import { explainRegion } from './regions.ts';

/**
 * Words that Cognito refuses in the prefix of a sign-in host.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-assign-domain-prefix.html
 */
const RESERVED_IN_PREFIXES = ['aws', 'amazon', 'cognito'];

/** The command line (`-c key=true`) gives text. */
const flag = z.union([z.boolean(), z.enum(['true', 'false']).transform((value) => value === 'true')], {
  error: 'must be true or false',
});

export const DEPLOYMENT_FIELDS = {
  region: z
    .string()
    .regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'must be an AWS region, such as eu-central-1')
    .superRefine((region, context) => {
      const message = explainRegion(region);
      if (message !== undefined) context.addIssue({ code: 'custom', message });
    }),
  /** Without hyphens, so that names built from it are unambiguous. */
  environment: z
    .string()
    .regex(
      /^[a-z][a-z0-9]{0,15}$/,
      'must be 1 to 16 lower-case letters and digits, a letter first, such as dev',
    )
    .optional(),
  removalPolicy: z.enum(['retain', 'destroy']).default('retain'),
  signInDomainPrefix: z
    .string()
    .regex(/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/, 'must be 1 to 63 lower-case letters, digits and hyphens')
    .refine(
      (prefix) => !RESERVED_IN_PREFIXES.some((word) => prefix.includes(word)),
      `must not contain ${RESERVED_IN_PREFIXES.join(', ')}: Cognito refuses them`,
    )
    .optional(),
  apiGatewayAccountRole: flag.default(true),
};

interface Deployment {
  readonly region: string;
  readonly environment?: string | undefined;
}

/** The main stack's name. Names of topics, logs and global resources follow it. */
export const stackNameOf = ({ environment }: Deployment): string =>
  environment === undefined ? 'TokenCourier' : `TokenCourier-${environment}`;

/** The stack of the firewall before CloudFront. */
export const edgeStackNameOf = (deployment: Deployment): string => atTheEdge('TokenCourierEdge', deployment);

/** The stack of CloudFront's access log. */
export const edgeLogsStackNameOf = (deployment: Deployment): string =>
  atTheEdge('TokenCourierEdgeLogs', deployment);

/** Deployments of all regions have these stacks in us-east-1, so the names end in the region. */
const atTheEdge = (name: string, { environment, region }: Deployment): string =>
  [name, environment, region].filter((part) => part !== undefined).join('-');

/** Tells the metrics, logs and traces of deployments apart. */
export const serviceNameOf = (service: string, { environment }: Deployment): string =>
  environment === undefined ? service : `${service}-${environment}`;
