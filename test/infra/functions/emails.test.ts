import { describe, expect, it } from '@jest/globals';
import { ownFunctions, resourcesOf, synthesised } from '../../support/synth.ts';

const bySns = synthesised().main;
const bySes = synthesised('dev').main;
const withOwnSet = synthesised('own domains, records by somebody else').main;

interface Statement {
  readonly Action: string | string[];
  readonly Resource: unknown;
  readonly Condition?: object;
}

function statementsOf(template: typeof bySns, name: string): Statement[] {
  const role = ownFunctions(template).find(([each]) => each === name)?.[1].Properties.Role['Fn::GetAtt'][0];
  return resourcesOf(template, 'AWS::IAM::Policy')
    .filter(([, { Properties }]) => Properties.Roles[0].Ref === role)
    .flatMap(([, { Properties }]) => Properties.PolicyDocument.Statement);
}

const arnOf = (resource: unknown): string => JSON.stringify(resource).match(/:([^:"]+)"\]\]\}$/)?.[1] ?? '';

describe('emails by SES', () => {
  it('are sent by two functions, from one address of the identities that may be its, and with one set', () => {
    const senders = ownFunctions(bySes).flatMap(([name]) =>
      statementsOf(bySes, name)
        .filter(({ Action }) => [Action].flat().some((action) => action.startsWith('ses:')))
        .map((statement) => [name, statement] as const),
    );
    expect(senders.map(([name]) => name).sort()).toEqual(['deliver-by-email', 'put-contact']);
    for (const [, { Action, Resource, Condition }] of senders) {
      expect(Action).toBe('ses:SendEmail');
      expect([Resource].flat().map(arnOf)).toEqual([
        'configuration-set/TokenCourier-dev',
        'identity/acme.example',
        'identity/codes@mail.acme.example',
        'identity/mail.acme.example',
      ]);
      expect(Condition).toEqual({ StringEquals: { 'ses:FromAddress': 'codes@mail.acme.example' } });
    }
  });

  it('leave nobody a right on topics but to ask about those of before, and to delete them', () => {
    const rights = ownFunctions(bySes).flatMap(([name]) =>
      statementsOf(bySes, name)
        .flatMap(({ Action }) => Action)
        .filter((action) => action.startsWith('sns:'))
        .map((action) => `${name} ${action}`),
    );
    expect([...new Set(rights)].sort()).toEqual([
      'admit-request sns:ListSubscriptionsByTopic',
      'confirm-contact sns:ListSubscriptionsByTopic',
      'delete-contact sns:DeleteTopic',
      'deliver-by-sms sns:Publish',
      'get-contact sns:ListSubscriptionsByTopic',
      'put-contact sns:DeleteTopic',
      'put-contact sns:ListSubscriptionsByTopic',
    ]);
  });

  it('are given up after an hour, and held back from addresses that bounced or complained', () => {
    expect(resourcesOf(bySes, 'AWS::SES::ConfigurationSet').map(([, { Properties }]) => Properties)).toEqual([
      {
        Name: 'TokenCourier-dev',
        DeliveryOptions: { MaxDeliverySeconds: 3600 },
        SuppressionOptions: { SuppressedReasons: ['BOUNCE', 'COMPLAINT'] },
      },
    ]);
  });

  it.each([
    ['its own configuration set', bySes, 'TokenCourier-dev', { Ref: expect.any(String) }],
    ["the owner's", withOwnSet, 'acme-mails', 'acme-mails'],
  ])(
    'have bounces and complaints of %s put on the bus, and noted by one function',
    (_, template, set, name) => {
      const [[, destination] = []] = resourcesOf(template, 'AWS::SES::ConfigurationSetEventDestination');
      expect(destination?.Properties).toMatchObject({
        ConfigurationSetName: name,
        EventDestination: {
          Enabled: true,
          MatchingEventTypes: ['bounce', 'complaint'],
          EventBridgeDestination: { EventBusArn: expect.anything() },
        },
      });
      const [[ruleId = '', rule] = []] = resourcesOf(template, 'AWS::Events::Rule');
      expect(rule?.Properties.EventPattern).toEqual({
        source: ['aws.ses'],
        'detail-type': ['Email Bounced', 'Email Complaint Received'],
        detail: { mail: { tags: { 'ses:configuration-set': [set] } } },
      });
      expect(rule?.Properties.Targets).toHaveLength(1);
      const invokers = resourcesOf(template, 'AWS::Lambda::Permission').filter(
        ([, { Properties }]) => Properties.Principal === 'events.amazonaws.com',
      );
      expect(invokers.map(([, { Properties }]) => Properties.SourceArn)).toEqual([
        { 'Fn::GetAtt': [ruleId, 'Arn'] },
      ]);
    },
  );

  it('let that function write opt-outs, and nothing else', () => {
    const own = statementsOf(bySes, 'note-email-feedback').filter(
      ({ Action }) => !/^(xray|kms|logs):/.test(String(Action)),
    );
    expect(own).toMatchObject([
      {
        Action: 'dynamodb:PutItem',
        Condition: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['opt-out#*'] } },
      },
      { Action: 'secretsmanager:GetSecretValue' },
    ]);
  });
});

describe('emails by SNS', () => {
  it('come with nothing of SES', () => {
    const types = Object.values(bySns.toJSON().Resources as Record<string, { Type: string }>);
    expect(types.filter(({ Type }) => /^AWS::(SES|Events)::/.test(Type))).toEqual([]);
    expect(ownFunctions(bySns).map(([name]) => name)).not.toContain('note-email-feedback');
    expect(JSON.stringify(bySns.toJSON())).not.toContain('ses:SendEmail');
  });
});
