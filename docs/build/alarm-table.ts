/** The table of alarms in docs/runbook.md. */
import type { Alarm, AlarmFeature, AlarmMetric } from '../../handlers/contract/alarm.ts';
import { ALARM_ROWS, COMPOSITE_ALARM } from '../../handlers/contract/alarms.ts';
import { METRICS_NAMESPACE } from '../../handlers/contract/metrics.ts';

const HEAD = ['| alarm | what it means | watches | raised | why then |', '|---|---|---|---|---|'];

/** The settings that add an alarm. */
const NEEDS: Readonly<Record<AlarmFeature, string>> = {
  budget: '`budget`',
  canary: '`canary`',
  'monthly budget': '`budget.monthlyUsd`',
  'delivery status': '`deliveryStatus`',
  'emails by SES': '`emailSender` `ses`',
  events: '`events`',
  hooks: '`hooks`',
  receipts: '`receipts`',
  reveal: '`reveal`',
  webhooks: '`webhooks`',
};

export const alarmTable = (): string => {
  const { name, title, means, runbook } = COMPOSITE_ALARM;
  const page = ALARM_ROWS.filter(([, { severity }]) => severity === 'page').map(([each]) => `\`${each}\``);
  const composite = `| **[\`${name}\`](#${runbook})** | **${title}.** ${means} | ${page.join(', ')} | while one of them is | page for this one; the others can wait |`;
  return [...HEAD, composite, ...ALARM_ROWS.map(rowOf)].join('\n');
};

function rowOf([name, alarm]: readonly [string, Alarm]): string {
  const { title, means, runbook, metrics, because, needs } = alarm;
  const watched = Object.values(metrics).map(metricInWords).join('; ');
  const only = needs === undefined ? '' : ` Only with ${NEEDS[needs]}`;
  return `| [\`${name}\`](#${runbook}) | ${title}. ${means}${only} | ${watched} | ${raisedInWords(alarm)} | ${because} |`;
}

function metricInWords(metric: AlarmMetric): string {
  if (!('own' in metric)) {
    const subjects = [metric.of].flat().join(', ');
    return `\`${metric.namespace}\` ${metric.metric}: ${subjects}`;
  }
  const byName = Map.groupBy([metric.own].flat(), (each) => each.metric);
  return [...byName]
    .map(([name, sources]) => {
      const values = sources.flatMap(({ metric: _, ...dimensions }) => Object.values(dimensions));
      return `\`${METRICS_NAMESPACE}\` ${name}${values.length === 0 ? '' : `: ${values.join(', ')}`}`;
    })
    .join('; ');
}

function raisedInWords({ raised, unit, periodMinutes, periods }: Alarm): string {
  const window = `in ${periodMinutes} minutes`;
  const amount = (value: number) => `${value.toLocaleString('en')}${unit === undefined ? '' : ` ${unit}`}`;
  const when =
    'fromShareOfBudget' in raised
      ? `from ${raised.fromShareOfBudget * 100} % of \`budget.monthlyUsd\` on`
      : 'from' in raised
        ? `from ${amount(raised.from)} on`
        : `below ${amount(raised.below)}`;
  return periods === undefined
    ? `${when}, ${window}`
    : `${when}, ${window}, ${periods.breaching} of ${periods.of} times`;
}
