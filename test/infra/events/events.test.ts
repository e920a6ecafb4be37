import { describe, expect, it } from '@jest/globals';
import { webhookName } from '../../../handlers/contract/webhooks.ts';
import { allResources, ownFunctions, resourcesOf, synthesised } from '../../support/synth.ts';

const off = synthesised().main;
const on = synthesised('everything').main;

interface Statement {
  readonly Effect: string;
  readonly Action: string | string[];
  readonly Resource: unknown;
  readonly Condition?: unknown;
}

/** What belongs to events and webhooks alone. */
const TYPES = /^AWS::(Events|SQS)::|^AWS::Logs::SubscriptionFilter$|^AWS::Lambda::EventSourceMapping$/;
const functionNamed = (name: string) => {
  const found = ownFunctions(on).find(([each]) => each === name)?.[1];
  if (found === undefined) {
    throw new Error(`There is no function ${name}`);
  }
  return found.Properties;
};
const idOf = (attribute: { 'Fn::GetAtt': [string, string] }): string => attribute['Fn::GetAtt'][0];
const statementsOf = (name: string): Statement[] =>
  resourcesOf(on, 'AWS::IAM::Policy')
    .filter(([, { Properties }]) => Properties.Roles[0].Ref === idOf(functionNamed(name).Role))
    .flatMap(([, { Properties }]) => Properties.PolicyDocument.Statement);
const queues = new Map(resourcesOf(on, 'AWS::SQS::Queue').map(([id, { Properties }]) => [id, Properties]));
const mappings = resourcesOf(on, 'AWS::Lambda::EventSourceMapping').map(([, { Properties }]) => Properties);

describe('a deployment without events', () => {
  it('has nothing of them', () => {
    expect(allResources(off).filter(([, { Type }]) => TYPES.test(Type))).toEqual([]);
    const names = ownFunctions(off).map(([name]) => name);
    expect(names).not.toContain('forward-events');
    expect(names).not.toContain('send-webhook');
    expect(JSON.stringify(off.toJSON())).not.toContain('"EVENTS"');
  });
});

describe('events', () => {
  const TELLERS = [
    ...['admit-request', 'deliver-by-email', 'deliver-by-sms', 'note-delivery-reports'],
    ...['retrieve-tokens', 'verify-token'],
  ];

  it('are told by these functions, which learn that they shall', () => {
    const told = ownFunctions(on).filter(
      ([, { Properties }]) => Properties.Environment.Variables.EVENTS === 'true',
    );
    expect(told.map(([name]) => name).sort()).toEqual(TELLERS);
  });

  it('leave by the log groups of these functions: of every line that carries one, and of no other', () => {
    // The others read SNS's log of texts.
    const filters = resourcesOf(on, 'AWS::Logs::SubscriptionFilter')
      .map(([, { Properties }]) => Properties)
      .filter(({ FilterPattern }) => FilterPattern !== '');
    const groups = TELLERS.map((name) => functionNamed(name).LoggingConfig.LogGroup.Ref);
    expect(filters.map(({ LogGroupName }) => LogGroupName.Ref).sort()).toEqual(groups.sort());
    for (const { FilterPattern, DestinationArn } of filters) {
      expect(FilterPattern).toBe('{ $.event.type = "*" }');
      expect(idOf(DestinationArn)).toMatch(/forwardevents/);
    }
  });

  it('may be put by the forwarding function alone, on the one bus, in the name of the service', () => {
    const putting = resourcesOf(on, 'AWS::IAM::Policy').filter(([, { Properties }]) =>
      JSON.stringify(Properties).includes('events:PutEvents'),
    );
    expect(putting).toHaveLength(1);
    const [[bus] = ['']] = resourcesOf(on, 'AWS::Events::EventBus');
    expect(statementsOf('forward-events')).toContainEqual({
      Effect: 'Allow',
      Action: 'events:PutEvents',
      Resource: { 'Fn::GetAtt': [bus, 'Arn'] },
      Condition: { StringEquals: { 'events:source': 'token-courier' } },
    });
  });

  it('that could not be put are kept for two weeks', () => {
    const { TargetArn } = functionNamed('forward-events').DeadLetterConfig;
    expect(queues.get(idOf(TargetArn))).toMatchObject({
      MessageRetentionPeriod: 1_209_600,
      SqsManagedSseEnabled: true,
    });
  });

  it('are put by as many executions at once as the account has, unless the configuration keeps some for it', () => {
    expect(functionNamed('forward-events').ReservedConcurrentExecutions).toBeUndefined();
    const limited = ownFunctions(synthesised('own domains').main).filter(
      ([, { Properties }]) => Properties.ReservedConcurrentExecutions !== undefined,
    );
    expect(limited.map(([name, { Properties }]) => [name, Properties.ReservedConcurrentExecutions])).toEqual([
      ['forward-events', 20],
    ]);
  });

  it('have a bus that is named after the stack', () => {
    on.hasResourceProperties('AWS::Events::EventBus', { Name: 'TokenCourier-events' });
    on.hasOutput('EventBusName', {});
  });
});

describe('a webhook', () => {
  const rules = resourcesOf(on, 'AWS::Events::Rule').map(([, { Properties }]) => Properties);

  it('has a rule for its events, and a queue from which nothing is lost while the receiver is down', () => {
    expect(rules).toHaveLength(2);
    for (const { EventPattern, Targets } of rules) {
      expect(EventPattern).toEqual({
        source: ['token-courier'],
        'detail-type': ['code.sent', 'person.locked'],
      });
      const [{ Arn, DeadLetterConfig }] = Targets;
      const queue = queues.get(idOf(Arn));
      expect(queue).toMatchObject({
        VisibilityTimeout: 180,
        MessageRetentionPeriod: 1_209_600,
        SqsManagedSseEnabled: true,
        RedrivePolicy: { maxReceiveCount: 10 },
      });
      const deadLetters = queue.RedrivePolicy.deadLetterTargetArn;
      expect(queues.get(idOf(deadLetters))).toMatchObject({ MessageRetentionPeriod: 1_209_600 });
      expect(DeadLetterConfig.Arn).toEqual(deadLetters);
    }
  });

  it('is sent by as many calls at once as its setting says', () => {
    const [mapping] = resourcesOf(synthesised('own domains').main, 'AWS::Lambda::EventSourceMapping');
    expect(mapping?.[1].Properties.ScalingConfig).toEqual({ MaximumConcurrency: 25 });
  });

  it('is sent by few calls at once, which say which messages are left', () => {
    expect(mappings).toHaveLength(2);
    for (const mapping of mappings) {
      expect(mapping).toMatchObject({
        BatchSize: 10,
        ScalingConfig: { MaximumConcurrency: 2 },
        FunctionResponseTypes: ['ReportBatchItemFailures'],
      });
      // Lambda refuses a queue that hides messages for less time than the function has.
      expect(queues.get(idOf(mapping.EventSourceArn)).VisibilityTimeout).toBeGreaterThanOrEqual(
        6 * functionNamed('send-webhook').Timeout,
      );
    }
  });

  it('has its own secret, which only the sending function reads', () => {
    const secrets = resourcesOf(on, 'AWS::SecretsManager::Secret').filter(([, { Properties }]) =>
      String(Properties.Description).startsWith('Token Courier: signs webhooks'),
    );
    expect(secrets).toHaveLength(2);
    for (const [id, { Properties }] of secrets) {
      expect(Properties.GenerateSecretString).toEqual({ PasswordLength: 64, ExcludePunctuation: true });
      const readers = resourcesOf(on, 'AWS::IAM::Policy').filter(([, policy]) =>
        JSON.stringify(policy.Properties).includes(`{"Ref":"${id}"}`),
      );
      expect(readers.map(([, policy]) => policy.Properties.Roles[0].Ref)).toEqual([
        idOf(functionNamed('send-webhook').Role),
      ]);
    }
  });

  it('is sent by a function that may use its queues and secrets, and nothing else', () => {
    const actions = statementsOf('send-webhook').flatMap(({ Action }) => Action);
    expect([...new Set(actions)].sort()).toEqual([
      'kms:Decrypt',
      'logs:CreateLogStream',
      'logs:PutLogEvents',
      'secretsmanager:GetSecretValue',
      'sqs:DeleteMessage',
      'sqs:GetQueueAttributes',
      'sqs:ReceiveMessage',
      'sqs:SendMessage',
      'xray:PutTelemetryRecords',
      'xray:PutTraceSegments',
    ]);
    const nameOf = (arn: unknown) => idOf(arn as { 'Fn::GetAtt': [string, string] });
    const sending = statementsOf('send-webhook').filter(({ Action }) => Action === 'sqs:SendMessage');
    const own = mappings.map(({ EventSourceArn }) => EventSourceArn);
    expect(
      sending
        .flatMap(({ Resource }) => Resource)
        .map(nameOf)
        .sort(),
    ).toEqual(
      own.flatMap((arn) => [arn, queues.get(idOf(arn)).RedrivePolicy.deadLetterTargetArn].map(nameOf)).sort(),
    );
    const wide = statementsOf('send-webhook').filter(({ Resource }) => Resource === '*');
    expect(wide.flatMap(({ Action }) => Action).every((action) => action.startsWith('xray:'))).toBe(true);
  });

  it('is found by its name: host, and digest of a URL that may be told to nobody', () => {
    const url = 'https://hooks.example.com/T0/B0/secret';
    expect(webhookName(url)).toMatch(/^hooks-example-com-[0-9a-f]{8}$/);
    expect(webhookName(`${url}2`)).not.toBe(webhookName(url));
  });
});
