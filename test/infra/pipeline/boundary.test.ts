/** The most that roles of a deployment can do: what they need, and no way to another role. */

import { describe, expect, it } from '@jest/globals';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { CfnRole, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { boundLateRoles } from '../../../infra/cdk/late-roles.ts';
import { PipelineStack } from '../../../infra/pipeline/pipeline-stack.ts';
import type { TemplateName } from '../../support/deployments.ts';
import { TEMPLATES } from '../../support/deployments.ts';
import { resourcesOf, synthesised } from '../../support/synth.ts';
import { allows, grantsOf } from './grants.ts';

const boundary = (() => {
  const stack = new PipelineStack(new App(), 'Deploy', {
    subject: 'repo:example/courier:environment:prod',
    hasPolicies: true,
    isBounded: true,
    qualifier: 'hnb659fds',
    hostedZoneIds: [],
    regions: ['eu-central-1'],
  });
  return resourcesOf(Template.fromStack(stack), 'AWS::IAM::ManagedPolicy').find(
    ([, { Properties }]) => Properties.ManagedPolicyName === 'TokenCourierBoundary',
  )?.[1].Properties.PolicyDocument;
})();

const stacks = (Object.keys(TEMPLATES) as TemplateName[]).flatMap((template) => {
  const { main, edge, edgeLogs, names, region } = synthesised(template);
  return [
    { template: main, name: names.main, region },
    { template: edge, name: names.edge, region: 'us-east-1' },
    { template: edgeLogs, name: names.edgeLogs, region: 'us-east-1' },
  ];
});

const arn = (service: string, resource: string) => `arn:aws:${service}:eu-central-1:000000000000:${resource}`;

describe('the boundary', () => {
  it('allows whatever a role of any template is allowed, the roles of CDK among them', () => {
    const grants = stacks.flatMap(grantsOf);
    const actions = new Set(grants.map(({ action }) => action));
    expect([...actions]).toEqual(
      expect.arrayContaining([
        ...['states:StartSyncExecution', 'kms:Sign', 'iam:PassRole', 'logs:FilterLogEvents'],
        // The upload of the page, the deletion of its files, and values for the other region.
        ...['s3:PutObject', 's3:PutBucketPolicy', 'ssm:PutParameter', 'ssm:AddTagsToResource'],
      ]),
    );
    expect(actions.size).toBeGreaterThan(60);
    expect(grants.filter((grant) => !allows(boundary, grant))).toEqual([]);
  });

  it.each([
    ['the code of functions', 'lambda:UpdateFunctionCode', arn('lambda', 'function:TokenCourier-issue')],
    ['functions of others', 'lambda:InvokeFunction', arn('lambda', 'function:payroll')],
    ['new functions', 'lambda:CreateFunction', arn('lambda', 'function:TokenCourier-new')],
    ['what functions listen to', 'lambda:CreateEventSourceMapping', '*'],
    ['state machines', 'states:UpdateStateMachine', arn('states', 'stateMachine:TokenCourier-issue')],
    ['machines of others', 'states:StartSyncExecution', arn('states', 'stateMachine:payroll')],
    ['commands to instances', 'ssm:SendCommand', arn('ec2', 'instance/i-0123')],
    ['automations', 'ssm:StartAutomationExecution', arn('ssm', 'automation-definition/any')],
    ['parameters of others', 'ssm:PutParameter', arn('ssm', 'parameter/cdk/exports/Payroll/x')],
    [
      'what is to be deployed',
      's3:PutObject',
      'arn:aws:s3:::cdk-hnb659fds-assets-000000000000-eu-central-1/x',
    ],
    ['files of others', 's3:GetObject', 'arn:aws:s3:::payroll/x'],
    ['tables of others', 'dynamodb:GetItem', arn('dynamodb', 'table/Payroll')],
    ['the deletion of tables', 'dynamodb:DeleteTable', arn('dynamodb', 'table/TokenCourier-tokens')],
    ['secrets of others', 'secretsmanager:GetSecretValue', arn('secretsmanager', 'secret:payroll')],
    [
      'the deletion of secrets',
      'secretsmanager:DeleteSecret',
      arn('secretsmanager', 'secret:couriersubject'),
    ],
    ['the policies of keys', 'kms:PutKeyPolicy', arn('kms', 'key/1')],
    ['the deletion of keys', 'kms:ScheduleKeyDeletion', arn('kms', 'key/1')],
    ['the deletion of logs', 'logs:DeleteLogGroup', arn('logs', 'log-group:TokenCourier-audit')],
    ['topics of others', 'sns:Publish', arn('sns', 'payroll')],
    ['queues of others', 'sqs:SendMessage', arn('sqs', 'payroll')],
    ['events of others', 'events:PutEvents', arn('events', 'event-bus/default')],
    ['roles', 'iam:CreateRole', 'arn:aws:iam::000000000000:role/TokenCourier-new'],
    ['other sessions', 'sts:AssumeRole', 'arn:aws:iam::000000000000:role/admin'],
  ])('keeps %s out of reach', (_, action, resource) => {
    expect(allows(boundary, { action, resource })).toBe(false);
  });

  it('lets a role be passed to SNS alone', () => {
    const role = 'arn:aws:iam::000000000000:role/TokenCourier-log';
    const passedTo = (service: string) => ({
      action: 'iam:PassRole',
      resource: role,
      condition: { StringEquals: { 'iam:PassedToService': service } },
    });
    expect(allows(boundary, passedTo('sns.amazonaws.com'))).toBe(true);
    expect(allows(boundary, passedTo('lambda.amazonaws.com'))).toBe(false);
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
