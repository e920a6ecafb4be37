/**
 * The alarms of a deployment. CloudWatch's alarms, the dashboard and the table in docs/runbook.md are made from these
 * rows, and the local runtime evaluates the alarms that are deployed.
 *
 * CloudWatch evaluates an alarm every minute, over windows that end with that minute. Unless a row says otherwise, it
 * treats missing data as no
 * breach: most of these metrics exist only when something has happened.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html
 */
import type { Alarm, AlarmFeature, AlarmMetric } from './alarm.ts';
import { ALARM_PRICES } from './alarm.ts';
import { AVAILABILITY_ALARMS } from './alarms/availability.ts';
import { DELIVERY_ALARMS } from './alarms/delivery.ts';
import { OPERATION_ALARMS } from './alarms/operation.ts';
import { SECURITY_ALARMS } from './alarms/security.ts';
import { SPEND_ALARMS } from './alarms/spend.ts';

/** By the name that follows the stack's in CloudWatch. */
export const ALARMS = {
  ...AVAILABILITY_ALARMS,
  ...DELIVERY_ALARMS,
  ...SECURITY_ALARMS,
  ...SPEND_ALARMS,
  ...OPERATION_ALARMS,
} as const satisfies Record<string, Alarm>;

export type AlarmName = keyof typeof ALARMS;
export const ALARM_ROWS = Object.entries(ALARMS) as readonly (readonly [AlarmName, Alarm])[];

/** Raised while any alarm of the severity `page` is. */
export const COMPOSITE_ALARM = {
  name: 'people-get-no-codes',
  title: 'People get no codes',
  means: 'Codes are not issued, not sent, or may not have been sent, so people cannot sign in.',
  runbook: 'people-get-no-codes',
} as const;

/** How many metrics CloudWatch reads for one of AWS's or of the service's own. */
const sourcesOf = (metric: AlarmMetric): number =>
  [('own' in metric ? metric.own : metric.of) as unknown].flat().length;

/** What a deployment has unless its configuration says otherwise. */
const ON_BY_DEFAULT: readonly AlarmFeature[] = ['reveal'];

/** What the alarms of a deployment with the default settings cost a month, in US dollars, and the dashboard. */
export function monthlyUsd(): { readonly alarms: number; readonly dashboard: number } {
  const metrics = ALARM_ROWS.filter(
    ([, { needs }]: readonly [AlarmName, Alarm]) => needs === undefined || ON_BY_DEFAULT.includes(needs),
  )
    .flatMap(([, alarm]) => Object.values(alarm.metrics))
    .reduce((sum, metric) => sum + sourcesOf(metric), 0);
  return {
    alarms: metrics * ALARM_PRICES.metric + ALARM_PRICES.composite,
    dashboard: ALARM_PRICES.dashboard,
  };
}
