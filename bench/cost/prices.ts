/**
 * List prices in US dollars, without free tiers and discounts.
 *
 * `read` prices were read on the day of `on`, on the page or in a dated copy of it. `recalled` ones are from
 * memory: check them at `url` before you rely on them. Where a price changes with volume, this is its first
 * tier.
 */
export const REGIONS = ['us-east-1', 'us-west-2', 'eu-west-1', 'eu-central-1'] as const;
export type Region = (typeof REGIONS)[number];

export interface Price {
  /** What is counted. */
  readonly unit: string;
  /** How many units the price is for. */
  readonly per: number;
  readonly url: string;
  /** ISO 8601 date. */
  readonly on: string;
  readonly source: 'read' | 'recalled';
  readonly usd: Readonly<Record<Region, number>>;
}

const MILLION = 1_000_000;
const GIGABYTE = 1_000_000_000;
const ON = '2026-11-26';

const everywhere = (usd: number): Record<Region, number> => ({
  'us-east-1': usd,
  'us-west-2': usd,
  'eu-west-1': usd,
  'eu-central-1': usd,
});

const recalled = { on: ON, source: 'recalled' } as const;
const API_GATEWAY = 'https://aws.amazon.com/api-gateway/pricing/';
const WAF = 'https://aws.amazon.com/waf/pricing/';
const STEP_FUNCTIONS = 'https://aws.amazon.com/step-functions/pricing/';
const LAMBDA = 'https://aws.amazon.com/lambda/pricing/';
const DYNAMODB = 'https://aws.amazon.com/dynamodb/pricing/on-demand/';
const CLOUDWATCH = 'https://aws.amazon.com/cloudwatch/pricing/';
const XRAY = 'https://aws.amazon.com/xray/pricing/';
const EC2 = 'https://aws.amazon.com/ec2/pricing/on-demand/#Data_Transfer';
const KMS = 'https://aws.amazon.com/kms/pricing/';
const SECRETS = 'https://aws.amazon.com/secrets-manager/pricing/';
const EVENTBRIDGE = 'https://aws.amazon.com/eventbridge/pricing/';
const SQS = 'https://aws.amazon.com/sqs/pricing/';
const SNS = 'https://aws.amazon.com/sns/pricing/';
const SES = 'https://aws.amazon.com/ses/pricing/';
const COGNITO = 'https://aws.amazon.com/cognito/pricing/';

export const PRICES = {
  apiRequest: {
    unit: 'request to a REST API',
    per: MILLION,
    url: API_GATEWAY,
    ...recalled,
    usd: { ...everywhere(3.5), 'eu-central-1': 3.7 },
  },
  firewallRequest: {
    unit: 'request inspected',
    per: MILLION,
    url: WAF,
    ...recalled,
    usd: everywhere(0.6),
  },
  execution: {
    unit: 'express execution',
    per: MILLION,
    url: STEP_FUNCTIONS,
    ...recalled,
    usd: everywhere(1),
  },
  executionTime: {
    unit: 'GB-second of executions',
    per: 1,
    url: STEP_FUNCTIONS,
    ...recalled,
    usd: everywhere(0.00001667),
  },
  invocation: { unit: 'invocation', per: MILLION, url: LAMBDA, ...recalled, usd: everywhere(0.2) },
  functionTime: {
    unit: 'GB-second on Arm',
    per: 1,
    url: LAMBDA,
    ...recalled,
    usd: everywhere(0.0000133334),
  },
  writeUnit: {
    unit: 'write request unit',
    per: MILLION,
    url: DYNAMODB,
    ...recalled,
    usd: { 'us-east-1': 0.625, 'us-west-2': 0.625, 'eu-west-1': 0.705, 'eu-central-1': 0.7625 },
  },
  readUnit: {
    unit: 'read request unit',
    per: MILLION,
    url: DYNAMODB,
    ...recalled,
    usd: { 'us-east-1': 0.125, 'us-west-2': 0.125, 'eu-west-1': 0.141, 'eu-central-1': 0.1525 },
  },
  logByte: {
    unit: 'byte of logs taken in',
    per: GIGABYTE,
    url: CLOUDWATCH,
    ...recalled,
    usd: { 'us-east-1': 0.5, 'us-west-2': 0.5, 'eu-west-1': 0.57, 'eu-central-1': 0.63 },
  },
  storedLogByte: {
    unit: 'byte of logs kept for a month',
    per: GIGABYTE,
    url: CLOUDWATCH,
    ...recalled,
    usd: { 'us-east-1': 0.03, 'us-west-2': 0.03, 'eu-west-1': 0.03, 'eu-central-1': 0.0324 },
  },
  trace: { unit: 'trace recorded', per: MILLION, url: XRAY, ...recalled, usd: everywhere(5) },
  byteOut: { unit: 'byte to the internet', per: GIGABYTE, url: EC2, ...recalled, usd: everywhere(0.09) },
  busEvent: { unit: 'custom event', per: MILLION, url: EVENTBRIDGE, ...recalled, usd: everywhere(1) },
  queueRequest: { unit: 'queue request', per: MILLION, url: SQS, ...recalled, usd: everywhere(0.4) },
  topicEmail: { unit: 'email by SNS', per: 100_000, url: SNS, ...recalled, usd: everywhere(2) },
  sesEmail: { unit: 'email by SES', per: 1_000, url: SES, ...recalled, usd: everywhere(0.1) },
  keyRequest: { unit: 'KMS request', per: 10_000, url: KMS, ...recalled, usd: everywhere(0.03) },
  signature: { unit: 'ECDSA signature', per: 10_000, url: KMS, ...recalled, usd: everywhere(0.15) },
  secretRead: { unit: 'secret read', per: 10_000, url: SECRETS, ...recalled, usd: everywhere(0.05) },
  key: { unit: 'KMS key a month', per: 1, url: KMS, ...recalled, usd: everywhere(1) },
  secret: { unit: 'secret a month', per: 1, url: SECRETS, ...recalled, usd: everywhere(0.4) },
  webAcl: { unit: 'web ACL a month', per: 1, url: WAF, ...recalled, usd: everywhere(5) },
  firewallRule: { unit: 'rule or rule group a month', per: 1, url: WAF, ...recalled, usd: everywhere(1) },
  customMetric: { unit: 'custom metric a month', per: 1, url: CLOUDWATCH, ...recalled, usd: everywhere(0.3) },
  alarm: { unit: 'alarm metric a month', per: 1, url: CLOUDWATCH, ...recalled, usd: everywhere(0.1) },
  compositeAlarm: {
    unit: 'composite alarm a month',
    per: 1,
    url: CLOUDWATCH,
    ...recalled,
    usd: everywhere(0.5),
  },
  dashboard: { unit: 'dashboard a month', per: 1, url: CLOUDWATCH, ...recalled, usd: everywhere(3) },
  machineClient: {
    unit: 'client of auth systems a month',
    per: 1,
    url: COGNITO,
    ...recalled,
    usd: everywhere(6),
  },
} as const satisfies Record<string, Price>;

export type PriceName = keyof typeof PRICES;

/** What others ask for a million verified codes, without what carriers charge. */
export const OTHERS = [
  {
    name: 'Twilio Verify',
    what: '0.05 USD for each code that was verified',
    usdAMillion: 50_000,
    url: 'https://www.twilio.com/en-us/verify/pricing',
    ...recalled,
  },
  {
    name: 'AWS End User Messaging Notify',
    what: 'a service fee for each message; the fee is on its price page and could not be read',
    usdAMillion: undefined,
    url: 'https://docs.aws.amazon.com/end-user-messaging/latest/userguide/nx-notify-get-set-up-prerequisites.html',
    on: ON,
    source: 'read',
  },
] as const;
