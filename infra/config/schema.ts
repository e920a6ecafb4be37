/**
 * The whole configuration of a deployment, checked at synth.
 *
 * It comes from the CDK context key `tokenCourier` (an object, in cdk.json) and from separate context keys
 * (`cdk -c tokenLifetimeSeconds=120`), which override its members. A wrong key or value stops the synth with
 * a message that names it.
 */
import type { Node } from 'constructs';
import { z } from 'zod';
import { TOKEN_LENGTHS } from '../../handlers/contract/vocabulary.ts';
import { checkAlarms } from './alarms.ts';
import { checkClients } from './clients.ts';
import { CONFIG_KEY, didYouMean, unknownKeys } from './command-line.ts';
import { checkBounds, checkDestinations } from './destinations.ts';
import { checkDomains } from './domains.ts';
import { checkEvents } from './events.ts';
import type { ConfigKey } from './fields.ts';
import { explainOverrun } from './guess-budget.ts';
import { KEYS } from './keys.ts';
import { checkMessages } from './messages.ts';
import { checkMetrics } from './metrics.ts';
import { revealsByDefault } from './operators.ts';
import { checkEmailSender, checkSender } from './sender.ts';
import { settingsInForce } from './settings-in-force.ts';
import { checkSms } from './sms.ts';
import { checkWebOtpDomain } from './web-otp-domain.ts';
import { keyRule } from './wording.ts';

type FieldsOf<K> = { readonly [Name in keyof K]: K[Name] extends ConfigKey<infer F> ? F : never };

const fields = z.strictObject(
  Object.fromEntries(Object.entries(KEYS).map(([name, { field }]) => [name, field])) as FieldsOf<typeof KEYS>,
);

const NAMES = Object.keys(KEYS);

const schema = fields
  .transform((config) => ({
    ...config,
    tokenLength: config.tokenLength ?? TOKEN_LENGTHS[config.tokenFormat].default,
    reveal: config.reveal ?? revealsByDefault(config),
    allowedCountries: config.allowedCountries ?? (config.defaultCountry ? [config.defaultCountry] : []),
  }))
  .superRefine((config, context) => {
    const { min, max } = TOKEN_LENGTHS[config.tokenFormat];
    if (config.tokenLength < min || config.tokenLength > max) {
      context.addIssue({
        code: 'custom',
        path: ['tokenLength'],
        message: `must be ${min} to ${max} for ${config.tokenFormat} tokens`,
      });
    }
    for (const error of checkClients(config)) {
      context.addIssue({ code: 'custom', ...error });
    }
    for (const error of checkDestinations(config)) {
      context.addIssue({ code: 'custom', ...error });
    }
    for (const error of checkBounds(config)) {
      context.addIssue({ code: 'custom', ...error });
    }
    const overrun = explainOverrun(config);
    if (overrun) {
      context.addIssue({ code: 'custom', path: ['maxGuessProbabilityPerDay'], message: overrun });
    }
    for (const error of checkEmailSender(config)) {
      context.addIssue({ code: 'custom', ...error });
    }
    for (const error of checkSender(config)) {
      context.addIssue({ code: 'custom', ...error });
    }
    for (const error of checkSms(config)) {
      context.addIssue({ code: 'custom', ...error });
    }
    for (const error of checkMessages(config)) {
      context.addIssue({ code: 'custom', ...error });
    }
    for (const error of checkWebOtpDomain(config)) {
      context.addIssue({ code: 'custom', ...error });
    }
    for (const error of checkDomains(config)) {
      context.addIssue({ code: 'custom', ...error });
    }
    for (const error of checkEvents(config)) {
      context.addIssue({ code: 'custom', ...error });
    }
    for (const error of checkMetrics(config)) {
      context.addIssue({ code: 'custom', ...error });
    }
    for (const error of checkAlarms(config)) {
      context.addIssue({ code: 'custom', ...error });
    }
  });

/** Checked configuration; durations are seconds, prices US dollars. */
export type Config = z.output<typeof schema>;

/** Why the configuration was refused, with one line per wrong key. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/**
 * Reads the configuration from the construct tree's context.
 * @throws ConfigError naming every wrong key and the rule that it breaks.
 */
export function readConfig(node: Node): Config {
  const base: unknown = node.tryGetContext(CONFIG_KEY) ?? {};
  if (typeof base !== 'object' || base === null || Array.isArray(base)) {
    throw new ConfigError('The context key "tokenCourier" must be an object; see docs/configuration.md.');
  }
  return parseConfig({ ...base, ...singleKeys(node) });
}

/**
 * Checks a configuration object and fills in the defaults.
 * @throws ConfigError naming every wrong key and the rule that it breaks.
 */
export function parseConfig(values: unknown, source = `CDK context "${CONFIG_KEY}"`): Config {
  const result = schema.safeParse(values, { error: keyRule });
  if (result.success) {
    return result.data;
  }
  const lines = result.error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => unknownSetting(issue.path, key))
      : [`  ${issue.path.join('.') || 'tokenCourier'}: ${issue.message}`],
  );
  throw new ConfigError(`The configuration (${source}) is not valid:\n${lines.join('\n')}`);
}

const unknownSetting = (path: readonly PropertyKey[], key: string): string =>
  `  ${[...path, key].join('.')}: is not a configuration key${path.length === 0 ? didYouMean(key, NAMES) : ''}`;

/**
 * Refuses context keys that nothing reads, such as a misspelt `-c allowedCountreis=IN`.
 * For this project's app only: an app that uses the construct may have other keys in its context.
 * @throws ConfigError naming every unknown key
 */
export function refuseUnknownKeys(node: Node): void {
  const lines = unknownKeys(node.getAllContext(), NAMES);
  if (lines.length === 0) {
    return;
  }
  throw new ConfigError(
    `The CDK context (-c, cdk.json, cdk.context.json or ~/.cdk.json) has keys that nothing reads:\n  ${lines.join('\n  ')}`,
  );
}

/** The settings that differ from the defaults, which the synth prints. */
export function configLines(config: Config): string {
  const { region, brandName, ...defaults } = schema.parse({
    region: config.region,
    brandName: config.brandName,
  });
  return settingsInForce(config, defaults);
}

function singleKeys(node: Node): Record<string, unknown> {
  return Object.fromEntries(
    NAMES.flatMap((key) => {
      const value: unknown = node.tryGetContext(key);
      return value === undefined ? [] : [[key, value]];
    }),
  );
}
