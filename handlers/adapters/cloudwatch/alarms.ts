/**
 * Reads the states of the stack's alarms from CloudWatch.
 *
 * By name: the function may describe the alarms of this stack only. Composite alarms are left out, because CloudWatch
 * describes them to nobody whose permission is narrower than every alarm of the account.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html
 */
import type { CloudWatchClient, MetricAlarm } from '@aws-sdk/client-cloudwatch';
import { DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import type { AlarmFacts, AlarmReader, AlarmStateName } from '../../domain/reporting/alarm-reader.ts';
import { isPassing } from '../fault-kinds.ts';

/** Of one request, in names and in answers. */
const MOST_ALARMS = 100;

const STATES: Readonly<Record<string, AlarmStateName>> = {
  ALARM: 'alarm',
  OK: 'ok',
  INSUFFICIENT_DATA: 'insufficient_data',
};

/** `onUnreadable` is told why there is no answer: the metrics are shown without the alarms. */
export const cloudWatchAlarms = (
  client: CloudWatchClient,
  prefix: string,
  onUnreadable: (error: unknown) => void,
): AlarmReader => ({
  async read(names) {
    if (names.length > MOST_ALARMS) {
      throw new RangeError(`More than ${MOST_ALARMS} alarms`);
    }
    try {
      const { MetricAlarms = [] } = await client.send(
        new DescribeAlarmsCommand({
          AlarmNames: names.map((name) => `${prefix}${name}`),
          AlarmTypes: ['MetricAlarm'],
          MaxRecords: MOST_ALARMS,
        }),
      );
      return MetricAlarms.map((alarm) => factsOf(alarm, prefix));
    } catch (error) {
      if (isPassing(error) || isForbidden(error)) {
        onUnreadable(error);
        return undefined;
      }
      throw error;
    }
  },
});

const factsOf = (alarm: MetricAlarm, prefix: string): AlarmFacts => ({
  name: (alarm.AlarmName ?? '').slice(prefix.length),
  state: STATES[alarm.StateValue ?? ''] ?? 'insufficient_data',
  // When the state changed. The other time is also that of an evaluation that was only partial.
  sinceMs: (alarm.StateTransitionedTimestamp ?? alarm.StateUpdatedTimestamp)?.getTime() ?? 0,
  reason: alarm.StateReason ?? '',
  description: alarm.AlarmDescription ?? '',
});

/** A permissions boundary that is older than the release. */
const isForbidden = (error: unknown): boolean =>
  error instanceof Error && (error.name === 'AccessDenied' || error.name === 'AccessDeniedException');
