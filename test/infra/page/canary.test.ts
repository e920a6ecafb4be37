import { describe, expect, it } from '@jest/globals';
import { allResources, ownFunctions, resourcesOf, synthesised } from '../../support/synth.ts';

const { main } = synthesised('everything');
const off = synthesised().main;

const idOf = (end: string): string =>
  allResources(main).find(([, { Metadata }]) => Metadata?.['aws:cdk:path']?.endsWith(end))?.[0] ?? '';
const FUNCTION_ARN = { 'Fn::GetAtt': [idOf('/canary/run-canary/Resource'), 'Arn'] };

describe('the canary', () => {
  it('is run at its rate by EventBridge Scheduler, which tries once, as Lambda does', () => {
    const schedules = resourcesOf(main, 'AWS::Scheduler::Schedule').map(([, { Properties }]) => Properties);
    expect(schedules).toEqual([
      {
        Description: 'Token Courier: runs the canary',
        ScheduleExpression: 'rate(5 minutes)',
        FlexibleTimeWindow: { Mode: 'OFF' },
        Target: {
          Arn: FUNCTION_ARN,
          RoleArn: { 'Fn::GetAtt': [idOf('/canary/schedule-role/Resource'), 'Arn'] },
          Input: '{}',
          RetryPolicy: { MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 60 },
        },
      },
    ]);
    main.hasResourceProperties('AWS::Lambda::EventInvokeConfig', {
      FunctionName: { Ref: idOf('/canary/run-canary/Resource') },
      MaximumRetryAttempts: 0,
      MaximumEventAgeInSeconds: 60,
    });
  });

  it("lets the schedule's role call that function and nothing else, in this account", () => {
    const role = main.toJSON().Resources[idOf('/canary/schedule-role/Resource')].Properties;
    expect(role.AssumeRolePolicyDocument.Statement).toEqual([
      {
        Action: 'sts:AssumeRole',
        Effect: 'Allow',
        Principal: { Service: 'scheduler.amazonaws.com' },
        Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
      },
    ]);
    const policy = main.toJSON().Resources[idOf('/canary/schedule-role/DefaultPolicy/Resource')].Properties;
    expect(policy.PolicyDocument.Statement).toEqual([
      { Action: 'lambda:InvokeFunction', Effect: 'Allow', Resource: FUNCTION_ARN },
    ]);
  });

  it('has a separate client, which may issue and verify, with an hour for each access token', () => {
    const [, client] =
      resourcesOf(main, 'AWS::Cognito::UserPoolClient').find(([id]) => id.includes('canary')) ?? [];
    expect(client?.Properties).toMatchObject({
      AllowedOAuthFlows: ['client_credentials'],
      GenerateSecret: true,
      AccessTokenValidity: 60,
      TokenValidityUnits: { AccessToken: 'minutes' },
    });
    const scopes = client?.Properties.AllowedOAuthScopes.map((scope: { 'Fn::Join': [string, string[]] }) =>
      scope['Fn::Join'][1].at(-1),
    );
    expect(scopes).toEqual(['/issue', '/verify']);
  });

  it('may read the credentials of that client, and do nothing else beside its log and its traces', () => {
    const [, policy] =
      resourcesOf(main, 'AWS::IAM::Policy').find(([, { Metadata }]) =>
        Metadata?.['aws:cdk:path']?.endsWith('/canary/run-canary-role/DefaultPolicy/Resource'),
      ) ?? [];
    const statements: { Action: string | string[]; Resource: unknown }[] =
      policy?.Properties.PolicyDocument.Statement;
    const allowed = statements.filter(({ Action }) => !/^(xray|logs):/.test(String(Action)));
    expect(allowed).toEqual([
      {
        Action: 'secretsmanager:GetSecretValue',
        Effect: 'Allow',
        Resource: { Ref: idOf('/canary/issuer-credentials/Resource') },
      },
      expect.objectContaining({ Action: 'kms:Decrypt', Condition: { StringEquals: expect.anything() } }),
    ]);
  });

  it('tells the functions that know clients which one it is', () => {
    const names = ownFunctions(main)
      .filter(([, { Properties }]) => JSON.stringify(Properties.Environment).includes('canary'))
      .map(([name]) => name);
    expect(names).toEqual(expect.arrayContaining(['admit-request', 'verify-token', 'run-canary']));
  });

  it('has an alarm on two of three periods without a success, which also pages', () => {
    const alarmsOf = (template: typeof main) =>
      resourcesOf(template, 'AWS::CloudWatch::Alarm').filter(([id]) => id.includes('canaryfailing'));
    const [[id, alarm] = ['', undefined], ...more] = alarmsOf(main);
    expect(more).toEqual([]);
    expect(alarm?.Properties).toMatchObject({
      MetricName: 'CanarySucceeded',
      Statistic: 'Sum',
      Period: 300,
      Threshold: 1,
      ComparisonOperator: 'LessThanThreshold',
      EvaluationPeriods: 3,
      DatapointsToAlarm: 2,
      TreatMissingData: 'breaching',
    });
    const [[, composite] = ['', undefined]] = resourcesOf(main, 'AWS::CloudWatch::CompositeAlarm');
    expect(JSON.stringify(composite?.Properties.AlarmRule)).toContain(id);
    // Its periods are those of the canary.
    expect(alarmsOf(synthesised('largest').main).map(([, { Properties }]) => Properties.Period)).toEqual([
      3_600,
    ]);
    expect(alarmsOf(off)).toEqual([]);
  });

  it('costs nothing when it is off: nothing of it is deployed', () => {
    const paths = allResources(off).map(([, { Metadata }]) => Metadata?.['aws:cdk:path'] ?? '');
    expect(paths.filter((path) => path.includes('canary'))).toEqual([]);
    expect(resourcesOf(off, 'AWS::Scheduler::Schedule')).toEqual([]);
  });
});
