/**
 * Evaluates the alarms of the stack every minute, as CloudWatch does, and publishes their changes to the topics that
 * they name.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html
 */
import type { Resource, Stack } from '../../../cloudformation/load-stack.ts';
import { toText, toTextList } from '../../../http/json-values.ts';
import { inBuckets, statisticOf } from '../metric-statistics.ts';
import type { MetricName, Sample } from '../metric-store.ts';
import { alarmMessage } from './alarm-message.ts';
import type { AlarmRule } from './alarm-rule.ts';
import { readRule } from './alarm-rule.ts';
import type { AlarmState } from './alarm-state.ts';
import { stateOf } from './alarm-state.ts';
import type { DescribedAlarm } from './describe-alarms.ts';
import { checkPublishing } from './may-publish.ts';
import type { MetricAlarm } from './metric-alarm.ts';
import { readMetricAlarm } from './metric-alarm.ts';
import type { Series } from './metric-math.ts';
import { evaluate } from './metric-math.ts';
import { quotaOf } from './service-quotas.ts';

const METRIC_ALARM = 'AWS::CloudWatch::Alarm';
const COMPOSITE_ALARM = 'AWS::CloudWatch::CompositeAlarm';
const ACTIONS: Readonly<Record<AlarmState, string>> = {
  ALARM: 'AlarmActions',
  OK: 'OKActions',
  INSUFFICIENT_DATA: 'InsufficientDataActions',
};
const MINUTE_MS = 60_000;
const MINUTE_SECONDS = 60;

/** What people see of an alarm. */
export interface AlarmView {
  readonly name: string;
  readonly state: AlarmState;
  /** ISO 8601 UTC. */
  readonly since: string;
  readonly reason: string;
  readonly description: string;
  /** The metric, the expression or the rule that it watches. */
  readonly watches: string;
}

export interface Alarms {
  /** As DescribeAlarms returns them. */
  described(): readonly DescribedAlarm[];
  /** Those in the state ALARM first. */
  list(): readonly AlarmView[];
  stop(): void;
}

export interface AlarmsOptions {
  readonly samplesOf: (metric: MetricName) => readonly Sample[];
  /** Called before each evaluation: for metrics of what is at that moment. */
  readonly measure: () => void;
  readonly publish: (topicArn: string, message: { subject: string; body: string }) => void;
  /** How long a minute of alarms takes. Default 60,000. */
  readonly minuteMs?: number | undefined;
  readonly now?: () => number;
}

type Watch =
  | { readonly kind: 'metric'; readonly alarm: MetricAlarm }
  | { readonly kind: 'composite'; readonly rule: AlarmRule };

interface Kept {
  readonly resource: Resource;
  readonly name: string;
  readonly watch: Watch;
  state: AlarmState;
  sinceMs: number;
  reason: string;
}

/** @throws when an alarm cannot be evaluated here, or CloudWatch would refuse it */
export function createAlarms(stack: Stack, options: AlarmsOptions) {
  const { samplesOf, measure, publish, minuteMs = MINUTE_MS, now = Date.now } = options;
  const alarms = [...stack.resources.values()].flatMap((resource) => readAlarm(resource, stack, now()));
  const byName = new Map(
    alarms.flatMap((alarm) => [alarm.name, alarm.resource.arn].map((id) => [id, alarm])),
  );
  refuseStrangers(alarms, byName);

  function enter(alarm: Kept, state: AlarmState, reason: string, atMs: number): void {
    if (state === alarm.state) {
      return;
    }
    const { resource, name, state: from } = alarm;
    Object.assign(alarm, { state, reason, sinceMs: atMs });
    const message = alarmMessage({
      name,
      arn: resource.arn ?? '',
      description: toText(resource.properties.AlarmDescription),
      from,
      to: state,
      reason,
      atMs,
      region: stack.region,
      accountId: stack.accountId,
    });
    if (resource.properties.ActionsEnabled !== false) {
      for (const target of toTextList(resource.properties[ACTIONS[state]])) {
        publish(target, message);
      }
    }
  }

  /** The windows of an alarm end with this minute; its periods are as much shorter as the minute is. */
  function judge({ watch, state }: Kept & { watch: { kind: 'metric' } }, endMs: number) {
    const { alarm } = watch;
    const bucketMs = (alarm.periodSeconds / MINUTE_SECONDS) * minuteMs;
    const window = { fromMs: endMs - alarm.range * bucketMs, toMs: endMs, bucketMs };
    const seriesOf = (id: string): Series => {
      const watched = alarm.metrics.get(id);
      const points = watched
        ? inBuckets(samplesOf(watched.metric), statisticOf(watched.statistic), window)
        : [];
      return new Map(points.map(({ atMs, value }) => [atMs, value]));
    };
    const series = evaluate(alarm.expression, {
      seriesOf,
      quotaOf: (id) => quotaOf(alarm.metrics.get(id)?.metric),
    });
    const values = Array.from({ length: alarm.range }, (_, index) =>
      series.get(window.fromMs + index * bucketMs),
    );
    const points = values.map((value) => (value === undefined ? undefined : alarm.breaches(value)));
    const found = values.filter((value) => value !== undefined).map((value) => Number(value.toFixed(2)));
    return {
      state: stateOf(points, alarm.judgement, state),
      reason: `${alarm.watches} is ${found.length === 0 ? 'without data' : `[${found.join(', ')}]`}, oldest first; the alarm is at ${alarm.condition}.`,
    };
  }

  function evaluateAll(endMs: number): void {
    measure();
    for (const alarm of alarms) {
      if (alarm.watch.kind === 'metric') {
        const { state, reason } = judge(alarm as Kept & { watch: { kind: 'metric' } }, endMs);
        enter(alarm, state, reason, endMs);
      }
    }
    const state = (id: string): AlarmState => byName.get(id)?.state ?? 'INSUFFICIENT_DATA';
    // A composite alarm may watch another.
    for (const _ of alarms) {
      for (const alarm of alarms) {
        if (alarm.watch.kind === 'composite') {
          const { rule } = alarm.watch;
          const raised = rule.alarms.filter((id) => state(id) === 'ALARM').map((id) => byName.get(id)?.name);
          enter(
            alarm,
            rule.isTrue(state) ? 'ALARM' : 'OK',
            raised.length === 0 ? 'none of its alarms is in ALARM.' : `${raised.join(', ')} in ALARM.`,
            endMs,
          );
        }
      }
    }
  }

  // What cannot be evaluated is refused now.
  for (const alarm of alarms) {
    if (alarm.watch.kind === 'metric') {
      judge(alarm as Kept & { watch: { kind: 'metric' } }, now());
    }
  }
  return {
    evaluate: evaluateAll,
    described: () => alarms.map(toDescribed),
    list: () => alarms.map(toView).sort((a, b) => Number(b.state === 'ALARM') - Number(a.state === 'ALARM')),
    minuteMs,
  };
}

/** Evaluates at the end of each minute until it is stopped. */
export function startAlarms(stack: Stack, options: AlarmsOptions): Alarms {
  const { now = Date.now } = options;
  const { evaluate: evaluateAll, list, described, minuteMs } = createAlarms(stack, options);
  let timer: NodeJS.Timeout | undefined;
  const wait = () => {
    timer = setTimeout(
      () => {
        evaluateAll(Math.floor(now() / minuteMs) * minuteMs);
        wait();
      },
      minuteMs - (now() % minuteMs),
    ).unref();
  };
  if (list().length > 0) {
    wait();
  }
  return { list, described, stop: () => clearTimeout(timer) };
}

function readAlarm(resource: Resource, stack: Stack, nowMs: number): Kept[] {
  const { type, path, properties, ref, arn = '' } = resource;
  if (type !== METRIC_ALARM && type !== COMPOSITE_ALARM) {
    return [];
  }
  for (const topicArn of Object.values(ACTIONS).flatMap((name) => toTextList(properties[name]))) {
    checkPublishing(stack, arn, topicArn);
  }
  if (properties.ActionsSuppressor !== undefined) {
    throw new Error(`${path}: the local runtime supports no suppressed actions.`);
  }
  const watch: Watch =
    type === METRIC_ALARM
      ? { kind: 'metric', alarm: readMetricAlarm(resource) }
      : { kind: 'composite', rule: readRule(toText(properties.AlarmRule)) };
  return [
    {
      resource,
      name: ref,
      watch,
      state: 'INSUFFICIENT_DATA',
      sinceMs: nowMs,
      reason: 'it was not evaluated yet.',
    },
  ];
}

/** AWS creates no composite alarm of alarms that do not exist. */
function refuseStrangers(alarms: readonly Kept[], byName: ReadonlyMap<string | undefined, Kept>): void {
  for (const { resource, watch } of alarms) {
    const stranger = watch.kind === 'composite' && watch.rule.alarms.find((id) => !byName.has(id));
    if (stranger) {
      throw new Error(`${resource.path}: its rule names ${stranger}, which is no alarm of the stack.`);
    }
  }
}

const toDescribed = ({ resource, name, watch, state, sinceMs, reason }: Kept): DescribedAlarm => ({
  ...{ kind: watch.kind, name, state, sinceMs, reason },
  arn: resource.arn ?? '',
  properties: resource.properties,
});

const toView = ({ resource, name, watch, state, sinceMs, reason }: Kept): AlarmView => ({
  name,
  state,
  since: new Date(sinceMs).toISOString(),
  reason,
  description: toText(resource.properties.AlarmDescription),
  watches: watch.kind === 'metric' ? watch.alarm.watches : toText(resource.properties.AlarmRule),
});
