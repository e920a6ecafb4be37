/** Which alarms a configuration needs, and the thresholds that depend on it. */
import type { Alarm, AlarmFeature } from '../../handlers/contract/alarm.ts';
import type { AlarmName } from '../../handlers/contract/alarms.ts';
import { ALARM_ROWS } from '../../handlers/contract/alarms.ts';
import { hasHooks } from '../config/integrations.ts';
import type { Config } from '../config/schema.ts';

const HAS: Readonly<Record<AlarmFeature, (config: Config) => boolean>> = {
  budget: ({ budget }) => budget.hourlyUsd !== undefined || budget.monthlyUsd !== undefined,
  canary: ({ canary }) => canary !== null,
  'monthly budget': ({ budget }) => budget.monthlyUsd !== undefined,
  'delivery status': ({ deliveryStatus }) => deliveryStatus !== 'off',
  'emails by SES': ({ emailSender }) => emailSender.kind === 'ses',
  events: ({ events }) => events,
  hooks: hasHooks,
  receipts: ({ receipts }) => receipts,
  reveal: ({ reveal }) => reveal,
  webhooks: ({ webhooks }) => webhooks.length > 0,
};

export const alarmsOf = (config: Config): readonly (readonly [AlarmName, Alarm])[] =>
  ALARM_ROWS.filter(([, { needs }]) => needs === undefined || HAS[needs](config)).map(([name, alarm]) => [
    name,
    { ...alarm, periodMinutes: periodOf(alarm, config) },
  ]);

const periodOf = ({ periodOf, periodMinutes }: Alarm, { canary }: Config): number =>
  periodOf === 'canary' && canary !== null ? canary.everyMinutes : periodMinutes;

export function thresholdOf({ raised }: Alarm, { budget }: Config): number {
  if ('fromShareOfBudget' in raised) {
    return raised.fromShareOfBudget * (budget.monthlyUsd ?? 0);
  }
  return 'from' in raised ? raised.from : raised.below;
}
