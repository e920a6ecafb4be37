/**
 * The dashboard: alarms first, then a row for each thing to look at, each begun by text that says how to read it.
 * Every alarm is also drawn, with its threshold as a line.
 */
import { Stack } from 'aws-cdk-lib';
import type { IWidget } from 'aws-cdk-lib/aws-cloudwatch';
import {
  AlarmStatusWidget,
  AlarmStatusWidgetSortBy,
  AlarmWidget,
  Dashboard,
  GraphWidget,
  TextWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { Row } from '../../handlers/contract/alarm.ts';
import type { AlarmName } from '../../handlers/contract/alarms.ts';
import { ALARMS } from '../../handlers/contract/alarms.ts';
import { dashboardUrl } from '../cdk/console-links.ts';
import type { CourierAlarms } from './alarms.ts';
import type { Graph, Graphs } from './graphs.ts';

/** Columns of a dashboard, and what a widget takes of them. */
const COLUMNS = 24;
const WIDTH = 6;
const HEIGHT = 6;
const TEXT_HEIGHT = 2;
const STATUS_HEIGHT = 6;

/** In the order of the dashboard. */
const TEXTS: Readonly<Record<Row, string>> = {
  availability:
    '## Availability\nDo requests end as they should? A request that ended in a fault counts once; attempts that a retry recovered do not.',
  delivery: '## Delivery\nDo messages leave, and do they arrive?',
  verification:
    '## Verification\nDo people type the codes? If few do, codes do not arrive, or nobody asked for them.',
  security: '## Security\nWho guesses, floods or pumps, and what stopped them.',
  spend: "## Spend\nWhat texts cost, by AWS's count and by the budget.",
  latency: '## Latency\nHow long people wait: from the request until SNS or SES accepted the message.',
};

const HEAD =
  '# Token Courier\nRed alarms come first. The description of each leads to its section of the runbook, which says what to do.';

export class CourierDashboard extends Construct {
  /** In the CloudWatch console. */
  readonly url: string;

  constructor(scope: Construct, id: string, alarms: CourierAlarms, graphs: Graphs) {
    super(scope, id);
    const { stackName } = Stack.of(this);
    const created = Object.entries(alarms.byName).map(([name, alarm]) => ({
      alarm,
      ...ALARMS[name as AlarmName],
    }));
    const drawn = (row: Row): IWidget[] => [
      ...graphs[row].map(draw),
      ...created
        .filter((each) => each.row === row)
        .map(({ alarm, title }) => new AlarmWidget({ alarm, title, width: WIDTH, height: HEIGHT })),
    ];
    new Dashboard(this, 'dashboard', {
      dashboardName: stackName,
      widgets: [
        [text(HEAD)],
        [
          new AlarmStatusWidget({
            title: 'Alarms',
            alarms: [alarms.composite, ...created.map(({ alarm }) => alarm)],
            // Those in ALARM first, and then by the time of their last change.
            // https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_cloudwatch.AlarmStatusWidgetSortBy.html
            sortBy: AlarmStatusWidgetSortBy.STATE_UPDATED_TIMESTAMP,
            width: COLUMNS,
            height: STATUS_HEIGHT,
          }),
        ],
        ...(Object.keys(TEXTS) as Row[]).flatMap((row) => [[text(TEXTS[row])], drawn(row)]),
      ],
    });
    this.url = dashboardUrl(this);
  }
}

const text = (markdown: string): TextWidget =>
  new TextWidget({ markdown, width: COLUMNS, height: TEXT_HEIGHT });

const draw = ({ title, metrics }: Graph): GraphWidget =>
  new GraphWidget({ title, left: [...metrics], width: WIDTH, height: HEIGHT, leftYAxis: { min: 0 } });
