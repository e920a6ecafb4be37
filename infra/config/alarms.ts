/** The part of the configuration that says who hears of trouble. */
import { z } from 'zod';
import { monthlyUsd } from '../../handlers/contract/alarms.ts';
import type { ConfigKey, SettingError } from './fields.ts';

const { alarms: ALARMS_USD, dashboard: DASHBOARD_USD } = monthlyUsd();

/** CloudWatch publishes to standard topics only. */
const TOPIC_ARN = /^arn:aws[a-z-]*:sns:([a-z0-9-]+):\d{12}:[A-Za-z0-9_-]{1,256}$/;
const URL_WITHOUT_ANCHOR = /^https:\/\/[^\s#]{1,300}$/;

export const ALARM_KEYS = {
  alarms: {
    field: z.enum(['on', 'quiet', 'off'], { error: 'must be on, quiet or off' }).default('on'),
    text: `or \`quiet\`, or \`off\`: whether there are [alarms](runbook.md#alarms) and a dashboard. They cost ${ALARMS_USD.toFixed(2)} and ${DASHBOARD_USD.toFixed(2)} USD a month, a little more with some settings; ten metrics of alarms and three small dashboards of an account are free. With \`quiet\` nobody is told: alarms show on the dashboard only, and the synth does not warn of it`,
  },
  alarmEmail: {
    field: z.email({ error: 'must be an email address' }).max(254).optional(),
    text: 'who gets the alarms: the stack makes a topic, encrypted under its key. AWS mails a link to the address, and sends nothing until somebody follows it',
  },
  alarmTopicArn: {
    field: z
      .string()
      .regex(TOPIC_ARN, 'must be the ARN of a standard SNS topic, such as arn:aws:sns:eu-central-1:…:alarms')
      .optional(),
    text: 'an existing topic in `region` that gets the alarms, beside `alarmEmail` or instead. Its policy, and its key if it has one, [must let CloudWatch publish](runbook.md#a-topic-of-your-own)',
  },
  runbookUrl: {
    field: z.string().regex(URL_WITHOUT_ANCHOR, 'must be an https URL without #').optional(),
    defaultText: '`docs/runbook.md`, as a path',
    text: 'where your people read the runbook, such as its page in your fork: each alarm links to its section there',
  },
} satisfies Record<string, ConfigKey>;

interface AlarmSettings {
  readonly alarms: 'on' | 'quiet' | 'off';
  readonly alarmEmail?: string | undefined;
  readonly alarmTopicArn?: string | undefined;
  readonly region: string;
}

/** Whether alarms are on and nobody is told. */
export const reachNobody = ({ alarms, alarmEmail, alarmTopicArn }: Omit<AlarmSettings, 'region'>): boolean =>
  alarms === 'on' && alarmEmail === undefined && alarmTopicArn === undefined;

/** What is wrong with settings that are each well-formed. */
export function checkAlarms({ alarms, alarmEmail, alarmTopicArn, region }: AlarmSettings): SettingError[] {
  const targets = { alarmEmail, alarmTopicArn };
  const useless =
    alarms === 'on'
      ? []
      : Object.entries(targets)
          .filter(([, target]) => target !== undefined)
          .map(([name]) => ({ path: [name], message: `needs alarms to be on, and they are ${alarms}` }));
  const topicRegion = alarmTopicArn && TOPIC_ARN.exec(alarmTopicArn)?.[1];
  return topicRegion === undefined || topicRegion === region
    ? useless
    : [
        ...useless,
        {
          path: ['alarmTopicArn'],
          message: `must be in ${region}: an alarm publishes in its own region`,
        },
      ];
}
