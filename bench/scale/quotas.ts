/**
 * Every quota of AWS on the path of a code, with its number by region, and how much of it one code uses.
 *
 * A code is one text that is issued and one right code that is verified. `asOf` is when the number was looked up; AWS
 * changes them, and your account's own are in Service Quotas.
 */
import type { Measured } from './measured.ts';

export const REGIONS = ['eu-central-1', 'us-east-1'] as const;
export type Region = (typeof REGIONS)[number];

export interface Quota {
  readonly service: string;
  readonly what: string;
  /** In a second, unless `unit` says otherwise; undefined: AWS states none. */
  readonly most: Readonly<Record<Region, number | undefined>>;
  readonly unit?: string;
  readonly raised: 'on request' | 'never' | 'with use';
  /** What one code uses of it; absent where it does not grow with codes. */
  readonly perCode?: (measured: Measured) => number;
  /** Why that many, or what the quota does besides. */
  readonly note?: string;
  readonly source: string;
  readonly asOf: string;
}

const DOCS = 'https://docs.aws.amazon.com';
const SNS = `${DOCS}/general/latest/gr/sns.html`;
const MPS = `${DOCS}/sms-voice/latest/userguide/sms-limitations-mps.html`;
const DYNAMODB = `${DOCS}/amazondynamodb/latest/developerguide`;
const TODAY = '2026-11-26';
const everywhere = (most: number): Quota['most'] => ({ 'eu-central-1': most, 'us-east-1': most });

/** Seconds in which a code's four steps and its verification run, all functions together: an assumption. */
const ASSUMED_FUNCTION_SECONDS = 0.4;
/** Seconds from the start of an execution to its answer: an assumption. */
const ASSUMED_EXECUTION_SECONDS = 0.5;
/** Seconds of a day over which codes are spread if the peak is three times the mean. */
const PEAK_SECONDS_A_DAY = 28_800;

export const QUOTAS: readonly Quota[] = [
  {
    service: 'SNS',
    what: 'texts, an account',
    most: everywhere(20),
    raised: 'on request',
    perCode: ({ issue }) => issue.published,
    note: 'and 1 USD a month until AWS raises the spend threshold',
    source: SNS,
    asOf: TODAY,
  },
  {
    service: 'SNS',
    what: 'emails, an account',
    most: everywhere(10),
    raised: 'never',
    perCode: ({ issue }) => issue.published,
    note: 'for codes by email; SES has no such limit',
    source: SNS,
    asOf: TODAY,
  },
  {
    service: 'Carriers',
    what: 'parts from a US toll-free number',
    most: everywhere(3),
    raised: 'never',
    perCode: ({ issue }) => issue.published,
    note: 'more numbers do not help: carriers filter traffic that is spread over them',
    source: MPS,
    asOf: TODAY,
  },
  {
    service: 'Carriers',
    what: 'parts from a US long code (10DLC)',
    most: everywhere(1),
    raised: 'on request',
    perCode: ({ issue }) => issue.published,
    note: 'for each number, by brand score and campaign',
    source: MPS,
    asOf: TODAY,
  },
  {
    service: 'Carriers',
    what: 'parts from a long code elsewhere',
    most: everywhere(10),
    raised: 'on request',
    perCode: ({ issue }) => issue.published,
    note: '1 in Canada',
    source: MPS,
    asOf: TODAY,
  },
  {
    service: 'Carriers',
    what: 'parts from a US or Canadian short code',
    most: everywhere(100),
    raised: 'on request',
    perCode: ({ issue }) => issue.published,
    note: 'other countries differ, and so do sender ids: see the End User Messaging console, _Messaging limits_',
    source: MPS,
    asOf: TODAY,
  },
  {
    service: 'SNS',
    what: 'Publish, an account',
    most: { 'eu-central-1': 1_500, 'us-east-1': 30_000 },
    raised: 'on request',
    perCode: ({ issue }) => issue.published,
    source: SNS,
    asOf: TODAY,
  },
  {
    service: 'SES',
    what: 'emails, an account out of the sandbox',
    most: everywhere(14),
    raised: 'on request',
    perCode: ({ issue }) => issue.published,
    note: 'for codes by email; the number an account begins with differs',
    source: `${DOCS}/ses/latest/dg/quotas.html`,
    asOf: TODAY,
  },
  {
    service: 'SES',
    what: 'emails in a day',
    most: everywhere(50_000),
    unit: 'a day',
    raised: 'on request',
    perCode: ({ issue }) => issue.published * PEAK_SECONDS_A_DAY,
    note: `a day has ${PEAK_SECONDS_A_DAY.toLocaleString('en-US')} seconds of the peak, if that is three times the mean`,
    source: `${DOCS}/ses/latest/dg/quotas.html`,
    asOf: TODAY,
  },
  {
    service: 'Token Courier',
    what: '`requestsPerSecond`, the stage',
    most: everywhere(100),
    raised: 'on request',
    perCode: ({ issue, verify }) => issue.requests + verify.requests,
    note: 'our own default, to be set with the rest; up to 10,000',
    source: 'configuration.md#load-on-the-api',
    asOf: TODAY,
  },
  {
    service: 'API Gateway',
    what: 'requests, an account and region',
    most: everywhere(10_000),
    raised: 'on request',
    perCode: ({ issue, verify }) => issue.requests + verify.requests,
    note: 'shared with every other API of the account; 29 s and 10 MB a request, which no code comes near',
    source: `${DOCS}/apigateway/latest/developerguide/limits.html`,
    asOf: TODAY,
  },
  {
    service: 'Cognito',
    what: 'access tokens of machines, an account',
    most: everywhere(150),
    raised: 'never',
    note: 'one an hour for each process that calls: the client keeps it. A caller that asks for one with every request stops at 75 codes a second',
    source: `${DOCS}/cognito/latest/developerguide/quotas.html`,
    asOf: TODAY,
  },
  {
    service: 'Cognito',
    what: 'checks of an access token',
    most: { 'eu-central-1': undefined, 'us-east-1': undefined },
    raised: 'with use',
    note: 'API Gateway checks signatures with keys that it keeps; no quota is documented',
    source: `${DOCS}/apigateway/latest/developerguide/apigateway-integrate-with-cognito.html`,
    asOf: TODAY,
  },
  {
    service: 'WAF',
    what: 'requests, a web ACL',
    most: everywhere(100_000),
    raised: 'on request',
    perCode: ({ issue, verify }) => issue.requests + verify.requests,
    note: '`requestsPerFiveMinutesPerCaller` follows `requestsPerSecond`: one access token may use the whole stage',
    source: `${DOCS}/waf/latest/developerguide/limits.html`,
    asOf: TODAY,
  },
  {
    service: 'CloudFront',
    what: 'requests, a distribution',
    most: everywhere(250_000),
    raised: 'on request',
    note: "the page's; auth systems call the stage",
    source: `${DOCS}/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html`,
    asOf: TODAY,
  },
  {
    service: 'Step Functions',
    what: 'synchronous executions at once, a region',
    most: everywhere(1_000),
    unit: 'at once',
    raised: 'with use',
    perCode: ({ issue }) => issue.executions * ASSUMED_EXECUTION_SECONDS,
    note: 'the lowest of the 1,000 to 3,700 that an archived page gives by region; the present page gives no number, and says that capacity follows sustained load and sudden surges may be throttled. State transitions of express machines have no limit',
    source: `${DOCS}/step-functions/latest/dg/concepts-express-synchronous.html`,
    asOf: TODAY,
  },
  {
    service: 'Lambda',
    what: 'functions at once, a new account',
    most: everywhere(10),
    unit: 'at once',
    raised: 'on request',
    perCode: () => ASSUMED_FUNCTION_SECONDS,
    note: 'AWS does not state it; 10 is what new accounts report. It rises with use',
    source: `${DOCS}/lambda/latest/dg/gettingstarted-limits.html`,
    asOf: TODAY,
  },
  {
    service: 'Lambda',
    what: 'functions at once, an account and region',
    most: everywhere(1_000),
    unit: 'at once',
    raised: 'on request',
    perCode: () => ASSUMED_FUNCTION_SECONDS,
    note: 'to tens of thousands. An answer has at most 6 MB',
    source: `${DOCS}/lambda/latest/dg/gettingstarted-limits.html`,
    asOf: TODAY,
  },
  {
    service: 'Lambda',
    what: 'new environments of one function in ten seconds',
    most: everywhere(1_000),
    unit: 'in 10 s',
    raised: 'never',
    note: 'bounds how fast a crowd may arrive, not how large it may be: 10,000 more requests a second every ten seconds',
    source: `${DOCS}/lambda/latest/dg/scaling-behavior.html`,
    asOf: TODAY,
  },
  {
    service: 'DynamoDB',
    what: 'write units, a new on-demand table',
    most: everywhere(4_000),
    raised: 'with use',
    perCode: ({ issue, verify }) => (issue.writeUnits + verify.writeUnits) / 2,
    note: 'the tokens and the limits table have about half each. `WarmThroughput` raises it before a launch; it also doubles with every peak',
    source: `${DYNAMODB}/warm-throughput-scenarios.html`,
    asOf: TODAY,
  },
  {
    service: 'DynamoDB',
    what: 'write units, a table',
    most: everywhere(40_000),
    raised: 'on request',
    perCode: ({ issue, verify }) => (issue.writeUnits + verify.writeUnits) / 2,
    source: `${DYNAMODB}/ServiceQuotas.html`,
    asOf: TODAY,
  },
  {
    service: 'DynamoDB',
    what: 'read units, a table',
    most: everywhere(40_000),
    raised: 'on request',
    perCode: ({ issue, verify }) => issue.readUnits + verify.readUnits,
    note: 'as if one table had all reads',
    source: `${DYNAMODB}/ServiceQuotas.html`,
    asOf: TODAY,
  },
  {
    service: 'DynamoDB',
    what: 'write units, one partition or item',
    most: everywhere(1_000),
    raised: 'never',
    note: 'and 3,000 read units. Hot ranges are split, single items cannot be: [below](#hot-keys)',
    source: `${DYNAMODB}/bp-partition-key-design.html`,
    asOf: TODAY,
  },
  {
    service: 'KMS',
    what: 'symmetric operations, an account',
    most: { 'eu-central-1': 20_000, 'us-east-1': 100_000 },
    raised: 'on request',
    note: 'no call for a code: DynamoDB, SNS and Logs keep data keys for minutes',
    source: `${DOCS}/kms/latest/developerguide/requests-per-second.html`,
    asOf: TODAY,
  },
  {
    service: 'KMS',
    what: 'ECC signatures, an account',
    most: everywhere(1_000),
    raised: 'on request',
    perCode: ({ verify }) => verify.requests,
    note: 'only with `receipts`, and only for verifications that ask for one',
    source: `${DOCS}/kms/latest/developerguide/requests-per-second.html`,
    asOf: TODAY,
  },
  {
    service: 'Secrets Manager',
    what: 'GetSecretValue and DescribeSecret, an account',
    most: everywhere(10_000),
    raised: 'never',
    note: 'three secrets of each environment every five minutes, not for each code. 1,000 new environments in ten seconds ask 300 times a second',
    source: `${DOCS}/secretsmanager/latest/userguide/reference_limits.html`,
    asOf: TODAY,
  },
  {
    service: 'CloudWatch Logs',
    what: 'PutLogEvents, an account and region',
    most: everywhere(5_000),
    raised: 'on request',
    perCode: ({ issue, verify }) => issue.functions + verify.functions,
    note: 'at worst one batch for each function call. Lambda puts lines together, and drops what does not fit. Metrics travel in these lines (EMF), so they have no separate quota',
    source: `${DOCS}/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html`,
    asOf: TODAY,
  },
  {
    service: 'EventBridge',
    what: 'PutEvents, an account and region',
    most: { 'eu-central-1': 2_400, 'us-east-1': 10_000 },
    raised: 'on request',
    perCode: ({ issue, verify }) => issue.events + verify.events,
    note: 'only with `events`; at worst a call for each event. Throttled calls come again, so events are late and not lost',
    source: `${DOCS}/general/latest/gr/ev.html`,
    asOf: TODAY,
  },
  {
    service: 'EventBridge',
    what: 'events handed to targets',
    most: { 'eu-central-1': 4_500, 'us-east-1': 18_750 },
    raised: 'on request',
    perCode: ({ issue, verify }) => issue.events + verify.events,
    note: 'for each webhook that subscribes to both events; above it they are delayed',
    source: `${DOCS}/general/latest/gr/ev.html`,
    asOf: TODAY,
  },
  {
    service: 'SQS',
    what: 'messages of a standard queue',
    most: { 'eu-central-1': undefined, 'us-east-1': undefined },
    raised: 'with use',
    note: 'nearly unlimited. 120,000 may be in flight, which the way webhooks wait avoids',
    source: `${DOCS}/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html`,
    asOf: TODAY,
  },
  {
    service: 'X-Ray',
    what: 'segments',
    most: { 'eu-central-1': undefined, 'us-east-1': undefined },
    raised: 'on request',
    note: 'could not be looked up: see Service Quotas. the default traces one execution in twenty',
    source: `${DOCS}/general/latest/gr/xray.html`,
    asOf: TODAY,
  },
];
