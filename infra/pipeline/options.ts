/** The context of the pipeline's app: `cdk deploy -c key=value`. */
import type { Node } from 'constructs';
import { z } from 'zod';
import { CONFIG_KEY, readList } from '../config/command-line.ts';
import { EDGE_REGION } from '../config/edge-region.ts';
import { flag } from '../config/fields.ts';

/**
 * `repo:<owner>/<repository>:environment:<environment>`. Repositories of 2026-06-18 and later have ids behind both
 * names, so it is taken to the letter. Wildcards would let other repositories or pull requests in.
 * https://github.blog/changelog/2026-04-23-immutable-subject-claims-for-github-actions-oidc-tokens
 */
const subject = z
  .string('subject: is missing, such as repo:example/courier:environment:prod')
  .regex(
    /^repo:[\w.@-]+\/[\w.@-]+:environment:[\w.%-]+$/,
    'subject: must be repo:<owner>/<repository>:environment:<environment>, without wildcards',
  );

const HOSTED_ZONE_IDS = 'hostedZoneIds: must be ids such as Z0123456789ABC';

const schema = z.object({
  subject,
  providerArn: z
    .string()
    .regex(
      /^arn:[\w-]+:iam::\d{12}:oidc-provider\/token\.actions\.githubusercontent\.com$/,
      'providerArn: must be the ARN of an identity provider for token.actions.githubusercontent.com',
    )
    .optional(),
  policies: flag.default(true),
  boundary: flag.default(true),
  qualifier: z
    .string()
    .regex(/^[a-z0-9]{1,10}$/, 'qualifier: must be that of a CDK bootstrap')
    .default('hnb659fds'),
  hostedZoneIds: z
    .preprocess(
      readList,
      z.array(z.string().regex(/^Z[A-Z0-9]+$/, HOSTED_ZONE_IDS), { error: HOSTED_ZONE_IDS }),
    )
    .default([]),
  userPoolId: z
    .string()
    .regex(/^[\w-]+_[0-9a-zA-Z]+$/, 'userPoolId: must be the output UserPoolId of the deployment')
    .optional(),
  environment: z.string().optional(),
  region: z.string('region: is missing'),
});

export interface PipelineOptions {
  readonly subject: string;
  readonly providerArn: string | undefined;
  readonly hasPolicies: boolean;
  readonly isBounded: boolean;
  readonly qualifier: string;
  readonly hostedZoneIds: readonly string[];
  readonly userPoolId: string | undefined;
  readonly regions: readonly [main: string, ...others: string[]];
  /** Several deployments in an account have a role each. */
  readonly stackName: string;
}

/** @throws Error that lists what is wrong */
export function readPipelineOptions(node: Node): PipelineOptions {
  const shared = node.tryGetContext(CONFIG_KEY) ?? {};
  const get = (key: string) => node.tryGetContext(key);
  const parsed = schema.safeParse({
    subject: get('subject'),
    providerArn: get('providerArn'),
    policies: get('policies'),
    boundary: get('boundary'),
    qualifier: get('qualifier'),
    hostedZoneIds: get('hostedZoneIds'),
    userPoolId: get('userPoolId'),
    environment: get('environment') ?? shared.environment,
    region: get('region') ?? shared.region,
  });
  if (!parsed.success) {
    throw new Error(parsed.error.issues.map(({ message }) => message).join('\n'));
  }
  const { policies, boundary, region, environment, ...options } = parsed.data;
  return {
    ...options,
    providerArn: options.providerArn,
    userPoolId: options.userPoolId,
    hasPolicies: policies,
    isBounded: boundary,
    regions: region === EDGE_REGION ? [region] : [region, EDGE_REGION],
    stackName: ['DeployTokenCourier', environment].filter((part) => part !== undefined).join('-'),
  };
}
