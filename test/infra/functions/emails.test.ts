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

/** Of events of this very stack: of its account and region, with its tag on the email. */
const patternOf = (template: typeof bySns, set: unknown, names: readonly string[]) => ({
  source: ['aws.ses'],
  account: [{ Ref: 'AWS::AccountId' }],
  region: ['eu-central-1'],
  'detail-type': names,
  detail: {
    mail: { tags: { 'ses:configuration-set': [set], 'token-courier': [stackNameOf(template)] } },
  },
});

/** As the functions that send are told it. */
const stackNameOf = (template: typeof bySns): string =>
  ownFunctions(template).find(([name]) => name === 'deliver-by-email')?.[1].Properties.Environment.Variables
    .EMAIL_TAG;

/** The stack's own set. */
const ownSet = { Ref: resourcesOf(bySes, 'AWS::SES::ConfigurationSet')[0]?.[0] };

/** The patterns of the rules that may call a function, and do. */
function rulesFor(template: typeof bySns, name: string): unknown[] {
  const own = ownFunctions(template).find(([each]) => each === name)?.[1];
  const id = resourcesOf(template, 'AWS::Lambda::Function').find(([, resource]) => resource === own)?.[0];
  const arn = { 'Fn::GetAtt': [id, 'Arn'] };
  const permissions = resourcesOf(template, 'AWS::Lambda::Permission').map(
    ([, { Properties }]) => Properties,
  );
  const mayCall = (ruleId: string) =>
    permissions.some(
      ({ Principal, FunctionName, SourceArn }) =>
        Principal === 'events.amazonaws.com' &&
        JSON.stringify(FunctionName) === JSON.stringify(arn) &&
        JSON.stringify(SourceArn) === JSON.stringify({ 'Fn::GetAtt': [ruleId, 'Arn'] }),
    );
  return resourcesOf(template, 'AWS::Events::Rule')
    .filter(([, { Properties }]) => JSON.stringify(Properties.Targets[0].Arn) === JSON.stringify(arn))
    .filter(([ruleId, { Properties }]) => Properties.Targets.length === 1 && mayCall(ruleId))
    .map(([, { Properties }]) => Properties.EventPattern);
}

describe('emails by SES', () => {
  it('are sent from one address of the identities that may be its, and with one set', () => {
    const senders = ownFunctions(bySes).flatMap(([name]) =>
      statementsOf(bySes, name)
        .filter(({ Action }) => [Action].flat().some((action) => action.startsWith('ses:')))
        .map((statement) => [name, statement] as const),
    );
    expect(senders.map(([name]) => name).sort()).toEqual([
      'deliver-by-email',
      'note-delivery-reports',
      'put-contact',
    ]);
    for (const [, { Action, Resource, Condition }] of senders) {
      expect(Action).toBe('ses:SendEmail');
      expect(JSON.stringify([Resource].flat()[0])).toContain(
        `:configuration-set/",${JSON.stringify(ownSet)}]`,
      );
      expect([Resource].flat().slice(1).map(arnOf)).toEqual([
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
      'find-opt-out sns:CheckIfPhoneNumberIsOptedOut',
      'get-contact sns:ListSubscriptionsByTopic',
      'keep-text-log sns:GetSMSAttributes',
      'keep-text-log sns:SetSMSAttributes',
      'put-contact sns:DeleteTopic',
      'put-contact sns:ListSubscriptionsByTopic',
    ]);
  });

  it('are sent only once their set is there, and tagged with the name of the stack', () => {
    for (const name of ['deliver-by-email', 'note-delivery-reports', 'put-contact']) {
      const sender = ownFunctions(bySes).find(([each]) => each === name)?.[1];
      // A reference, after which CloudFormation orders the function; the name itself would not do.
      expect(sender?.Properties.Environment.Variables).toMatchObject({
        CONFIGURATION_SET: ownSet,
        EMAIL_TAG: 'TokenCourier-dev',
      });
    }
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
    [
      ...['its own configuration set', ownSet, ownSet],
      ...[bySes, ['bounce', 'complaint', 'delivery', 'reject']],
    ],
    ["the owner's", 'acme-mails', 'acme-mails', withOwnSet, ['bounce', 'complaint']],
  ] as [string, unknown, unknown, typeof bySes, string[]][])(
    'have bounces and complaints of %s put on the bus, and noted by one function',
    (_, set, name, template, MatchingEventTypes) => {
      const [[, destination] = []] = resourcesOf(template, 'AWS::SES::ConfigurationSetEventDestination');
      expect(destination?.Properties).toMatchObject({
        ConfigurationSetName: name,
        EventDestination: {
          Enabled: true,
          MatchingEventTypes,
          EventBridgeDestination: { EventBusArn: expect.anything() },
        },
      });
      expect(rulesFor(template, 'note-email-feedback')).toEqual([
        patternOf(template, set, ['Email Bounced', 'Email Complaint Received']),
      ]);
    },
  );

  it('have their arrival noted by another function, where it is asked for', () => {
    expect(rulesFor(bySes, 'note-delivery-reports')).toEqual([
      patternOf(bySes, ownSet, [
        ...['Email Delivered', 'Email Rejected', 'Email Bounced', 'Email Complaint Received'],
      ]),
    ]);
    expect(resourcesOf(withOwnSet, 'AWS::Events::Rule')).toHaveLength(1);
    for (const name of ['deliver-by-email', 'note-delivery-reports']) {
      const noting = statementsOf(bySes, name)
        .filter(({ Action }) => [Action].flat().includes('dynamodb:PutItem'))
        .filter(({ Resource }) => !JSON.stringify(Resource).includes('tablesactivity'));
      expect(noting).toMatchObject([
        { Condition: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['message#*'] } } },
      ]);
    }
    expect(JSON.stringify(statementsOf(withOwnSet, 'deliver-by-email'))).not.toContain('message#');
  });

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
