/**
 * What a row of the table of alarms says (alarms.ts), and what it costs.
 *
 * A row holds no AWS names that only a deployment knows: `of` says whose metric it is, and infra/alarms/ finds the
 * dimensions.
 */
import type { CountedMetric, DELIVERY_LATENCY } from './metrics.ts';
import type { Channel } from './vocabulary.ts';

/** Carriers' reports are also counted without the country. */
type ReportOfChannel = {
  readonly metric: 'MessagesDelivered' | 'MessagesUndelivered';
  readonly channel: Channel;
};

/** A metric of the service, with its dimensions. */
export type OwnMetric =
  | Exclude<CountedMetric, { readonly metric: ReportOfChannel['metric'] }>
  | ReportOfChannel
  | { readonly metric: typeof DELIVERY_LATENCY };

/** Whose metric one of AWS's is: `account` has no dimensions. */
export type Subject =
  | 'account'
  | 'state machine'
  /** StartSyncExecution, of whichever state machine of the account. */
  | 'StartSyncExecution'
  | 'POST /tokens'
  | 'POST /tokens/verify'
  | 'tokens table'
  | 'index of the tokens table'
  | 'limits table'
  | 'firewall'
  | 'firewall: one caller'
  | 'queue of events that were not put'
  | 'queues of webhooks that nobody took'
  | 'functions of hooks'
  | `function ${string}`;

type Statistic = 'Maximum' | 'SampleCount' | 'Sum' | 'p95';

/** Where there are several sources, or a subject is several resources, their values are added up. */
export type AlarmMetric =
  | { readonly own: OwnMetric | readonly OwnMetric[]; readonly statistic?: Statistic }
  | {
      readonly namespace: `AWS/${string}`;
      readonly metric: string;
      readonly statistic: Statistic;
      readonly of: Subject | readonly Subject[];
    };

/** Settings that add what an alarm watches. */
export type AlarmFeature =
  | 'budget'
  | 'canary'
  | 'monthly budget'
  | 'delivery status'
  | 'emails by SES'
  | 'events'
  | 'hooks'
  | 'receipts'
  | 'reveal'
  | 'webhooks';

/**
 * `page`: people get no codes, so it is part of the composite alarm. `ticket`: it can wait until the next working day.
 */
type Severity = 'page' | 'ticket';

/** Rows of the dashboard, in their order. */
export type Row = 'availability' | 'delivery' | 'verification' | 'security' | 'spend' | 'latency';

export interface Alarm {
  /** What has happened, in a few words. */
  readonly title: string;
  /** What it means, in a sentence. */
  readonly means: string;
  /** The section of docs/runbook.md. */
  readonly runbook: string;
  readonly row: Row;
  readonly severity: Severity;
  /** By the names that `expression` uses. */
  readonly metrics: Readonly<Record<string, AlarmMetric>>;
  /** Metric math. Default: the only metric. */
  readonly expression?: string;
  readonly unit?: '%' | 'ms' | 'USD';
  /** `share of budget`: of `budget.monthlyUsd`, from 0 to 1. */
  readonly raised:
    | { readonly from: number }
    | { readonly below: number }
    | { readonly fromShareOfBudget: number };
  readonly periodMinutes: number;
  /** A period is as long as the time between two runs of it; `periodMinutes` is that of the example. */
  readonly periodOf?: 'canary';
  /** Default: not breaching. */
  readonly missing?: 'breaching';
  /** How many of how many periods. Default: one of one. */
  readonly periods?: { readonly breaching: number; readonly of: number };
  /** Why this threshold. */
  readonly because: string;
  /** Default: it is always there. */
  readonly needs?: AlarmFeature;
}

/**
 * US dollars a month, beyond the free tier, in every region that bench/cost/ has prices of; it reads them here. An alarm
 * costs as much for each of its metrics.
 * https://aws.amazon.com/cloudwatch/pricing/
 */
export const ALARM_PRICES = { metric: 0.1, composite: 0.5, dashboard: 3 } as const;

/** AWS refuses an alarm with more: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-limits.html */
export const MOST_METRICS = 10;
