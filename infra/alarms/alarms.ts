/** CloudWatch's alarms, made from the rows of handlers/contract/alarms.ts, and who is told of them. */
import { Annotations } from 'aws-cdk-lib';
import type { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import {
  AlarmRule,
  ComparisonOperator,
  CompositeAlarm,
  Alarm as MetricAlarm,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { Alarm as AlarmRow } from '../../handlers/contract/alarm.ts';
import type { AlarmName } from '../../handlers/contract/alarms.ts';
import { COMPOSITE_ALARM } from '../../handlers/contract/alarms.ts';
import { alarmPrefixOf } from '../cdk/alarm-names.ts';
import { acceptFindings } from '../cdk/findings.ts';
import { reachNobody } from '../config/alarms.ts';
import type { Foundation } from '../data/foundation.ts';
import { alarmMetric } from './alarm-metric.ts';
import { AlarmTopic } from './alarm-topic.ts';
import { alarmsOf, thresholdOf } from './features.ts';
import type { DimensionsOf } from './subjects.ts';

export class CourierAlarms extends Construct {
  /** Raised while people get no codes: the one to page somebody for. */
  readonly composite: CompositeAlarm;
  /** By their names in handlers/contract/alarms.ts; those that the configuration does not need are missing. */
  readonly byName: Readonly<Partial<Record<AlarmName, Alarm>>>;
  /** The topic of `alarmEmail`. */
  readonly topic: Topic | undefined;
  private readonly targets: readonly ITopic[];

  constructor(scope: Construct, id: string, foundation: Foundation, dimensionsOf: DimensionsOf) {
    super(scope, id);
    const { config, defaults } = foundation;
    const prefix = alarmPrefixOf(this);
    this.topic =
      config.alarmEmail === undefined
        ? undefined
        : new AlarmTopic(this, 'topic', {
            key: defaults.key,
            email: config.alarmEmail,
            names: `${prefix}*`,
          });
    this.targets = [
      ...(this.topic ? [this.topic] : []),
      ...(config.alarmTopicArn ? [Topic.fromTopicArn(this, 'own-topic', config.alarmTopicArn)] : []),
    ];
    if (reachNobody(config)) {
      Annotations.of(this).addWarningV2(
        'token-courier:alarms-reach-nobody',
        'Alarms reach nobody: set alarmEmail or alarmTopicArn. With alarms: quiet they show on the dashboard only, and with off there are none.',
      );
    }
    const rows = alarmsOf(config);
    const create = ([name, row]: readonly [AlarmName, AlarmRow]): [AlarmName, Alarm] => {
      const metric = alarmMetric(name, row, { service: defaults.service, dimensionsOf });
      return [
        name,
        new MetricAlarm(this, name, {
          alarmName: `${prefix}${name}`,
          alarmDescription: describe(row, config.runbookUrl),
          metric,
          threshold: thresholdOf(row, config),
          comparisonOperator:
            'below' in row.raised
              ? ComparisonOperator.LESS_THAN_THRESHOLD
              : ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
          evaluationPeriods: row.periods?.of ?? 1,
          datapointsToAlarm: row.periods?.breaching ?? 1,
          treatMissingData:
            row.missing === 'breaching' ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
        }),
      ];
    };
    const created = rows.map(create);
    this.byName = Object.fromEntries(created);
    this.composite = new CompositeAlarm(this, COMPOSITE_ALARM.name, {
      compositeAlarmName: `${prefix}${COMPOSITE_ALARM.name}`,
      alarmDescription: describe(COMPOSITE_ALARM, config.runbookUrl),
      alarmRule: AlarmRule.anyOf(
        ...created.filter((_, index) => rows[index]?.[1].severity === 'page').map(([, alarm]) => alarm),
      ),
    });
    this.tell(created.map(([, alarm]) => alarm));
  }

  /** All are told of; the composite alarm also when it is over. A new stack's alarms all go from no data to OK. */
  private tell(alarms: readonly Alarm[]): void {
    for (const topic of this.targets) {
      const action = new SnsAction(topic);
      for (const alarm of [...alarms, this.composite]) {
        alarm.addAlarmAction(action);
      }
      this.composite.addOkAction(action);
    }
    if (this.targets.length === 0) {
      for (const alarm of alarms) {
        acceptFindings(alarm, {
          'NIST.800.53.R5-CloudWatchAlarmAction':
            'Nobody is to be told: the configuration names no target, which the synth warns of unless alarms are quiet.',
        });
      }
    }
  }
}

/** Markdown, which the console renders. At most 1,024 characters. */
function describe(
  { title, means, runbook }: Pick<AlarmRow, 'title' | 'means' | 'runbook'>,
  runbookUrl = 'docs/runbook.md',
): string {
  return `${title}. ${means} Runbook: ${runbookUrl}#${runbook}`;
}
