/**
 * The configurations under test, by name. All are synthesised in one go before the tests
 * (synth-deployments.ts, synth-templates.ts), because the code and the page are alike in all of them
 * and take longer to build than everything else.
 */
import { join } from 'node:path';
import { runFolder } from './run-folder.ts';

const DAY_SECONDS = 86_400;

/** What the end-to-end tests run, by the settings that differ from cdk.json, as `cdk -c` takes them. */
export const DEPLOYMENTS = {
  default: {},
  'short-lived': { tokenLifetimeSeconds: '5' },
  'quick-resends': { resendAfterSeconds: '1' },
  'own-limits': {
    resendAfterSeconds: '1',
    contextInMessage: JSON.stringify(['amount', 'payee']),
    sendLimits: JSON.stringify({
      person: [{ limit: 3, windowSeconds: DAY_SECONDS }],
      client: [{ limit: 30, windowSeconds: DAY_SECONDS }],
    }),
  },
  'new-code': {
    resend: 'new-code',
    resendAfterSeconds: '1',
    sendLimits: JSON.stringify({ deployment: [{ limit: 4, windowSeconds: DAY_SECONDS }] }),
  },
  destinations: {
    allowedCountries: 'IN,US',
    blockedPrefixes: '+9190',
    sendLimits: JSON.stringify({ destination: [{ limit: 2, windowSeconds: DAY_SECONDS }] }),
    testDestinations: JSON.stringify([{ phoneNumber: '+15005550006', token: '424242' }]),
    receipts: 'true',
  },
  /** 0.90 USD a month for texts, and a guard that judges a prefix by five of them. */
  'small-budget': {
    budget: JSON.stringify({ hourlyUsd: 50, monthlyUsd: 0.9 }),
    smsPricesUsd: JSON.stringify({
      default: 0.3,
      countries: { US: 0.015 },
      source: 'this test',
      asOf: '2026-11-22',
    }),
    pumpingGuard: JSON.stringify({ minSends: 5, minConversion: 0.5, pauseSeconds: 60 }),
  },
  receipts: { receipts: 'true', receiptLifetimeSeconds: '30', defaultCountry: 'DE' },
} as const satisfies Record<string, Readonly<Record<string, string>>>;

/** What the tests of infra look at, by the keys of the context's `tokenCourier` that differ. */
export const TEMPLATES = {
  default: {},
  'us-east-1': { region: 'us-east-1' },
  receipts: { receipts: 'true' },
  /** A second deployment beside the default one, whose API Gateway account settings somebody else keeps. */
  dev: { environment: 'dev', apiGatewayAccountRole: false },
  'disposable, with receipts by another issuer': {
    removalPolicy: 'destroy',
    receipts: true,
    receiptIssuer: 'https://courier.example.com',
    receiptLifetimeSeconds: 30,
  },
} as const satisfies Record<string, Readonly<Record<string, unknown>>>;

export type Deployment = keyof typeof DEPLOYMENTS;
export type TemplateName = keyof typeof TEMPLATES;

/** Folder of all cloud assemblies, and of the assets that they share. */
export const assemblies = (): string => join(runFolder(), 'assemblies');

export const assemblyOf = (name: Deployment): string => join(assemblies(), name);

/** File of a configuration's two templates. */
export const templatesOf = (name: TemplateName): string => join(runFolder(), 'templates', `${name}.json`);

/** File of what cdk-nag says. */
export const verdictsFile = (): string => join(runFolder(), 'templates', 'verdicts.json');
