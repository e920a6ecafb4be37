/**
 * What a pipeline needs in an account to deploy Token Courier without a stored key: GitHub's identity provider, a
 * role that one environment of one repository may assume, and the policies to bootstrap CDK with.
 *
 * The role itself can change nothing. It may assume CDK's roles, which hand the work to CloudFormation.
 */
import type { StackProps } from 'aws-cdk-lib';
import { Aws, CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import {
  CfnOIDCProvider,
  FederatedPrincipal,
  ManagedPolicy,
  PolicyStatement,
  Role,
} from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { BOUNDARY_NAME, boundaryStatements } from './boundary.ts';
import { deployLimits } from './deploy-limits.ts';
import { DATA, hostNamesRows, rolesRows, SERVICE } from './execution-policy.ts';
import { NAME_PREFIX, statementOf } from './rows.ts';

/** https://docs.github.com/en/actions/reference/security/oidc */
const ISSUER = 'token.actions.githubusercontent.com';
const AUDIENCE = 'sts.amazonaws.com';

/**
 * The roles of a CDK bootstrap that a deployment without container images and lookups uses. The one for lookups may
 * read nearly everything in the account; without it, CDK compares templates with the permissions of this role.
 */
const CDK_ROLES = ['deploy', 'file-publishing'];

export interface PipelineStackProps extends StackProps {
  /** The claim `sub` of the one environment that may deploy, to the letter. */
  readonly subject: string;
  /** Of an identity provider that the account already has: it can have one for each issuer. */
  readonly providerArn?: string | undefined;
  /** false: the account has the policies already, from another environment. */
  readonly hasPolicies: boolean;
  /** Whether roles of the deployment need the boundary. */
  readonly isBounded: boolean;
  /** Of the CDK bootstrap. */
  readonly qualifier: string;
  /** In which CloudFormation may change records. */
  readonly hostedZoneIds: readonly string[];
  /** The deployment's, whose client the smoke test uses. The first deployment creates it. */
  readonly userPoolId?: string | undefined;
  /** Where the service and CloudFront's firewall are. */
  readonly regions: readonly [main: string, ...others: string[]];
}

export class PipelineStack extends Stack {
  constructor(scope: Construct, id: string, props: PipelineStackProps) {
    super(scope, id, props);
    const providerArn =
      props.providerArn ??
      new CfnOIDCProvider(this, 'provider', { url: `https://${ISSUER}`, clientIdList: [AUDIENCE] }).attrArn;
    const role = new Role(this, 'role', {
      description: `Token Courier: deploys, for ${props.subject}`,
      maxSessionDuration: Duration.hours(1),
      assumedBy: new FederatedPrincipal(
        providerArn,
        { StringEquals: { [`${ISSUER}:aud`]: AUDIENCE, [`${ISSUER}:sub`]: props.subject } },
        'sts:AssumeRoleWithWebIdentity',
      ),
    });
    for (const statement of deployingStatements(props)) {
      role.addToPolicy(statement);
    }
    new CfnOutput(this, 'RoleArn', { value: role.roleArn, description: 'What the pipeline assumes' });
    if (props.hasPolicies) {
      new CfnOutput(this, 'ExecutionPolicies', {
        value: executionPolicies(this, props).join(','),
        description: 'For cdk bootstrap --cloudformation-execution-policies',
      });
      const limits = new ManagedPolicy(this, 'deploy-limits', { statements: [deployLimits()] });
      new CfnOutput(this, 'DeployLimits', {
        value: limits.managedPolicyArn,
        description: "To attach to the bootstrap's deploy role in each region: its own stacks only",
      });
    }
  }
}

/** The ARNs of the policies for CloudFormation. A policy has at most 6,144 characters, so there are three. */
function executionPolicies(
  scope: Construct,
  { isBounded, hostedZoneIds }: Pick<PipelineStackProps, 'isBounded' | 'hostedZoneIds'>,
): string[] {
  const boundary = isBounded
    ? new ManagedPolicy(scope, 'boundary', {
        managedPolicyName: BOUNDARY_NAME,
        statements: boundaryStatements(),
      })
    : undefined;
  const rows = {
    data: DATA,
    service: [...SERVICE, ...hostNamesRows(hostedZoneIds)],
    roles: rolesRows(boundary?.managedPolicyArn),
  };
  return Object.entries(rows).map(
    ([name, some]) =>
      new ManagedPolicy(scope, `execution-${name}`, { statements: some.map(statementOf) }).managedPolicyArn,
  );
}

/** Also what a person needs to deploy; the same is in docs/deployment.md. */
function deployingStatements({ qualifier, regions, userPoolId }: PipelineStackProps): PolicyStatement[] {
  return [
    new PolicyStatement({
      sid: 'DeployByCdk',
      actions: ['sts:AssumeRole'],
      resources: regions.flatMap((region) =>
        CDK_ROLES.map(
          (name) =>
            `arn:${Aws.PARTITION}:iam::${Aws.ACCOUNT_ID}:role/cdk-${qualifier}-${name}-role-${Aws.ACCOUNT_ID}-${region}`,
        ),
      ),
    }),
    new PolicyStatement({
      sid: 'ReadWhatIsDeployed',
      actions: ['cloudformation:DescribeStacks', 'cloudformation:GetTemplate'],
      resources: regions.map(
        (region) => `arn:${Aws.PARTITION}:cloudformation:${region}:${Aws.ACCOUNT_ID}:stack/${NAME_PREFIX}*/*`,
      ),
    }),
    ...(userPoolId === undefined
      ? []
      : [
          new PolicyStatement({
            sid: 'ReadTheSecretForTheSmokeTest',
            actions: ['cognito-idp:DescribeUserPoolClient'],
            resources: [
              `arn:${Aws.PARTITION}:cognito-idp:${regions[0]}:${Aws.ACCOUNT_ID}:userpool/${userPoolId}`,
            ],
          }),
        ]),
  ];
}
