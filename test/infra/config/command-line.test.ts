import { describe, expect, it } from '@jest/globals';
import { App } from 'aws-cdk-lib';
import {
  ConfigError,
  configLines,
  parseConfig,
  readConfig,
  refuseUnknownKeys,
} from '../../../infra/config/schema.ts';
import { buildStacks } from '../../../infra/stacks/build-stacks.ts';

const BASE = { region: 'eu-central-1', brandName: 'Example' };
const appWith = (context: Record<string, unknown>) =>
  new App({ context: { tokenCourier: BASE, ...context } });
const refusing = (context: Record<string, unknown>) => () => refuseUnknownKeys(appWith(context).node);

describe('a context key that nothing reads', () => {
  it('stops the synth before anything is built', () => {
    expect(() => buildStacks(appWith({ allowedCountreis: 'IN' }))).toThrow(ConfigError);
  });

  it.each([
    ['allowedCountreis', 'allowedCountries'],
    ['AllowedCountries', 'allowedCountries'],
    ['tokenCourier.budget', 'budget'],
    ['blockedPrefix', 'blockedPrefixes'],
    ['production ', 'production'],
    ['tokencourier', 'tokenCourier'],
  ])('%s is reported with the nearest valid key', (wrong, right) => {
    expect(refusing({ [wrong]: 'x' })).toThrow(
      `  ${wrong}: is neither a configuration key nor CDK's own; did you mean ${right}?`,
    );
  });

  it('is reported without a suggestion when none is near, together with all others', () => {
    expect(refusing({ stage: 'dev', colour: 'red' })).toThrow(
      /\n {2}stage: is neither .*own\n {2}colour: is neither .*own$/,
    );
  });

  it.each([
    '@aws-cdk/core:defaultCrossStackReferences',
    '@aws-cdk-containers/ecs-service-extensions:enableDefaultLogDriver',
    'aws:cdk:enable-path-metadata',
    'aws-cdk:enableDiffNoFail',
    'cli-telemetry',
    'acknowledged-issue-numbers',
    'availability-zones:account=000000000000:region=eu-central-1',
    'hosted-zone:account=000000000000:domainName=example.com:region=eu-central-1',
    'vpc-provider:account=000000000000:region=eu-central-1',
    'ssm:account=000000000000:parameterName=/x:region=eu-central-1',
  ])("is not %s, which is CDK's own", (key) => {
    expect(refusing({ [key]: true })).not.toThrow();
  });

  it('is reported in the tokenCourier object too', () => {
    expect(() => parseConfig({ ...BASE, sendLimit: {} })).toThrow(
      'sendLimit: is not a configuration key; did you mean sendLimits?',
    );
  });
});

describe('text from the command line', () => {
  it.each<[string, string, unknown]>([
    ['allowedCountries', 'IN,DE', ['IN', 'DE']],
    ['allowedCountries', 'IN, DE,', ['IN', 'DE']],
    ['allowedCountries', '["IN","DE"]', ['IN', 'DE']],
    ['allowedCountries', '[]', []],
    ['blockedPrefixes', '["+881"]', ['+881']],
    ['budget', '{"hourlyUsd":5}', { hourlyUsd: 5 }],
    ['contextInMessage', '["amount"]', ['amount']],
    ['guessLimits', '[{"limit":9,"windowSeconds":86400}]', [{ limit: 9, windowSeconds: 86_400 }]],
    [
      'testDestinations',
      '[{"phoneNumber":"+15005550006","token":"424242"}]',
      [{ phoneNumber: '+15005550006', token: '424242' }],
    ],
    ['pumpingGuard', 'false', null],
    ['production', 'false', false],
    ['tokenLifetimeSeconds', '120', 120],
    ['smsMaxPriceUsd', '0.05', 0.05],
    ['senderId', 'ACME', 'ACME'],
  ])('%s=%s is read as the README says', (key, text, value) => {
    expect(readConfig(appWith({ [key]: text }).node)).toHaveProperty(key, value);
  });

  it.each(['["IN"', '[1]', '{"IN":1}', '', ' ', ','])('allowedCountries=%s is refused', (text) => {
    expect(() => readConfig(appWith({ allowedCountries: text }).node)).toThrow(/ {2}allowedCountries/);
  });
});

describe('the effective settings', () => {
  it('are only region and brand when everything else is a default', () => {
    expect(configLines(parseConfig(BASE))).toBe(
      'Settings that differ from the defaults:\n  brandName: Example\n  region: eu-central-1',
    );
  });

  it('are those that differ, truncated if long, without test numbers and their codes', () => {
    const config = parseConfig({
      ...BASE,
      maxAttempts: '5',
      budget: '{"hourlyUsd":5}',
      blockedPrefixes: Array.from({ length: 30 }, (_, index) => `+4915${10 + index}`),
      testDestinations: [{ phoneNumber: '+15005550006', token: '424242' }],
    });
    const lines = configLines(config).split('\n');
    expect(lines.slice(1).map((line) => line.trim().split(':')[0])).toEqual([
      'blockedPrefixes',
      'brandName',
      'budget',
      'region',
      'testDestinations',
    ]);
    expect(lines[1]).toMatch(/^ {2}blockedPrefixes: \["\+491510",.{85,90}…$/);
    expect(lines).toContain('  budget: {"hourlyUsd":5}');
    expect(lines).toContain('  testDestinations: 1');
    expect(lines.join()).not.toMatch(/424242|5005550006/);
  });
});
