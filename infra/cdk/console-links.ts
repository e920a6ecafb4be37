/**
 * Pages of the CloudWatch console about one deployment. AWS documents no form of these addresses; they are those that
 * the console itself shows in the address bar.
 */
import { Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { METRICS_NAMESPACE } from '../../handlers/contract/metrics.ts';
import type { ConsoleLinks } from '../../handlers/contract/page.ts';
import { alarmPrefixOf } from './alarm-names.ts';
import { consoleOf } from './console-url.ts';

const page = (construct: IConstruct, hash: string): string => `${consoleOf(construct, 'cloudwatch')}#${hash}`;

/** The dashboard is named after the stack. */
export const dashboardUrl = (construct: IConstruct): string =>
  page(construct, `dashboards/dashboard/${Stack.of(construct).stackName}`);

export const consoleLinks = (
  construct: IConstruct,
  { alarms }: { readonly alarms: 'on' | 'quiet' | 'off' },
): ConsoleLinks => ({
  ...(alarms === 'off'
    ? {}
    : {
        dashboard: dashboardUrl(construct),
        alarms: page(construct, `alarmsV2:?~(search~'${alarmPrefixOf(construct)})`),
      }),
  metrics: page(construct, `metricsV2:graph=~();namespace=~'${METRICS_NAMESPACE}`),
  logs: page(construct, 'logsV2:logs-insights'),
  traces: page(construct, 'xray:traces/query'),
});
