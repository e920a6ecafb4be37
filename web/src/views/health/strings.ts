/** Strings of the health view. */
import type { EXECUTION_FAILURES, MetricPeriod, MetricSlice } from '../../../../handlers/contract/metrics.ts';
import { OTHERS } from '../../../../handlers/contract/metrics.ts';
import { shared } from '../../strings.ts';

const regions = new Intl.DisplayNames('en', { type: 'region', fallback: 'code' });

export const text = {
  detail: 'Are codes being issued, delivered and verified?',
  refresh: 'Refresh the metrics',
  updated: 'Updated',
  loading: 'Loading the metrics',
  periods: {
    quarter_hour: '15 min',
    hour: 'Hour',
    three_hours: '3 hours',
    day: 'Day',
    week: '7 days',
    month: '30 days',
  } satisfies Record<MetricPeriod, string>,
  customRange: 'Custom range',
  rangeMissing: 'Choose when the range begins and ends.',
  rangeOrder: 'The range must begin before it ends, and in the past.',
  rangeTooOld: 'CloudWatch keeps metrics for 455 days.',
  breakDown: 'Break down by',
  only: 'Show only',
  all: 'Everything',
  by: { channel: 'Channel', country: 'Country', client_group: 'Client' } satisfies Record<
    MetricSlice,
    string
  >,
  breakdownTitles: {
    channel: 'By channel',
    country: 'By country',
    client_group: 'By client',
  } satisfies Record<MetricSlice, string>,
  breakdownHint: 'Select a row to see its charts. A dash is what is not counted.',
  countryHint:
    'Of texts: an email has no country. Select a row to see its charts. Numbers that share a calling code, such as +1, are one row. A dash is what is not counted.',
  uncounted:
    'This deployment does not count by this. Set metricsBy to count by country or client; each value is a metric that CloudWatch bills.',
  sliceName,
  sliceChart: (of: string) => `Delivered and verified: ${of}`,
  costChart: (of: string) => `Cost of texts: ${of}`,
  showOnly: (of: string) => `${of}: show only this`,
  showEverything: (of: string) => `${of}: show everything again`,
  notBySlice: (of: string) =>
    `Charts show ${of} only. Issued, refused and failed requests and delivery times are not counted by that; the figures above are of everything.`,
  alarms: {
    raised: (count: number) => (count === 1 ? '1 alarm is raised' : `${count} alarms are raised`),
    quiet: (count: number, unsure: number) =>
      unsure === 0
        ? `None of ${count} alarms is raised`
        : `None of ${count} alarms is raised; ${unsure} without enough data`,
    unknown: 'CloudWatch did not say which alarms are raised',
    none: 'No alarms are deployed: alarms is off',
    since: 'since',
    whatToDo: 'What to do',
    reason: 'What CloudWatch says',
    severities: { page: 'people get no codes', ticket: 'can wait until morning' },
  },
  links: {
    dashboard: 'Dashboard',
    alarms: 'Alarms',
    metrics: 'Metrics',
    insights: 'Logs Insights',
    traces: 'X-Ray traces',
    logs: 'Logs',
    executions: 'Executions',
  },
  statuses: {
    failing: (failed: string) => `${failed} failed`,
    mended: 'Recovered from all errors',
    quiet: 'No traffic',
    well: 'No errors',
  },
  before: (value: string) => (value === shared.none ? 'Before: unknown' : `Before: ${value}`),
  issued: 'Issued',
  issuedHint: 'New codes and resends',
  delivered: 'Delivered',
  deliveries: 'For other systems',
  unknown: 'Unknown',
  reported: (arrived: string, undelivered: string) =>
    `Reported: ${arrived} accepted, ${undelivered} undelivered`,
  arrived: 'Accepted',
  undelivered: 'Undelivered',
  verified: 'Verified',
  conversion: 'Conversion',
  conversionHint: 'Verified of delivered',
  conversionHintOfOwn: 'Verified of delivered, other systems’ codes left out',
  cost: 'Cost of texts',
  costHint: 'By your list of prices',
  costUncounted: 'Counted with a budget, or with metricsBy',
  usd: 'USD',
  refused: 'Refused',
  refusedHint: 'Requests that broke a rule or exceeded a limit',
  failed: 'Failed requests',
  failedHint: 'Requests the service could not serve',
  delivery: 'Time to delivery',
  slower: (p95: string, p99: string) => `Median · p95 ${p95} · p99 ${p99}`,
  p50: 'Median',
  p95: '95th percentile',
  p99: '99th percentile',
  tokensChart: 'Issued and verified',
  deliveredChart: 'Delivered by channel',
  refusedChart: 'Refused and failed',
  deliveryChart: 'From request to delivery',
  deliveryChartHint: 'Points at which nothing was delivered are left out.',
  time: 'Time',
  tokens: 'Tokens',
  requests: 'Requests',
  nothing: 'Nothing in this range',
  refusedBy: 'Refused by reason',
  refusedNothing: 'Nothing was refused.',
  reason: 'Reason',
  count: 'Count',
  errorsBy: 'Errors by name',
  errorsHint: 'All failed attempts, including those a retry or fallback recovered.',
  errorsNothing: 'No errors.',
  errorsLead: 'A count leads to the executions.',
  failedExecutionsOf: (error: string) => `Executions in which ${error} occurred`,
  meaning: 'Meaning',
  errors: {
    ExecutionsFailed: 'Requests for a token that failed',
    ExecutionsTimedOut: 'Requests for a token that took too long',
  } satisfies Record<(typeof EXECUTION_FAILURES)[number], string>,
  table: 'All points as a table',
  tableHint: 'Points at which nothing happened are left out.',
} as const;

/** A value of the breakdown, for people: `IN` is India, and several countries may share a calling code. */
function sliceName(by: MetricSlice, value: string): string {
  switch (by) {
    case 'channel':
      return Object.hasOwn(shared.channels, value)
        ? shared.channels[value as keyof typeof shared.channels]
        : value;
    case 'country':
      return value === OTHERS
        ? 'Other countries'
        : value
            .split(',')
            .map((code) => (/^[A-Z]{2}$/.test(code) ? (regions.of(code) ?? code) : code))
            .join(', ');
    case 'client_group':
      return value === OTHERS ? 'Clients without a group' : value;
  }
}
