/**
 * List prices in US dollars, without free tiers and discounts. Where a price changes with volume, this is its
 * first tier.
 *
 * readings.ts says where and when they were read, and which are from memory.
 */
import { ALARM_PRICES } from '../../handlers/contract/alarm.ts';

export const REGIONS = ['us-east-1', 'us-west-2', 'eu-west-1', 'eu-central-1'] as const;
export type Region = (typeof REGIONS)[number];

export interface Price {
  /** What is counted. */
  readonly unit: string;
  /** How many units the price is for. */
  readonly per: number;
  /** AWS's page of it. */
  readonly url: string;
  readonly usd: Readonly<Record<Region, number>>;
}

const MILLION = 1_000_000;
const GIGABYTE = 1_000_000_000;

/** In the order of REGIONS. */
export const byRegion = <T>(
  ...[virginia, oregon, ireland, frankfurt]: readonly [T, T, T, T]
): Record<Region, T> => ({
  'us-east-1': virginia,
  'us-west-2': oregon,
  'eu-west-1': ireland,
  'eu-central-1': frankfurt,
});
const everywhere = <T>(value: T): Record<Region, T> => byRegion(value, value, value, value);

const page = (service: string): string => `https://aws.amazon.com/${service}/pricing/`;

export const PRICES = {
  apiRequest: {
    unit: 'request to a REST API',
    per: MILLION,
    url: page('api-gateway'),
    usd: { ...everywhere(3.5), 'eu-central-1': 3.7 },
  },
  firewallRequest: { unit: 'request inspected', per: MILLION, url: page('waf'), usd: everywhere(0.6) },
  execution: { unit: 'express execution', per: MILLION, url: page('step-functions'), usd: everywhere(1) },
  executionTime: {
    unit: 'GB-second of executions',
    per: 1,
    url: page('step-functions'),
    usd: everywhere(0.00001667),
  },
  invocation: { unit: 'invocation', per: MILLION, url: page('lambda'), usd: everywhere(0.2) },
  functionTime: { unit: 'GB-second on Arm', per: 1, url: page('lambda'), usd: everywhere(0.0000133334) },
  writeUnit: {
    unit: 'write request unit',
    per: MILLION,
    url: 'https://aws.amazon.com/dynamodb/pricing/on-demand/',
    usd: byRegion(0.625, 0.625, 0.705, 0.7625),
  },
  readUnit: {
    unit: 'read request unit',
    per: MILLION,
    url: 'https://aws.amazon.com/dynamodb/pricing/on-demand/',
    usd: byRegion(0.125, 0.125, 0.1415, 0.1525),
  },
  logByte: {
    unit: 'byte of logs taken in',
    per: GIGABYTE,
    url: page('cloudwatch'),
    usd: byRegion(0.5, 0.5, 0.57, 0.63),
  },
  storedLogByte: {
    unit: 'byte of logs kept for a month',
    per: GIGABYTE,
    url: page('cloudwatch'),
    usd: byRegion(0.03, 0.03, 0.03, 0.0324),
  },
  trace: { unit: 'trace recorded', per: MILLION, url: page('xray'), usd: everywhere(5) },
  byteOut: {
    unit: 'byte to the internet',
    per: GIGABYTE,
    url: 'https://aws.amazon.com/ec2/pricing/on-demand/#Data_Transfer',
    usd: everywhere(0.09),
  },
  busEvent: { unit: 'custom event', per: MILLION, url: page('eventbridge'), usd: everywhere(1) },
  queueRequest: { unit: 'queue request', per: MILLION, url: page('sqs'), usd: everywhere(0.4) },
  topicEmail: { unit: 'email by SNS', per: 100_000, url: page('sns'), usd: everywhere(2) },
  sesEmail: { unit: 'email by SES', per: 1_000, url: page('ses'), usd: everywhere(0.1) },
  keyRequest: { unit: 'KMS request', per: 10_000, url: page('kms'), usd: everywhere(0.03) },
  signature: { unit: 'ECDSA signature', per: 10_000, url: page('kms'), usd: everywhere(0.15) },
  secretRead: { unit: 'secret read', per: 10_000, url: page('secrets-manager'), usd: everywhere(0.05) },
  key: { unit: 'KMS key a month', per: 1, url: page('kms'), usd: everywhere(1) },
  secret: { unit: 'secret a month', per: 1, url: page('secrets-manager'), usd: everywhere(0.4) },
  webAcl: { unit: 'web ACL a month', per: 1, url: page('waf'), usd: everywhere(5) },
  firewallRule: { unit: 'rule or rule group a month', per: 1, url: page('waf'), usd: everywhere(1) },
  customMetric: { unit: 'custom metric a month', per: 1, url: page('cloudwatch'), usd: everywhere(0.3) },
  alarm: {
    unit: 'alarm metric a month',
    per: 1,
    url: page('cloudwatch'),
    usd: everywhere<number>(ALARM_PRICES.metric),
  },
  compositeAlarm: {
    unit: 'composite alarm a month',
    per: 1,
    url: page('cloudwatch'),
    usd: everywhere<number>(ALARM_PRICES.composite),
  },
  dashboard: {
    unit: 'dashboard a month',
    per: 1,
    url: page('cloudwatch'),
    usd: everywhere<number>(ALARM_PRICES.dashboard),
  },
  accessToken: { unit: 'access token for a system', per: 1_000, url: page('cognito'), usd: everywhere(2.25) },
} as const satisfies Record<string, Price>;

export type PriceName = keyof typeof PRICES;

/** What others ask for a million verified codes, without what carriers charge. Read on the day of `on`, there or in a note of that day. */
export const OTHERS = [
  {
    name: 'Twilio Verify',
    what: '0.05 USD for each code that was verified',
    usdAMillion: 50_000,
    url: 'https://www.twilio.com/en-us/verify/pricing',
    on: '2026-09-26',
  },
  {
    name: 'AWS End User Messaging Notify',
    what: 'a service fee for each message; the fee is on its price page and could not be read',
    usdAMillion: undefined,
    url: 'https://docs.aws.amazon.com/end-user-messaging/latest/userguide/nx-notify-get-set-up-prerequisites.html',
    on: '2026-11-26',
  },
] as const;
