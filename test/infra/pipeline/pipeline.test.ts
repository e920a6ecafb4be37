/** Who may deploy, and what a deployment may do. */

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { App } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import {
  DATA,
  hostNamesRows,
  isCustom,
  rolesRows,
  SERVICE,
} from '../../../infra/pipeline/execution-policy.ts';
import { readPipelineOptions } from '../../../infra/pipeline/options.ts';
import { PipelineStack } from '../../../infra/pipeline/pipeline-stack.ts';
import type { TemplateName } from '../../support/deployments.ts';
import { TEMPLATES } from '../../support/deployments.ts';
import { allResources, resourcesOf, synthesised } from '../../support/synth.ts';
import type { Grant } from './grants.ts';
import { allows, textOf } from './grants.ts';

const SUBJECT = 'repo:example/courier:environment:prod';
const BOOTSTRAP_TEMPLATE = 'lib/api/bootstrap/bootstrap-template.yaml';
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
    ]);
    const roles = JSON.stringify(statements[0]?.Resource).match(
      /cdk-hnb659fds-[a-z-]+-role-|-[a-z]+-[a-z]+-\d"/g,
    );
    expect(new Set(roles)).toEqual(
      new Set([
        'cdk-hnb659fds-deploy-role-',
        'cdk-hnb659fds-file-publishing-role-',
        '-eu-central-1"',
        '-us-east-1"',
      ]),
    );
    expect(JSON.stringify(statements)).not.toContain('"Resource":"*"');
  });

  it('reads clients of the one user pool that is named, for the smoke test', () => {
    const statementsWith = (context: Record<string, unknown>) =>
      resourcesOf(pipeline(context), 'AWS::IAM::Policy').flatMap(([, { Properties }]) =>
        statementsOf(Properties.PolicyDocument),
      );
    const [, , statement] = statementsWith({ userPoolId: 'eu-central-1_a1B2c3D4e' });
    expect(statement?.Action).toBe('cognito-idp:DescribeUserPoolClient');
    expect(textOf(statement?.Resource)).toBe(
      'arn:aws:cognito-idp:eu-central-1:000000000000:userpool/eu-central-1_a1B2c3D4e',
    );
    expect(statementsWith({})).toHaveLength(2);
    expect(() => optionsOf({ userPoolId: '*' })).toThrow('userPoolId: must be the output UserPoolId');
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
  const rows = [...DATA, ...SERVICE, ...hostNamesRows(['Z0123456789ABC']), ...rolesRows()];

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

  it('change records only in the hosted zones that are named', () => {
    const records = (context: Record<string, unknown>) =>
      resourcesOf(pipeline(context), 'AWS::IAM::ManagedPolicy')
        .flatMap(([, { Properties }]) => statementsOf(Properties.PolicyDocument))
        .filter((each) => actionsOf(each).includes('route53:ChangeResourceRecordSets'))
        .flatMap(({ Resource }) => [Resource].flat().map((each) => textOf(each)));
    expect(records({})).toEqual([]);
    expect(records({ hostedZoneIds: 'Z0123,Z4567' })).toEqual([
      'arn:aws:route53:::hostedzone/Z0123',
      'arn:aws:route53:::hostedzone/Z4567',
    ]);
    expect(() => optionsOf({ hostedZoneIds: '*' })).toThrow('hostedZoneIds: must be ids');
  });

  it('have every log group of the templates, and delete none of others', () => {
    const policies = resourcesOf(pipeline(), 'AWS::IAM::ManagedPolicy');
    const allow = (grant: Grant) =>
      policies.some(([, { Properties }]) => allows(Properties.PolicyDocument, grant));
    const arnOf = (group: string) => `arn:aws:logs:eu-central-1:000000000000:log-group:${group}:*`;
    const named = every.flatMap(([, { Type, Properties }]) =>
      Type === 'AWS::Logs::LogGroup' && Properties.LogGroupName !== undefined
        ? [textOf(Properties.LogGroupName)]
        : [],
    );
    expect(new Set(named).size).toBeGreaterThan(4);
    const own = [
      ...named,
      'TokenCourier-generated',
      'sns/eu-central-1/000000000000/DirectPublishToPhoneNumber',
    ];
    for (const action of ['logs:CreateLogGroup', 'logs:PutSubscriptionFilter', 'logs:DeleteLogGroup']) {
      expect(own.filter((group) => !allow({ action, resource: arnOf(group) }))).toEqual([]);
    }
    for (const action of [
      'DeleteLogGroup',
      'DeleteLogStream',
      'PutRetentionPolicy',
      'PutSubscriptionFilter',
    ]) {
      expect(allow({ action: `logs:${action}`, resource: arnOf('payroll') })).toBe(false);
    }
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
    expect(policies).toHaveLength(5);
    for (const [, { Properties }] of policies) {
      expect(JSON.stringify(Properties.PolicyDocument).length).toBeLessThan(6_144);
    }
  });
});

describe("the limits of the bootstrap's deploy role", () => {
  /** Of CDK's own template, which says what the role may do with every stack. */
  const bootstrap = readFileSync(
    join(dirname(createRequire(import.meta.url).resolve('aws-cdk/package.json')), BOOTSTRAP_TEMPLATE),
    'utf8',
  );
  const [, deployRole = ''] = /^ {2}DeploymentActionRole:\n([\s\S]*?)^ {2}\w/m.exec(bootstrap) ?? [];
  const changes = [...deployRole.matchAll(/cloudformation:(?!Describe|Get|List)\w+/g)].map(
    ([action]) => action,
  );
  const denied = () =>
    resourcesOf(pipeline(), 'AWS::IAM::ManagedPolicy')
      .flatMap(([, { Properties }]) => statementsOf(Properties.PolicyDocument))
      .filter(({ Effect }) => Effect === 'Deny');

  it('deny it every change of stacks with other names, which it would make with their roles', () => {
    expect(changes).toEqual(
      expect.arrayContaining(['cloudformation:ExecuteChangeSet', 'cloudformation:DeleteStack']),
    );
    const [statement, ...more] = denied();
    expect(more).toEqual([]);
    expect(statement && actionsOf(statement)).toEqual(expect.arrayContaining(changes));
    expect(textOf((statement as { NotResource?: unknown } | undefined)?.NotResource)).toBe(
      'arn:aws:cloudformation:*:000000000000:stack/TokenCourier*/*',
    );
  });

  it('are an output, and made once in an account', () => {
    expect(pipeline().findOutputs('DeployLimits')).toHaveProperty('DeployLimits');
    expect(pipeline({ policies: 'false' }).findOutputs('DeployLimits')).toEqual({});
  });
});
