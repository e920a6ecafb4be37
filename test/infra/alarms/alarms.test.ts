import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { MOST_METRICS } from '../../../handlers/contract/alarm.ts';
import { ALARM_ROWS, monthlyUsd } from '../../../handlers/contract/alarms.ts';
import type { Example, TemplateName } from '../../support/deployments.ts';
import { exampleFolder } from '../../support/deployments.ts';
import { resourcesOf, synthesised } from '../../support/synth.ts';

const METRIC_ALARM = 'AWS::CloudWatch::Alarm';
const COMPOSITE = 'AWS::CloudWatch::CompositeAlarm';
const TOPIC = 'AWS::SNS::Topic';
const CLOUDWATCH = { Service: 'cloudwatch.amazonaws.com' };

const mainOf = (name: TemplateName) => synthesised(name).main;
const alarmsOf = (name: TemplateName) =>
  resourcesOf(mainOf(name), METRIC_ALARM).map(([id, { Properties }]) => ({ id, ...Properties }));
/** Without the stack's name. */
const namesIn = (name: TemplateName): string[] =>
  alarmsOf(name).map(({ AlarmName }) => AlarmName.replace(/^TokenCourier(-dev)?-/, ''));
/** How many metrics CloudWatch reads, which is what it charges for. */
const metricsOf = ({ Metrics = [{ MetricStat: {} }] }: { Metrics?: { MetricStat?: object }[] }) =>
  Metrics.filter(({ MetricStat }) => MetricStat !== undefined).length;
/** The properties of the only resource of a type, and its logical id. */
const onlyOf = <Properties>(name: TemplateName, type: string): { id: string; properties: Properties } => {
  const [only, ...others] = resourcesOf(mainOf(name), type);
  if (only === undefined || others.length > 0) {
    throw new Error(`${name} has ${others.length + (only ? 1 : 0)} of ${type}`);
  }
  return { id: only[0], properties: only[1].Properties as Properties };
};

describe('the alarms of a deployment', () => {
  it('are those that its settings need', () => {
    const always = ALARM_ROWS.filter(([, { needs }]) => needs === undefined).map(([name]) => name);
    expect(namesIn('default').sort()).toEqual([...always, 'codes-revealed'].sort());
    expect(namesIn('everything')).toEqual(
      expect.arrayContaining(['webhooks-failing', 'events-left', 'signing-unavailable', 'sms-spend']),
    );
    expect(namesIn('dev')).toEqual(expect.arrayContaining(['emails-bounce', 'emails-complained']));
    expect(namesIn('us-east-1')).toEqual([]);
  });

  it.each(['default', 'everything', 'largest'] as const)('read few enough metrics each: %s', (name) => {
    const counts = alarmsOf(name).map(metricsOf);
    expect(Math.min(...counts)).toBe(1);
    expect(Math.max(...counts)).toBeLessThanOrEqual(MOST_METRICS);
  });

  it('cost what the configuration page says', () => {
    const metrics = alarmsOf('default').reduce((sum, alarm) => sum + metricsOf(alarm), 0);
    expect(monthlyUsd().alarms).toBeCloseTo(metrics * 0.1 + 0.5, 5);
    expect(monthlyUsd().alarms).toBeLessThan(8);
  });

  it('end in the section of the runbook, where the people read it', () => {
    for (const { AlarmDescription } of alarmsOf('own domains')) {
      expect(AlarmDescription).toMatch(/ Runbook: https:\/\/wiki\.example\.com\/runbook#[\w-]+$/);
      expect(AlarmDescription.length).toBeLessThan(1_024);
    }
    expect(alarmsOf('default')[0]?.AlarmDescription).toMatch(
      / Runbook: docs\/runbook\.md#requests-that-fail$/,
    );
  });

  it('say that missing data is no breach, except of the canary', () => {
    const breaching = alarmsOf('everything').filter(
      ({ TreatMissingData }) => TreatMissingData !== 'notBreaching',
    );
    expect(breaching.map(({ AlarmName, TreatMissingData }) => [AlarmName, TreatMissingData])).toEqual([
      ['TokenCourier-canary-failing', 'breaching'],
    ]);
  });

  it('take the budget for the threshold of what texts cost', () => {
    const [spend] = alarmsOf('everything').filter(({ AlarmName }) => AlarmName.endsWith('-sms-spend'));
    expect(spend).toMatchObject({
      Namespace: 'AWS/SNS',
      MetricName: 'SMSMonthToDateSpentUSD',
      Statistic: 'Maximum',
      Threshold: 160,
    });
  });

  it('page for what people wait for, and not for routes of the console', () => {
    const [api] = alarmsOf('default').filter(({ AlarmName }) => AlarmName.endsWith('-api-failing'));
    const metrics: { MetricStat?: { Metric: Watched } }[] = api?.Metrics ?? [];
    const read = metrics.flatMap(({ MetricStat }) =>
      MetricStat?.Metric.Namespace === 'AWS/ApiGateway' ? [MetricStat.Metric] : [],
    );
    const dimensionOf = ({ Dimensions }: Watched, wanted: string) =>
      Dimensions.find(({ Name }) => Name === wanted)?.Value;
    expect(
      read.map((each) => [each.MetricName, dimensionOf(each, 'Method'), dimensionOf(each, 'Resource')]),
    ).toEqual([
      ['5XXError', 'POST', '/tokens'],
      ['5XXError', 'POST', '/tokens/verify'],
      ['Count', 'POST', '/tokens'],
      ['Count', 'POST', '/tokens/verify'],
    ]);
    // Without detailed metrics, API Gateway writes those of the stage only.
    const stage = onlyOf<{ MethodSettings: object[] }>('default', 'AWS::ApiGateway::Stage').properties;
    expect(stage.MethodSettings).toEqual([
      expect.objectContaining({ HttpMethod: '*', ResourcePath: '/*', MetricsEnabled: true }),
    ]);
  });

  it('watch the function of each kind of hook', () => {
    const crashing = (name: TemplateName) =>
      alarmsOf(name).filter(({ AlarmName }) => AlarmName.endsWith('-hooks-crashing'));
    const watched = JSON.stringify(crashing('dev'));
    for (const hook of ['supabasesms', 'supabaseemail', 'oktatelephony', 'gateway']) {
      expect(watched).toMatch(new RegExp(`"FunctionName","Value":\\{"Ref":"courierhooks${hook}\\w+"`));
    }
    expect(crashing('default')).toEqual([]);
  });

  it('watch functions that exist', () => {
    const functions = resourcesOf(mainOf('everything'), 'AWS::Lambda::Function').map(([id]) => id);
    const watched = JSON.stringify(alarmsOf('everything')).matchAll(
      /"FunctionName","Value":\{"Ref":"(\w+)"\}/g,
    );
    const ids = [...watched].map(([, id]) => id);
    expect(ids.length).toBeGreaterThan(6);
    expect(functions).toEqual(expect.arrayContaining(ids));
  });
});

describe('the composite alarm', () => {
  it('is raised by every alarm that one would page for', () => {
    const rule = JSON.stringify(onlyOf<{ AlarmRule: unknown }>('default', COMPOSITE).properties.AlarmRule);
    const page = alarmsOf('default').filter(({ id }) => rule.includes(`"${id}"`));
    expect(page.map(({ AlarmName }) => AlarmName).sort()).toEqual([
      'TokenCourier-api-failing',
      'TokenCourier-deliveries-unknown',
      'TokenCourier-messages-refused',
      'TokenCourier-requests-failing',
    ]);
  });
});

describe('who is told', () => {
  it('is the topic of alarmEmail, which CloudWatch may publish to and whose key it may use', () => {
    const main = mainOf('everything');
    const { id: topic, properties } = onlyOf<{ KmsMasterKeyId: { 'Fn::GetAtt': [string] } }>(
      'everything',
      TOPIC,
    );
    expect(alarmsOf('everything').map(({ AlarmActions }) => AlarmActions)).toEqual(
      alarmsOf('everything').map(() => [{ Ref: topic }]),
    );
    main.hasResourceProperties(COMPOSITE, { AlarmActions: [{ Ref: topic }], OKActions: [{ Ref: topic }] });
    main.hasResourceProperties('AWS::SNS::Subscription', {
      Protocol: 'email',
      Endpoint: 'operators@example.com',
      TopicArn: { Ref: topic },
    });
    const condition = {
      StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
      ArnLike: {
        'aws:SourceArn': {
          'Fn::Join': [
            '',
            ['arn:aws:cloudwatch:eu-central-1:', { Ref: 'AWS::AccountId' }, ':alarm:TokenCourier-*'],
          ],
        },
      },
    };
    const policy = onlyOf<Statements>('everything', 'AWS::SNS::TopicPolicy').properties;
    expect(policy.PolicyDocument?.Statement.filter(isCloudWatch)).toEqual([
      expect.objectContaining({ Action: 'sns:Publish', Resource: { Ref: topic }, Condition: condition }),
    ]);
    const [key] = properties.KmsMasterKeyId['Fn::GetAtt'];
    const statements = (main.toJSON().Resources[key].Properties as Statements).KeyPolicy?.Statement ?? [];
    expect(statements.filter(isCloudWatch)).toEqual([
      expect.objectContaining({ Action: ['kms:Decrypt', 'kms:GenerateDataKey*'], Condition: condition }),
    ]);
  });

  it('is a topic that exists, and then the stack makes none and opens its key to nobody', () => {
    const arn = 'arn:aws:sns:eu-central-1:000000000000:pager';
    expect(alarmsOf('own domains').map(({ AlarmActions }) => AlarmActions)).toEqual(
      alarmsOf('own domains').map(() => [arn]),
    );
    expect(resourcesOf(mainOf('own domains'), TOPIC)).toEqual([]);
    expect(JSON.stringify(resourcesOf(mainOf('own domains'), 'AWS::KMS::Key'))).not.toContain(
      CLOUDWATCH.Service,
    );
  });

  it('is nobody without either', () => {
    for (const name of ['default', 'dev'] as const) {
      expect(alarmsOf(name).filter(({ AlarmActions }) => AlarmActions !== undefined)).toEqual([]);
    }
  });
});

describe('the synth', () => {
  /** What CDK writes for its CLI, which prints warnings at a deployment too. */
  const said = (example: Example) =>
    readdirSync(exampleFolder(example))
      .filter((file) => file.endsWith('.json') && !file.endsWith('.template.json'))
      .map((file) => readFileSync(join(exampleFolder(example), file), 'utf8'))
      .join();

  it('warns that alarms reach nobody, unless they reach somebody', () => {
    const warning = 'Alarms reach nobody: set alarmEmail or alarmTopicArn.';
    expect(said('cognito')).toContain(warning);
    expect(said('in-your-own-stack')).not.toContain(warning);
  });
});

interface Statements {
  readonly PolicyDocument?: { readonly Statement: readonly Record<string, unknown>[] };
  readonly KeyPolicy?: { readonly Statement: readonly Record<string, unknown>[] };
}

interface Watched {
  readonly Namespace: string;
  readonly MetricName: string;
  readonly Dimensions: readonly { readonly Name: string; readonly Value: unknown }[];
}

const isCloudWatch = ({ Principal }: Record<string, unknown>): boolean =>
  JSON.stringify(Principal) === JSON.stringify(CLOUDWATCH);

describe('the dashboard', () => {
  it('has the red alarms first, then its rows in order', () => {
    const { DashboardName, DashboardBody } = onlyOf<{
      DashboardName: string;
      DashboardBody: { 'Fn::Join': [string, unknown[]] };
    }>('everything', 'AWS::CloudWatch::Dashboard').properties;
    expect(DashboardName).toBe('TokenCourier');
    const body = DashboardBody['Fn::Join'][1].map((part) => (typeof part === 'string' ? part : 'x')).join('');
    const { widgets } = JSON.parse(body) as {
      widgets: { type: string; properties: { markdown?: string; title?: string; sortBy?: string } }[];
    };
    expect(widgets.slice(0, 2).map(({ type, properties }) => [type, properties.sortBy])).toEqual([
      ['text', undefined],
      ['alarm', 'stateUpdatedTimestamp'],
    ]);
    const texts = widgets.flatMap(
      ({ properties: { markdown } }) => /^## (\w+)/.exec(markdown ?? '')?.[1] ?? [],
    );
    expect(texts).toEqual(['Availability', 'Delivery', 'Verification', 'Security', 'Spend', 'Latency']);
    const titles = widgets.map(({ properties: { title } }) => title);
    for (const [, { title }] of ALARM_ROWS.filter(
      ([, { needs = '' }]) => !['emails by SES', 'hooks'].includes(needs),
    )) {
      expect(titles).toContain(title);
    }
  });

  it('shows where the canary failed and how long it took, where there is one', () => {
    const bodyOf = (name: TemplateName) =>
      JSON.stringify(resourcesOf(mainOf(name), 'AWS::CloudWatch::Dashboard'));
    for (const title of ['Where the canary failed', 'Milliseconds of a run of the canary']) {
      expect(bodyOf('everything')).toContain(title);
      expect(bodyOf('default')).not.toContain(title);
    }
  });

  it('is an output, and missing with the alarms', () => {
    expect(Object.keys(mainOf('default').findOutputs('*'))).toContain('DashboardUrl');
    expect(Object.keys(mainOf('us-east-1').findOutputs('*'))).not.toContain('DashboardUrl');
    expect(resourcesOf(mainOf('us-east-1'), 'AWS::CloudWatch::Dashboard')).toEqual([]);
  });
});
