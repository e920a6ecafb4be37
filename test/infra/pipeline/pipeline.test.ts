/** Who may deploy, and what a deployment may do. */

import { describe, expect, it } from '@jest/globals';
import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { CfnRole, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { boundLateRoles } from '../../../infra/cdk/late-roles.ts';
import { BOUNDARY_SERVICES } from '../../../infra/pipeline/boundary.ts';
import { DATA, isCustom, rolesRows, SERVICE } from '../../../infra/pipeline/execution-policy.ts';
import { readPipelineOptions } from '../../../infra/pipeline/options.ts';
import { PipelineStack } from '../../../infra/pipeline/pipeline-stack.ts';
import type { TemplateName } from '../../support/deployments.ts';
import { TEMPLATES } from '../../support/deployments.ts';
import { allResources, resourcesOf, synthesised } from '../../support/synth.ts';

const SUBJECT = 'repo:example/courier:environment:prod';
const ISSUER = 'token.actions.githubusercontent.com';

const optionsOf = (context: Record<string, unknown>) =>
  readPipelineOptions(new App({ context: { region: 'eu-central-1', subject: SUBJECT, ...context } }).node);

function pipeline(context: Record<string, unknown> = {}): Template {
  const { stackName, ...options } = optionsOf(context);
  return Template.fromStack(new PipelineStack(new App(), stackName, options));
}

const every = (Object.keys(TEMPLATES) as TemplateName[]).flatMap((name) => {
  const { main, edge, edgeLogs } = synthesised(name);
  return [main, edge, edgeLogs].flatMap(allResources);
});

interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
}
const statementsOf = (document: unknown) => (document as { Statement: Statement[] }).Statement;
const actionsOf = ({ Action }: Statement): readonly string[] => [Action].flat();

describe('the role of a pipeline', () => {
  it('is assumed by one environment of one repository, to the letter', () => {
    pipeline().hasResourceProperties('AWS::IAM::Role', {
      MaxSessionDuration: 3600,
      AssumeRolePolicyDocument: {
        Statement: [
          {
            Effect: 'Allow',
            Action: 'sts:AssumeRoleWithWebIdentity',
            Principal: { Federated: { 'Fn::GetAtt': ['provider', 'Arn'] } },
            Condition: {
              StringEquals: { [`${ISSUER}:aud`]: 'sts.amazonaws.com', [`${ISSUER}:sub`]: SUBJECT },
            },
          },
        ],
        Version: '2012-10-17',
      },
    });
  });

  it("may assume CDK's roles in the two regions, read what is deployed, and nothing else", () => {
    const [[, policy] = []] = resourcesOf(pipeline(), 'AWS::IAM::Policy');
    const statements = statementsOf(policy?.Properties.PolicyDocument);
    expect(statements.flatMap(actionsOf)).toEqual([
      'sts:AssumeRole',
      'cloudformation:DescribeStacks',
      'cloudformation:GetTemplate',
      'cognito-idp:DescribeUserPoolClient',
    ]);
    const roles = JSON.stringify(statements[0]?.Resource).match(
      /cdk-hnb659fds-[a-z-]+-role-|-[a-z]+-[a-z]+-\d"/g,
    );
    expect(new Set(roles)).toEqual(
      new Set([
        'cdk-hnb659fds-deploy-role-',
        'cdk-hnb659fds-file-publishing-role-',
        'cdk-hnb659fds-lookup-role-',
        '-eu-central-1"',
        '-us-east-1"',
      ]),
    );
    expect(JSON.stringify(statements)).not.toContain('"Resource":"*"');
  });

  it("trusts GitHub's provider for AWS alone, or the one that the account has", () => {
    pipeline().hasResourceProperties('AWS::IAM::OIDCProvider', {
      Url: `https://${ISSUER}`,
      ClientIdList: ['sts.amazonaws.com'],
    });
    const providerArn = `arn:aws:iam::000000000000:oidc-provider/${ISSUER}`;
    const own = pipeline({ providerArn, policies: 'false', environment: 'dev' });
    own.resourceCountIs('AWS::IAM::OIDCProvider', 0);
    own.resourceCountIs('AWS::IAM::ManagedPolicy', 0);
    own.hasResourceProperties('AWS::IAM::Role', {
      AssumeRolePolicyDocument: Match.objectLike({
        Statement: [Match.objectLike({ Principal: { Federated: providerArn } })],
      }),
    });
  });

  it.each([
    ['repo:example/*:environment:prod', 'without wildcards'],
    ['repo:example/courier:ref:refs/heads/main', 'without wildcards'],
    ['repo:example/courier:pull_request', 'without wildcards'],
    [undefined, 'subject: is missing'],
  ])('is not made for the subject %s', (subject, message) => {
    expect(() => optionsOf({ subject })).toThrow(message);
  });

  it('can be made for a repository whose subject has ids', () => {
    const subject = 'repo:example-123456/courier-456789:environment:prod';
    expect(optionsOf({ subject }).subject).toBe(subject);
  });

  it('is out of reach of what it deploys', () => {
    expect(optionsOf({}).stackName).toBe('DeployTokenCourier');
    expect(optionsOf({ environment: 'dev' }).stackName).toBe('DeployTokenCourier-dev');
  });
});

describe('the policies of the execution role', () => {
  const rows = [...DATA, ...SERVICE, ...rolesRows()];

  it('have a row for every type of resource in every template', () => {
    const types = new Set(every.map(([, { Type }]) => Type).filter((type) => !isCustom(type)));
    expect(types.size).toBeGreaterThan(40);
    const known = rows.flatMap((row) => row.types);
    expect([...types].filter((type) => !known.includes(type))).toEqual([]);
    expect(known.filter((type, index) => known.indexOf(type) !== index)).toEqual([]);
  });

  it('allow everything of no account, and no change of users, groups and policies', () => {
    const actions = rows.flatMap((row) => row.actions);
    expect(actions).not.toContain('*');
    expect(
      actions.filter(
        (action) => action.startsWith('iam:') && /User|Group|:Create(?!Role|ServiceLinkedRole)/.test(action),
      ),
    ).toEqual([]);
    const all = rows.filter(({ resources }) => resources.includes('*')).flatMap((row) => row.actions);
    expect(all.filter((action) => /^(iam|s3|dynamodb|states|sqs|secretsmanager:\*)/.test(action))).toEqual(
      [],
    );
  });

  it('make and change roles only with the boundary', () => {
    const policies = resourcesOf(pipeline(), 'AWS::IAM::ManagedPolicy');
    const statements = policies.flatMap(([, { Properties }]) => statementsOf(Properties.PolicyDocument));
    const change = statements.filter((each) => actionsOf(each).includes('iam:CreateRole'));
    expect(change).toEqual([
      expect.objectContaining({
        Condition: {
          StringEquals: { 'iam:PermissionsBoundary': { Ref: expect.stringMatching(/^boundary/) } },
        },
      }),
    ]);
    expect(statements.flatMap(actionsOf)).not.toContain('iam:DeleteRolePermissionsBoundary');
    const free = resourcesOf(pipeline({ boundary: 'false' }), 'AWS::IAM::ManagedPolicy');
    expect(JSON.stringify(free)).not.toContain('PermissionsBoundary":');
  });

  it('fit into managed policies, which have at most 6,144 characters', () => {
    const policies = resourcesOf(pipeline(), 'AWS::IAM::ManagedPolicy');
    expect(policies).toHaveLength(4);
    for (const [, { Properties }] of policies) {
      expect(JSON.stringify(Properties.PolicyDocument).length).toBeLessThan(6_144);
    }
  });
});

describe('the boundary', () => {
  it('has every service that a policy of a template names', () => {
    const documents = every.flatMap(([, { Type, Properties }]) => [
      ...(Type === 'AWS::IAM::Policy' ? [Properties.PolicyDocument] : []),
      ...(Type === 'AWS::IAM::Role'
        ? (Properties.Policies ?? []).map((each: { PolicyDocument: unknown }) => each.PolicyDocument)
        : []),
    ]);
    const services = new Set(
      documents
        .flatMap(statementsOf)
        .flatMap(actionsOf)
        .map((action) => action.split(':')[0] ?? ''),
    );
    expect(services.size).toBeGreaterThan(10);
    const known: readonly string[] = [...BOUNDARY_SERVICES, 'iam'];
    expect([...services].filter((service) => !known.includes(service))).toEqual([]);
  });

  it('is on roles that CDK adds late, as on all others', () => {
    const app = new App({ context: { '@aws-cdk/core:permissionsBoundary': { name: 'Bound' } } });
    const here = new Stack(app, 'Here', { env: { region: 'eu-central-1' }, crossRegionReferences: true });
    const there = new Stack(app, 'There', { env: { region: 'us-east-1' }, crossRegionReferences: true });
    const role = new Role(here, 'role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    new CfnRole(there, 'reader', { assumeRolePolicyDocument: {}, description: role.roleArn });
    boundLateRoles(here);
    boundLateRoles(there);
    const assembly = app.synth();
    const roles = ['Here', 'There'].flatMap((name) =>
      Object.values(assembly.getStackByName(name).template.Resources as Record<string, CdkRole>).filter(
        ({ Type }) => Type === 'AWS::IAM::Role',
      ),
    );
    expect(roles).toHaveLength(4);
    for (const { Properties } of roles) {
      expect(JSON.stringify(Properties.PermissionsBoundary)).toContain(':policy/Bound');
    }
  });
});

interface CdkRole {
  readonly Type: string;
  readonly Properties: { readonly PermissionsBoundary?: unknown };
}
