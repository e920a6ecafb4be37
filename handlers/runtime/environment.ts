/** The environment, read once at a cold start; every function names the variables that it needs. */
import * as z from 'zod/mini';
import { ENV } from '../contract/env.ts';
import { TOKEN_FORMATS } from '../contract/vocabulary.ts';

type Variable = keyof typeof ENV;

/** The part of `process.env` that is read. */
type Source = Readonly<Record<string, string | undefined>>;

const text = z.string('is missing').check(z.minLength(1, 'is empty'));
const optionalText = z._default(z.string(), '');

/** A whole number within bounds, inclusive. */
const count = (min: number, max: number) => {
  const rule = `must be a whole number from ${min} to ${max}`;
  return z.pipe(
    z.string('is missing').check(
      z.regex(/^\d{1,9}$/, rule),
      z.refine((value) => Number(value) >= min && Number(value) <= max, rule),
    ),
    z.transform(Number),
  );
};

const SCHEMAS = {
  brandName: text,
  contactsTable: text,
  defaultCountry: z._default(
    z.string().check(z.regex(/^([A-Z]{2})?$/, 'must be an ISO 3166-1 country code')),
    '',
  ),
  listIndex: text,
  listShards: count(1, 1000),
  maxAttempts: count(1, 100),
  resendAfterSeconds: count(0, 86_400),
  senderId: optionalText,
  smsMaxPriceUsd: z._default(
    z.string().check(z.regex(/^(\d+(\.\d+)?)?$/, 'must be a price in US dollars')),
    '',
  ),
  tokenFormat: z.enum(TOKEN_FORMATS, `must be one of: ${TOKEN_FORMATS.join(', ')}`),
  tokenLength: count(6, 32),
  tokenLifetimeSeconds: count(1, 86_400),
  tokenSecretId: text,
  tokensTable: text,
  topicKeyId: optionalText,
  topicPrefix: text,
  webOtpDomain: optionalText,
} as const satisfies Record<Variable, z.ZodMiniType<string | number>>;

type Values = { readonly [V in Variable]: z.infer<(typeof SCHEMAS)[V]> };

/** The function was deployed with an environment that it cannot work with. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
}

/**
 * The named variables, checked; durations in seconds.
 * @throws ConfigurationError naming every bad variable and its rule, without values
 */
export function readEnvironment<const V extends Variable>(
  names: readonly V[],
  source: Source = process.env,
): Pick<Values, V> {
  const bad: string[] = [];
  const members = names.map((name) => {
    const result = SCHEMAS[name].safeParse(source[ENV[name]]);
    if (!result.success) bad.push(`${ENV[name]} ${result.error.issues[0]?.message}`);
    return [name, result.data];
  });
  if (bad.length > 0) throw new ConfigurationError(`Bad environment: ${bad.join('; ')}`);
  return Object.fromEntries(members) as Pick<Values, V>;
}
