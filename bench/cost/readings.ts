/**
 * Where and when prices were read.
 *
 * AWS's pages render their tables by script, so most readings are of copies that others keep of AWS's price
 * list (https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/price-changes.html), with its SKUs and
 * versions. The rest are notes that name a day and the page or list, which is the link then.
 */
import type { PriceName, Region } from './prices.ts';
import { byRegion } from './prices.ts';

export interface Reading {
  readonly url: string;
  /** ISO 8601 date. */
  readonly on: string;
}

const github = (repository: string, commit: string, ...path: readonly string[]): string =>
  `https://github.com/${repository}/blob/${commit}/${path.join('/')}`;

const VIRGINIA = {
  on: '2026-10-01',
  url: github(
    'akashtalole/archify-aws',
    '40784e5d22af0d89cb93c6a1dc593ffb6f75755c',
    'data/prices/us-east-1.json',
  ),
};
const VIRGINIA_SECRETS = {
  on: '2026-09-02',
  url: github(
    'jomspangilinan/overhead',
    '0a91256e5503ea3268f7ad11e75fcda3b33ec4fa',
    'data/pricing.us-east-1.json',
  ),
};
const VIRGINIA_WAF = {
  on: '2026-07-29',
  url: 'https://pricing.us-east-1.amazonaws.com/offers/v1.0/aws/awswaf/20260107213453/us-east-1/index.json',
};
const VIRGINIA_SES = {
  on: '2026-08-13',
  url: github(
    'api-evangelist/amazon-ses',
    'e0c7ed6045e029a69f89a0652a880e2eb61c5144',
    'plans/amazon-ses-plans-pricing.yml',
  ),
};
const OREGON = {
  on: '2026-08-31',
  url: github(
    'ArdurAI/veer',
    '655ccbe12c097aa2e64f434e3426cba6e96d4a7e',
    'docs/architecture/cost-model/README.md',
  ),
};
/** The same page, later: with DynamoDB. */
const OREGON_TABLES = {
  on: '2026-08-31',
  url: github('ArdurAI/veer', 'main', 'docs/architecture/cost-model/README.md'),
};
const IRELAND = {
  on: '2026-10-04',
  url: github(
    'henderjm/world-cup-sweepstake',
    '57a6d34883744a028d2b1555e70a692265a47f49',
    'docs/costs/aws-ireland-rates.json',
  ),
};
const IRELAND_REQUESTS = {
  on: '2026-10-02',
  url: github(
    'mamtha4u/SDLC',
    '45b7bae453281a7599bcbe863f7e547e2fd5e1ef',
    'backend/config/pricing_eu-west-1.json',
  ),
};
const FRANKFURT = {
  on: '2026-09-11',
  url: github(
    'Bayashat/zerde-serverless-bot',
    '78320922886d22c3d334afc13ab760bf1826671d',
    'docs',
    'MEMORY_V2_COST_MONITOR.md',
  ),
};
const FRANKFURT_API = {
  on: '2026-08-12',
  url: github(
    'rumblefishdev/stellar-prices-api',
    '78fa765028ae68f94e6809c6249b778b4dc66cbf',
    'lore/2-adrs/0010_discord-account-model-and-abuse-barrier.md',
  ),
};
/** Virginia, Ireland and Frankfurt beside each other. */
const THREE_REGIONS = {
  on: '2026-08-16',
  url: github(
    'danielpuri1901/agentlab',
    'd16e559f55a061a2156ca84e8a933e99d8a3b4ad',
    'docs/research/aws-infra-pricing.md',
  ),
};
const KMS_PAGE = { on: '2026-10-03', url: 'https://aws.amazon.com/kms/pricing/' };
/** Dashboards have one price in all regions, which the price list lacks. */
const CLOUDWATCH_PAGE = { on: '2026-07-29', url: 'https://aws.amazon.com/cloudwatch/pricing/' };
const COGNITO_TOKENS = {
  on: '2025-04-27',
  url: 'https://cur.vantage-api.com/aws/amazoncognito/user-pools-m2m/cupm2mtokenrequestsfull',
};

/** The day of the prices that are from memory: where a region has no reading. Look them up before you rely on them. */
export const RECALLED_ON = '2026-11-26';
const FROM_MEMORY = undefined;

const of = byRegion<Reading | undefined>;

export const READINGS: Readonly<Record<PriceName, Readonly<Record<Region, Reading | undefined>>>> = {
  apiRequest: of(VIRGINIA, FROM_MEMORY, IRELAND_REQUESTS, FRANKFURT_API),
  firewallRequest: of(VIRGINIA_WAF, FROM_MEMORY, FROM_MEMORY, FROM_MEMORY),
  execution: of(VIRGINIA, FROM_MEMORY, THREE_REGIONS, THREE_REGIONS),
  executionTime: of(VIRGINIA, FROM_MEMORY, THREE_REGIONS, THREE_REGIONS),
  invocation: of(VIRGINIA, OREGON, IRELAND_REQUESTS, FRANKFURT),
  functionTime: of(VIRGINIA, FROM_MEMORY, IRELAND_REQUESTS, FRANKFURT),
  writeUnit: of(VIRGINIA, OREGON_TABLES, IRELAND, FRANKFURT),
  readUnit: of(VIRGINIA, OREGON_TABLES, IRELAND, FRANKFURT),
  logByte: of(VIRGINIA, OREGON, IRELAND, FRANKFURT),
  storedLogByte: of(VIRGINIA, OREGON, IRELAND, FRANKFURT),
  trace: of(FROM_MEMORY, FROM_MEMORY, FROM_MEMORY, FROM_MEMORY),
  byteOut: of(THREE_REGIONS, FROM_MEMORY, IRELAND, THREE_REGIONS),
  busEvent: of(THREE_REGIONS, FROM_MEMORY, THREE_REGIONS, THREE_REGIONS),
  queueRequest: of(VIRGINIA, FROM_MEMORY, IRELAND_REQUESTS, FRANKFURT),
  topicEmail: of(VIRGINIA, FROM_MEMORY, FROM_MEMORY, FROM_MEMORY),
  sesEmail: of(VIRGINIA_SES, FROM_MEMORY, FROM_MEMORY, FROM_MEMORY),
  keyRequest: of(VIRGINIA_SECRETS, OREGON, FROM_MEMORY, FROM_MEMORY),
  signature: of(KMS_PAGE, FROM_MEMORY, FROM_MEMORY, KMS_PAGE),
  secretRead: of(VIRGINIA_SECRETS, OREGON, IRELAND, FROM_MEMORY),
  key: of(VIRGINIA_SECRETS, OREGON, FROM_MEMORY, FROM_MEMORY),
  secret: of(VIRGINIA_SECRETS, OREGON, IRELAND, FROM_MEMORY),
  webAcl: of(VIRGINIA_WAF, FROM_MEMORY, FROM_MEMORY, FROM_MEMORY),
  firewallRule: of(VIRGINIA_WAF, FROM_MEMORY, FROM_MEMORY, FROM_MEMORY),
  customMetric: of(VIRGINIA, OREGON, IRELAND, THREE_REGIONS),
  alarm: of(VIRGINIA, OREGON, IRELAND, FRANKFURT),
  compositeAlarm: of(THREE_REGIONS, FROM_MEMORY, THREE_REGIONS, THREE_REGIONS),
  dashboard: of(CLOUDWATCH_PAGE, CLOUDWATCH_PAGE, CLOUDWATCH_PAGE, CLOUDWATCH_PAGE),
  accessToken: of(COGNITO_TOKENS, COGNITO_TOKENS, FROM_MEMORY, FROM_MEMORY),
};
