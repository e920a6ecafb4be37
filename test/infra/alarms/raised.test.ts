/** When alarms are raised: those of the template, evaluated as the local runtime does. */
import { describe, expect, it } from '@jest/globals';
import type { AlarmState } from '../../../local/aws/cloudwatch/alarms/alarm-state.ts';
import { stateOf } from '../../../local/aws/cloudwatch/alarms/alarm-state.ts';
import { readMetricAlarm } from '../../../local/aws/cloudwatch/alarms/metric-alarm.ts';
import { evaluate } from '../../../local/aws/cloudwatch/alarms/metric-math.ts';
import type { Resource } from '../../../local/cloudformation/load-stack.ts';
import { resourcesOf, synthesised } from '../../support/synth.ts';

/** Values of one period, by the metric's name and what tells it from others of that name. */
type Period = Readonly<Record<string, number>>;

const NONE: Period = {};

/** The state after these periods, the oldest first. What several functions count under one name is the first's. */
function stateAfter(name: string, ...periods: readonly Period[]): AlarmState {
  const [, { Properties: properties }] = resourcesOf(
    synthesised('everything').main,
    'AWS::CloudWatch::Alarm',
  ).find(([, { Properties }]) => Properties.AlarmName === `TokenCourier-${name}`) ?? ['', { Properties: {} }];
  const { metrics, expression, judgement, range, breaches } = readMetricAlarm({
    path: name,
    properties,
  } as unknown as Resource);
  const keys = [...metrics].map(([id, { metric }]) => {
    const { error, channel, Resource: route, APIName } = metric.dimensions;
    return [id, [metric.name, error ?? channel ?? route ?? APIName].filter(Boolean).join(' ')] as const;
  });
  const unknown = periods.flatMap(Object.keys).filter((key) => !keys.some(([, known]) => known === key));
  expect(unknown).toEqual([]);
  const given = [...Array.from({ length: range }, () => NONE), ...periods].slice(-range);
  const series = evaluate(expression, {
    seriesOf: (id) => {
      const key = keys.find(([each]) => each === id)?.[1] ?? '';
      const isFirst = keys.find(([, known]) => known === key)?.[0] === id;
      return new Map(
        given.flatMap((period, at): [number, number][] => {
          const value = isFirst ? period[key] : undefined;
          return value === undefined ? [] : [[at, value]];
        }),
      );
    },
    quotaOf: () => 0,
  });
  const points = given.map((_, at) => {
    const value = series.get(at);
    return value === undefined ? undefined : breaches(value);
  });
  return stateOf(points, judgement, 'OK');
}

describe('the canary', () => {
  const POINTS: Readonly<Record<string, Period>> = {
    S: { CanarySucceeded: 1 },
    F: { CanarySucceeded: 0 },
    '-': NONE,
  };
  const judged = (runs: string) =>
    stateAfter('canary-failing', ...[...runs].map((run) => POINTS[run] ?? NONE));

  it.each(['SSSSS', 'SSSFS', 'FSSSF', 'S-S-S', 'SS---', '---SS'])('is fine after %s', (runs) => {
    expect(judged(runs)).toBe('OK');
  });

  it.each(['SSSFF', 'SSFSF', 'SFSF', 'S----', '-----', '----S'])('fails after %s', (runs) => {
    expect(judged(runs)).toBe('ALARM');
  });
});

describe('one person whose number opted out', () => {
  const REFUSED = { 'StepsFailed DeliveryRefused': 9 };

  it('pages nobody, however few others there are', () => {
    expect(stateAfter('requests-failing', { ExecutionsFailed: 9, ExecutionsStarted: 10, ...REFUSED })).toBe(
      'OK',
    );
    expect(stateAfter('api-failing', { '5XXError /tokens': 9, 'Count /tokens': 10, ...REFUSED })).toBe('OK');
    const asked = { ExecutionsFailed: 9, ExecutionsStarted: 10, ...REFUSED };
    expect(stateAfter('messages-refused', asked, asked)).toBe('OK');
  });

  it('hides no faults of others', () => {
    const asked = { ExecutionsFailed: 12, ExecutionsStarted: 12, ...REFUSED };
    expect(stateAfter('requests-failing', asked)).toBe('ALARM');
    expect(stateAfter('api-failing', { '5XXError /tokens': 14, 'Count /tokens': 20, ...REFUSED })).toBe(
      'ALARM',
    );
  });
});

describe('a page', () => {
  it('is sent when SNS refuses a quarter of everybody for a quarter of an hour', () => {
    const all = { ExecutionsFailed: 40, ExecutionsStarted: 40, 'StepsFailed DeliveryRefused': 40 };
    const few = { ExecutionsFailed: 24, ExecutionsStarted: 100, 'StepsFailed DeliveryRefused': 24 };
    const quarter = { ExecutionsFailed: 25, ExecutionsStarted: 100, 'StepsFailed DeliveryRefused': 25 };
    const recovered = { ExecutionsStarted: 40, 'StepsFailed DeliveryRefused': 40 };
    expect(stateAfter('messages-refused', all, all, all)).toBe('ALARM');
    expect(stateAfter('messages-refused', quarter, quarter, quarter)).toBe('ALARM');
    expect(stateAfter('messages-refused', all, few, all)).toBe('OK');
    expect(stateAfter('messages-refused', recovered, recovered, recovered)).toBe('OK');
  });

  it('is sent for server errors of verifying, and of issuing', () => {
    expect(stateAfter('api-failing', { '5XXError /tokens/verify': 5, 'Count /tokens/verify': 50 })).toBe(
      'ALARM',
    );
    expect(stateAfter('api-failing', { '5XXError /tokens': 5, 'Count /tokens': 50 })).toBe('ALARM');
    expect(stateAfter('requests-failing', { ExecutionsFailed: 3, ExecutionsStarted: 12 })).toBe('ALARM');
  });

  it('is sent for verifying that fails while texts are refused and go out as emails', () => {
    const recovered = { 'Count /tokens': 60, 'StepsFailed DeliveryRefused': 60 };
    const verifying = { '5XXError /tokens/verify': 60, 'Count /tokens/verify': 60 };
    expect(stateAfter('api-failing', { ...recovered, '5XXError /tokens': 0, ...verifying })).toBe('ALARM');
    expect(stateAfter('api-failing', { ...recovered, '5XXError /tokens': 0 })).toBe('OK');
  });

  it('is sent for deliveries that were killed, not for those that say what failed', () => {
    expect(stateAfter('deliveries-unknown', { Errors: 5 })).toBe('ALARM');
    expect(stateAfter('deliveries-unknown', { Errors: 5, 'StepsFailed StoreUnavailable': 5 })).toBe('OK');
  });
});

describe('a ticket', () => {
  it('is written for steps that were killed, not for those that say what failed', () => {
    expect(stateAfter('steps-crashing', { Errors: 5 })).toBe('ALARM');
    expect(stateAfter('steps-crashing', { Errors: 9, 'StepsFailed StoreUnavailable': 5 })).toBe('OK');
  });

  it('is written for functions beside the path of a code that were killed', () => {
    expect(stateAfter('deliveries-crashing', { Errors: 3 })).toBe('ALARM');
    expect(stateAfter('webhooks-crashing', { Errors: 3 })).toBe('ALARM');
    expect(stateAfter('events-crashing', { Errors: 3 })).toBe('ALARM');
    expect(stateAfter('events-crashing', { Errors: 5, EventsNotPut: 3 })).toBe('OK');
  });

  it('is written for starts of executions that Step Functions throttled', () => {
    expect(stateAfter('service-unavailable', { 'ThrottledEvents StartSyncExecution': 3 })).toBe('ALARM');
  });
});
