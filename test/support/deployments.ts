/**
 * The configurations under test, by name. Two programs synthesise them before the tests
 * (synth-deployments.ts, synth-templates.ts). The code and the page are the same in all of them, and take
 * longest to build.
 */
import { join } from 'node:path';
import { getCountries } from 'libphonenumber-js/min';
import { EVENT_TYPES } from '../../handlers/contract/events.ts';
import { runFolder } from './run-folder.ts';

const DAY_SECONDS = 86_400;
const MANY = Array.from({ length: 100 }, (_, index) => 100 + index);
const COUNTRIES: readonly string[] = getCountries();

/** All of them. */
const HOOKS = {
  supabase: { sms: { validSeconds: 60 }, email: {} },
  okta: {},
  gateway: { logto: {}, 'own-system': { destination: 'message.to', code: 'message.otp' } },
};

/** Every setting of variable size, as large as the schema allows. */
const LARGEST = {
  allowedCountries: COUNTRIES,
  blockedPrefixes: MANY.slice(0, 50).map((index) => `+8816${index}12345678`),
  smsPricesUsd: {
    default: 0.3,
    countries: Object.fromEntries(COUNTRIES.slice(0, 100).map((country) => [country, 0.12345])),
    source: 'this test',
    asOf: '2026-11-22',
  },
  sendLimits: Object.fromEntries(
    ['person', 'destination', 'client', 'deployment'].map((subject) => [subject, fiveWindows(1_000_000)]),
  ),
  confirmationLimits: Object.fromEntries(
    ['person', 'address', 'client'].map((subject) => [subject, fiveWindows(1_000_000)]),
  ),
  limitKeys: Object.fromEntries([...'abcde'].map((key) => [key.repeat(32), fiveWindows(1_000_000)])),
  guessLimits: fiveWindows(40),
  clientGroups: Object.fromEntries(
    MANY.slice(0, 50).map((group) => [`group-${group}`, MANY.slice(0, 50).map((id) => `${group}x${id}`)]),
  ),
  contextInMessage: MANY.slice(0, 10).map((index) => `${index}`.padEnd(64, 'x')),
  testDestinations: MANY.slice(0, 20).map((index) => ({ phoneNumber: `+15005550${index}`, token: '424242' })),
  webOtpDomain: `${'courier.'.repeat(4)}example.com`,
  emailSender: {
    kind: 'ses',
    from: `${'codes'.repeat(12)}@${'courier.'.repeat(20)}example.com`,
    configurationSet: 'x'.repeat(64),
  },
  events: true,
  webhooks: MANY.slice(0, 5).map((index) => ({
    url: `https://hooks-${index}.example.com/`.padEnd(512, 'x'),
    events: ['code.sent', 'person.locked'],
  })),
  canary: { everyMinutes: 60 },
  deliveryStatus: 'fallback',
  twilioVerify: true,
  hooks: {
    ...HOOKS,
    gateway: Object.fromEntries(
      MANY.slice(0, 12).map((index) => [`p${index}`.padEnd(32, 'x'), HOOKS.gateway['own-system']]),
    ),
  },
};

function fiveWindows(limit: number) {
  return MANY.slice(0, 5).map((index) => ({ limit, windowSeconds: 2_678_400 - index }));
}

const PAGE_DOMAIN = {
  domainName: 'courier.example.com',
  certificateArn: 'arn:aws:acm:us-east-1:000000000000:certificate/page',
  hostedZoneId: 'Z0123456789ABC',
};
const API_DOMAIN = {
  domainName: 'api.courier.example.com',
  certificateArn: 'arn:aws:acm:eu-central-1:000000000000:certificate/api',
  hostedZoneId: 'Z0123456789ABC',
};

/** The end-to-end tests' deployments: the settings that differ from cdk.json, in the format of `cdk -c`. */
export const DEPLOYMENTS = {
  /** The client groups of npm start, so that the page can verify what a test issues. */
  default: { clientGroups: JSON.stringify({ 'this-machine': ['local', 'page'] }) },
  /** The default one with events, which one receiver gets all of, and another some. */
  events: {
    clientGroups: JSON.stringify({ 'this-machine': ['local', 'page'] }),
    events: 'true',
    guessLimits: JSON.stringify([{ limit: 3, windowSeconds: DAY_SECONDS }]),
    webhooks: JSON.stringify([
      { url: 'https://all.example.com/hooks', events: EVENT_TYPES },
      { url: 'https://some.example.com/hooks', events: ['person.locked'] },
    ]),
  },
  /** SES sends its emails, its API speaks Twilio Verify, and other systems have their codes delivered. */
  'short-lived': {
    twilioVerify: 'true',
    hooks: JSON.stringify(HOOKS),
    tokenLifetimeSeconds: '30',
    emailSender: JSON.stringify({ kind: 'ses', from: 'codes@mail.acme.example' }),
    deliveryStatus: 'fallback',
  },
  'quick-resends': { resendAfterSeconds: '1', deliveryStatus: 'fallback' },
  'own-limits': {
    resendAfterSeconds: '1',
    contextInMessage: JSON.stringify(['amount', 'payee']),
    messages: JSON.stringify({ transfer: { en: '{{code}} sends {{context.amount}} to {{context.payee}}.' } }),
    smsRetrieverHash: 'FA+9qCX9VSu',
    sendLimits: JSON.stringify({
      person: [{ limit: 3, windowSeconds: DAY_SECONDS }],
      client: [{ limit: 30, windowSeconds: DAY_SECONDS }],
    }),
    limitKeys: JSON.stringify({ ip: [{ limit: 2, windowSeconds: DAY_SECONDS }] }),
  },
  'new-code': {
    activityDays: '0',
    resend: 'new-code',
    resendAfterSeconds: '1',
    sendLimits: JSON.stringify({ deployment: [{ limit: 4, windowSeconds: DAY_SECONDS }] }),
  },
  destinations: {
    allowedCountries: 'IN,US',
    // As many as are allowed, which is more than fits into a function's environment.
    blockedPrefixes: ['+9190', ...MANY.slice(1, 50).map((index) => `+8816${index}2345678`)].join(','),
    smsPricesUsd: JSON.stringify({
      default: 0.3,
      countries: Object.fromEntries(COUNTRIES.slice(0, 100).map((country) => [country, 0.12345])),
      source: 'this test',
      asOf: '2026-11-22',
    }),
    sendLimits: JSON.stringify({ destination: [{ limit: 2, windowSeconds: DAY_SECONDS }] }),
    testDestinations: JSON.stringify([{ phoneNumber: '+15005550006', token: '424242' }]),
    canary: JSON.stringify({ everyMinutes: 60 }),
    receipts: 'true',
  },
  /** Alarms that are mailed, 0.90 USD a month for texts, and a guard that lets at most four new numbers of a prefix go unverified. */
  'small-budget': {
    budget: JSON.stringify({ hourlyUsd: 50, monthlyUsd: 0.9 }),
    smsPricesUsd: JSON.stringify({
      default: 0.3,
      countries: { US: 0.015 },
      source: 'this test',
      asOf: '2026-11-22',
    }),
    pumpingGuard: JSON.stringify({ spareNumbers: 2, sparePerVerified: 1, trickleNumbers: 1 }),
    events: 'true',
    alarmEmail: 'operators@example.com',
  },
  /** Also with custom host names; receipts name that of the page as their issuer. */
  receipts: {
    receipts: 'true',
    receiptLifetimeSeconds: '30',
    defaultCountry: 'DE',
    pageDomain: JSON.stringify(PAGE_DOMAIN),
    apiDomain: JSON.stringify(API_DOMAIN),
  },
} as const satisfies Record<string, Readonly<Record<string, string>>>;

/** The templates that the infra tests examine: the members of the context's `tokenCourier` that differ. */
export const TEMPLATES = {
  /**
   * First, because it has every type of resource, and CDK rebuilds its validation for each type that is new
   * to it.
   */
  'own domains': {
    pageDomain: PAGE_DOMAIN,
    apiDomain: API_DOMAIN,
    receipts: true,
    emailSender: { kind: 'ses', from: 'codes@acme.example' },
    events: true,
    eventsConcurrency: 20,
    webhooks: LARGEST.webhooks.slice(0, 1).map((webhook) => ({ ...webhook, concurrency: 25 })),
    deliveryStatus: 'record',
    alarmTopicArn: 'arn:aws:sns:eu-central-1:000000000000:pager',
    runbookUrl: 'https://wiki.example.com/runbook',
  },
  /** The client groups of npm start, so that the page can verify what a test issues. */
  default: { clientGroups: JSON.stringify({ 'this-machine': ['local', 'page'] }) },
  'us-east-1': { region: 'us-east-1', alarms: 'off', activityDays: 0 },
  receipts: { receipts: 'true' },
  /** With everything that can be added to the default. */
  everything: {
    apiReference: true,
    receipts: true,
    events: true,
    webhooks: LARGEST.webhooks.slice(0, 2),
    deliveryStatus: 'fallback',
    reportsConcurrency: 20,
    canary: { everyMinutes: 5 },
    testDestinations: [{ phoneNumber: '+15005550006', token: '424242' }],
    budget: { monthlyUsd: 200 },
    alarmEmail: 'operators@example.com',
  },
  /**
   * A second deployment in the account, in which somebody else manages API Gateway's account settings, SES sends
   * the emails, the API speaks Twilio Verify, and other systems have their codes delivered.
   */
  dev: {
    environment: 'dev',
    alarms: 'quiet',
    apiGatewayAccountRole: false,
    emailSender: { kind: 'ses', from: 'codes@mail.acme.example' },
    deliveryStatus: 'fallback',
    twilioVerify: true,
    hooks: HOOKS,
  },
  largest: LARGEST,
  'own domains, records by somebody else': {
    emailSender: { kind: 'ses', from: 'codes@acme.example', configurationSet: 'acme-mails' },
    pageDomain: { ...PAGE_DOMAIN, hostedZoneId: undefined },
    apiDomain: { ...API_DOMAIN, hostedZoneId: undefined },
  },
  'disposable, with receipts by another issuer': {
    removalPolicy: 'destroy',
    deliveryStatus: 'record',
    receipts: true,
    receiptIssuer: 'https://courier.example.com',
    receiptLifetimeSeconds: 30,
  },
} as const satisfies Record<string, Readonly<Record<string, unknown>>>;

export type Deployment = keyof typeof DEPLOYMENTS;
export type TemplateName = keyof typeof TEMPLATES;

/** The folder with all cloud assemblies and the assets that they share. */
export const assemblies = (): string => join(runFolder(), 'assemblies');

export const assemblyOf = (name: Deployment): string => join(assemblies(), name);

/** The folder with the functions' bundles, and what esbuild says is inside of them. */
export const builtFunctions = (): string => join(runFolder(), 'functions');

/** The file with a configuration's templates. */
export const templatesOf = (name: TemplateName): string => join(runFolder(), 'templates', `${name}.json`);

/** The file with the verdicts of cdk-nag. */
export const verdictsFile = (): string => join(runFolder(), 'templates', 'verdicts.json');

/** The folders of examples/ that are CDK apps. */
export type Example = 'in-your-own-stack' | 'cognito';

/** The folder with an example's cloud assembly. */
export const exampleFolder = (example: Example): string =>
  join(runFolder(), 'templates', 'examples', example);
