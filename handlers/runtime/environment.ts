/**
 * The environment, read once at a cold start; every function names the variables that it needs. Long ones are
 * in a file beside the code (BUNDLED_VARIABLES in contract/env.ts).
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { ENV, VARIABLES_FILE } from '../contract/env.ts';
import { SERVICE_NAME } from '../contract/metrics.ts';
import { RESEND_MODES } from '../contract/settings.ts';
import { STACK_CLIENTS, TOKEN_FORMATS } from '../contract/vocabulary.ts';

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

/** A structure, written as JSON by the construct that checked it; the rule names no value. */
const json = <T extends z.ZodMiniType>(schema: T) =>
  z.pipe(
    z.pipe(
      z.string('is missing').check(z.refine(isJson, 'must be JSON')),
      z.transform((value): unknown => JSON.parse(value)),
    ),
    schema,
  );

function isJson(value: string): boolean {
  try {
    JSON.parse(value);
    return true;
  } catch {
    return false;
  }
}

const windowLimits = z.array(z.object({ limit: z.number(), windowSeconds: z.number() }));

const SCHEMAS = {
  auditLogGroup: text,
  brandName: text,
  budget: json(z.object({ hourlyUsd: z.optional(z.number()), monthlyUsd: z.optional(z.number()) })),
  clientGroups: json(z.record(z.string(), z.array(z.string()))),
  confirmationLimits: json(z.object({ person: windowLimits, address: windowLimits, client: windowLimits })),
  contactsTable: text,
  contextInMessage: json(z.array(z.string())),
  defaultCountry: z._default(
    z.string().check(z.regex(/^([A-Z]{2})?$/, 'must be an ISO 3166-1 country code')),
    '',
  ),
  destinationPolicy: json(
    z.object({
      allowedCountries: z.array(z.string()),
      blockedPrefixes: z.array(z.string()),
      testNumbers: z.array(z.string()),
    }),
  ),
  entityId: optionalText,
  executionLogGroup: text,
  guessLimits: json(windowLimits),
  limitKeys: json(z.record(z.string(), windowLimits)),
  limitsTable: text,
  listIndex: text,
  listShards: count(1, 1000),
  maxAttempts: count(1, 100),
  originationNumber: optionalText,
  /** Null where there is none. */
  pumpingGuard: json(
    z.nullable(
      z.object({
        prefixDigits: z.number(),
        spareNumbers: z.number(),
        sparePerVerified: z.number(),
        trickleNumbers: z.number(),
        knownDays: z.number(),
      }),
    ),
  ),
  receiptIssuer: text,
  /** Empty where no receipts are signed. */
  receiptKeyId: optionalText,
  receiptLifetimeSeconds: count(1, 3600),
  referenceSecretId: text,
  resend: z.enum(RESEND_MODES, `must be one of: ${RESEND_MODES.join(', ')}`),
  resendAfterSeconds: count(0, 86_400),
  /** Whether anybody may see a code. */
  reveal: z.pipe(
    z.enum(['true', 'false'], 'must be true or false'),
    z.transform((value) => value === 'true'),
  ),
  sendLimits: json(
    z.object({
      person: windowLimits,
      destination: windowLimits,
      client: windowLimits,
      deployment: windowLimits,
    }),
  ),
  senderId: optionalText,
  serviceName: z._default(z.string().check(z.minLength(1, 'must not be empty')), SERVICE_NAME),
  shortestLengths: json(z.object({ numeric: z.optional(z.number()), alphanumeric: z.optional(z.number()) })),
  smsMaxPriceUsd: z._default(
    z.string().check(z.regex(/^(\d+(\.\d+)?)?$/, 'must be a price in US dollars')),
    '',
  ),
  smsPrices: json(z.object({ default: z.number(), countries: z.record(z.string(), z.number()) })),
  stackClients: json(z.partialRecord(z.enum(STACK_CLIENTS), z.string())),
  stateMachineArn: text,
  subjectSecretId: text,
  templateId: optionalText,
  testDestinations: json(z.array(z.object({ phoneNumber: z.string(), token: z.string() }))),
  tokenFormat: z.enum(TOKEN_FORMATS, `must be one of: ${TOKEN_FORMATS.join(', ')}`),
  tokenLength: count(6, 32),
  tokenLifetimeSeconds: count(1, 86_400),
  tokenSecretId: text,
  tokensTable: text,
  topicKeyId: optionalText,
  topicPrefix: text,
  webOtpDomain: optionalText,
} as const satisfies Record<Variable, z.ZodMiniType>;

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
  source: Source = withBundledVariables(process.env),
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

/** Lambda sets LAMBDA_TASK_ROOT to the code's folder: https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html */
export function withBundledVariables(environment: Source): Source {
  const file = join(environment.LAMBDA_TASK_ROOT ?? '', VARIABLES_FILE);
  if (environment.LAMBDA_TASK_ROOT === undefined || !existsSync(file)) return environment;
  return { ...environment, ...JSON.parse(readFileSync(file, 'utf8')) };
}
