import { describe, expect, it } from '@jest/globals';
import { parseConfig } from '../../../infra/config/schema.ts';
import { allResources, ownFunctions, resourcesOf, synthesised } from '../../support/synth.ts';

/** With `fallback`, and emails by SNS or SES; the next with `record`. */
const { main: on } = synthesised('everything');
const { main: bySes } = synthesised('dev');
const { main: recording } = synthesised('own domains');
const { main: off } = synthesised();
const { main: disposable } = synthesised('disposable, with receipts by another issuer');

interface Statement {
  readonly Effect: string;
  readonly Action: string | string[];
  readonly Resource: unknown;
  readonly Condition?: unknown;
}

function statementsOf(template: typeof on, name: string): Statement[] {
  const role = ownFunctions(template).find(([each]) => each === name)?.[1].Properties.Role['Fn::GetAtt'][0];
  return resourcesOf(template, 'AWS::IAM::Policy')
    .filter(([, { Properties }]) => Properties.Roles[0].Ref === role)
    .flatMap(([, { Properties }]) => Properties.PolicyDocument.Statement);
}

/** Besides its own log and traces, and the key by way of a service. */
const actionsOf = (template: typeof on, name: string) =>
  statementsOf(template, name)
    .filter(({ Resource }) => !JSON.stringify(Resource).includes('logs'))
    .flatMap(({ Action, Resource }) =>
      [Action].flat().map((action) => {
        const table = /tables(tokens|limits|contacts|activity)/.exec(JSON.stringify(Resource))?.[1];
        return table === undefined ? action : `${action} ${table}`;
      }),
    )
    .filter((action) => !/^(xray|kms):/.test(action))
    .sort();

/** Those of the text log: with events, function logs have some too. */
const filtersOf = (template: typeof on) =>
  resourcesOf(template, 'AWS::Logs::SubscriptionFilter').filter(
    ([, { Properties }]) => Properties.FilterPattern === '',
  );

const textLogRole = (template: typeof on) =>
  resourcesOf(template, 'AWS::IAM::Role').find(([id]) => /deliverystatustextlogrole/.test(id)) ?? [
    '',
    undefined,
  ];

const groupNamed = (end: string) => ({
  'Fn::Join': ['', ['sns/eu-central-1/', { Ref: 'AWS::AccountId' }, `/DirectPublishToPhoneNumber${end}`]],
});

describe('delivery status', () => {
  it('deploys nothing when it is off', () => {
    expect(resourcesOf(off, 'Custom::TextLog')).toEqual([]);
    expect(resourcesOf(off, 'AWS::Logs::SubscriptionFilter')).toEqual([]);
    const names = ownFunctions(off).map(([name]) => name);
    expect(names).not.toContain('note-delivery-reports');
    expect(names).not.toContain('keep-text-log');
    expect(allResources(off).filter(([id]) => /deliverystatus/i.test(id))).toEqual([]);
    expect(JSON.stringify(statementsOf(off, 'deliver-by-sms'))).not.toContain('message#');
  });

  it("uses two log groups with SNS's names, with the retention and key of all logs", () => {
    const [[, log] = []] = resourcesOf(on, 'Custom::TextLog');
    expect(log?.Properties).toMatchObject({
      groups: [groupNamed(''), groupNamed('/Failure')],
      retentionDays: 30,
      keyArn: { 'Fn::GetAtt': [expect.stringMatching(/^courierkey/), 'Arn'] },
      roleArn: { 'Fn::GetAtt': [expect.stringMatching(/textlogrole/), 'Arn'] },
      isDisposable: false,
    });
  });

  it('passes every line to one function, which CloudWatch Logs may call for these groups only', () => {
    const filters = filtersOf(on).map(([, { Properties }]) => Properties);
    const [reader] = resourcesOf(on, 'AWS::Lambda::Function').filter(([id]) =>
      /notedeliveryreports/.test(id),
    );
    const DestinationArn = { 'Fn::GetAtt': [reader?.[0], 'Arn'] };
    expect(filters).toEqual(
      ['', '/Failure'].map((end) => ({
        ...{ LogGroupName: groupNamed(end), FilterPattern: '' },
        DestinationArn,
      })),
    );
    const permissions = resourcesOf(on, 'AWS::Lambda::Permission')
      .map(([, { Properties }]) => Properties)
      .filter(
        ({ Principal, FunctionName }) =>
          Principal === 'logs.amazonaws.com' &&
          JSON.stringify(FunctionName) === JSON.stringify(DestinationArn),
      );
    expect(permissions).toHaveLength(2);
    for (const permission of permissions) {
      expect(permission).toMatchObject({
        ...{ FunctionName: DestinationArn, SourceAccount: { Ref: 'AWS::AccountId' } },
      });
      expect(JSON.stringify(permission.SourceArn)).toMatch(
        /:log-group:sns\/eu-central-1\/.*\/DirectPublishToPhoneNumber(\/Failure)?:\*"/,
      );
    }
  });

  it('subscribes after the groups exist, which are created after their function may create them', () => {
    const [[logId, log] = ['', undefined]] = resourcesOf(on, 'Custom::TextLog');
    for (const [, filter] of filtersOf(on)) {
      expect(JSON.stringify(filter)).toContain(logId);
    }
    const policies = resourcesOf(on, 'AWS::IAM::Policy').map(([id]) => id);
    const waitedFor = JSON.stringify(log);
    expect(
      policies.filter((id) => /keeptextlogroleDefaultPolicy/.test(id) && waitedFor.includes(id)),
    ).toHaveLength(1);
  });

  it('has a role that only SNS can assume, for these groups only', () => {
    const [, role] = textLogRole(on);
    expect(role?.Properties.AssumeRolePolicyDocument.Statement).toMatchObject([
      { Principal: { Service: 'sns.amazonaws.com' }, Action: 'sts:AssumeRole' },
    ]);
    const [policy, ...others] = role?.Properties.Policies ?? [];
    expect(others).toEqual([]);
    const [statement, ...more] = policy.PolicyDocument.Statement;
    expect(more).toEqual([]);
    expect(statement.Action).toEqual(['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents']);
    expect(statement.Resource).toHaveLength(4);
    for (const resource of statement.Resource) {
      expect(JSON.stringify(resource)).toMatch(/DirectPublishToPhoneNumber(\/Failure)?(:\*)?"\]\]\}$/);
    }
  });

  it.each([
    ['retained', on],
    ['disposable', disposable],
  ])('keeps the role and what it may do when a %s stack goes, for others who read the log', (_, template) => {
    const [id, role] = textLogRole(template);
    expect(role?.DeletionPolicy).toBe('Retain');
    const apart = resourcesOf(template, 'AWS::IAM::Policy').filter(
      ([, { Properties }]) => Properties.Roles[0].Ref === id,
    );
    expect(apart).toEqual([]);
  });

  it('gives the functions only the permissions they need', () => {
    expect(actionsOf(recording, 'note-delivery-reports')).toEqual([
      'dynamodb:DeleteItem limits',
      'dynamodb:GetItem limits',
      'dynamodb:PutItem activity',
      'dynamodb:UpdateItem tokens',
    ]);
    expect(actionsOf(on, 'note-delivery-reports')).toEqual([
      'dynamodb:DeleteItem limits',
      'dynamodb:GetItem limits',
      'dynamodb:GetItem limits',
      'dynamodb:GetItem tokens',
      'dynamodb:PutItem activity',
      'dynamodb:UpdateItem limits',
      'dynamodb:UpdateItem tokens',
      'dynamodb:UpdateItem tokens',
      'secretsmanager:GetSecretValue',
      'sns:Publish',
    ]);
    expect(actionsOf(bySes, 'note-delivery-reports')).toEqual([
      'dynamodb:DeleteItem limits',
      'dynamodb:GetItem limits',
      'dynamodb:GetItem limits',
      'dynamodb:GetItem tokens',
      'dynamodb:PutItem activity',
      'dynamodb:PutItem limits',
      'dynamodb:UpdateItem limits',
      'dynamodb:UpdateItem tokens',
      'dynamodb:UpdateItem tokens',
      'secretsmanager:GetSecretValue',
      'ses:SendEmail',
    ]);
    expect(actionsOf(on, 'keep-text-log')).toEqual([
      'iam:PassRole',
      'sns:GetSMSAttributes',
      'sns:SetSMSAttributes',
    ]);
    const reached = statementsOf(on, 'note-delivery-reports')
      .filter(({ Resource }) => JSON.stringify(Resource).includes('tableslimits'))
      .map(({ Condition }) => Condition);
    const only = (...subjects: string[]) => ({
      'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': subjects },
    });
    expect(reached).toEqual([only('message#*'), only('idempotency#*', 'message#*'), only('opt-out#*')]);
    const noting = statementsOf(on, 'deliver-by-sms')
      .filter(({ Action }) => Action === 'dynamodb:PutItem')
      .filter(({ Resource }) => JSON.stringify(Resource).includes('tableslimits'));
    expect(noting).toMatchObject([
      { Condition: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['message#*'] } } },
    ]);
  });

  it('may pass SNS only that role, and may delete the log only if the data is disposable', () => {
    const passing = statementsOf(on, 'keep-text-log').filter(({ Action }) => Action === 'iam:PassRole');
    expect(passing).toMatchObject([
      {
        Resource: { 'Fn::GetAtt': [expect.stringMatching(/textlogrole/), 'Arn'] },
        Condition: { StringEquals: { 'iam:PassedToService': 'sns.amazonaws.com' } },
      },
    ]);
    expect(JSON.stringify(statementsOf(on, 'keep-text-log'))).not.toContain('logs:DeleteLogGroup');
    expect(JSON.stringify(statementsOf(disposable, 'keep-text-log'))).toContain('logs:DeleteLogGroup');
    const listing = statementsOf(on, 'keep-text-log').filter(
      ({ Action }) => Action === 'logs:DescribeLogGroups',
    );
    expect(JSON.stringify(listing)).toMatch(/:log-group:\*"/);
    expect(resourcesOf(disposable, 'Custom::TextLog')[0]?.[1].Properties.isDisposable).toBe(true);
  });

  it('lets the function use what the account has, unless it is limited', () => {
    const reserved = (template: typeof on) =>
      resourcesOf(template, 'AWS::Lambda::Function')
        .filter(([, { Properties }]) => 'ReservedConcurrentExecutions' in Properties)
        .map(([id, { Properties }]) => [id, Properties.ReservedConcurrentExecutions]);
    expect(reserved(on)).toEqual([[expect.stringMatching(/notedeliveryreports/), 20]]);
    expect(reserved(bySes)).toEqual([]);
  });

  it.each([true, 'on', 'recorded'])('refuses the value %j', (deliveryStatus) => {
    const wrong = { region: 'eu-central-1', brandName: 'Example', deliveryStatus };
    expect(() => parseConfig(wrong)).toThrow('deliveryStatus: must be one of off, record, fallback');
  });
});
