/**
 * The environment, read once at a cold start; every function names the variables that it needs. Long ones are
 * in a file beside the code (BUNDLED_VARIABLES in contract/env.ts).
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { ENV, VARIABLES_FILE } from '../contract/env.ts';
import { SERVICE_NAME } from '../contract/metrics.ts';
import { settingRule } from '../contract/setting-rule.ts';
import { DERIVED_SETTINGS, SETTINGS } from '../contract/settings.ts';
import { STACK_CLIENTS } from '../contract/vocabulary.ts';

/** The part of `process.env` that is read. */
type Source = Readonly<Record<string, string | undefined>>;

const text = () => z.string().check(z.minLength(1, 'is empty'));

/** Names and ids that the stack tells its functions. */
const TOLD = {
  auditLogGroup: text,
  contactsTable: text,
  executionLogGroup: text,
  limitsTable: text,
  listIndex: text,
  receiptIssuer: text,
  /** Empty where no receipts are signed. */
  receiptKeyId: () => z._default(z.string(), ''),
  referenceSecretId: text,
  serviceName: () => z._default(text(), SERVICE_NAME),
  stackClients: () => z.partialRecord(z.enum(STACK_CLIENTS), z.string()),
  stateMachineArn: text,
  subjectSecretId: text,
  tokenSecretId: text,
  tokensTable: text,
  topicKeyId: text,
  topicPrefix: text,
};

type Told = typeof TOLD;
type Settings = { readonly [N in keyof typeof SETTINGS]: (typeof SETTINGS)[N]['schema'] };
type Schemas = Told & Settings & typeof DERIVED_SETTINGS;
type Values = { readonly [V in keyof Schemas]: z.output<ReturnType<Schemas[V]>> };

function schemaOf(name: keyof Schemas): z.ZodMiniType {
  if (name in SETTINGS) return SETTINGS[name as keyof Settings].schema();
  return { ...TOLD, ...DERIVED_SETTINGS }[name as keyof Told]();
}

/** The function was deployed with an environment that it cannot work with. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
}

/**
 * The named variables, checked; durations in seconds.
 * @throws ConfigurationError naming every bad variable and its rule, without values
 */
export function readEnvironment<const V extends keyof Schemas>(
  names: readonly V[],
  source: Source = withBundledVariables(process.env),
): Pick<Values, V> {
  const bad: string[] = [];
  const members = names.map((name) => {
    const schema = schemaOf(name);
    const variable = source[ENV[name]];
    const result = schema.safeParse(valueIn(variable, schema), { error: settingRule });
    if (!result.success) {
      bad.push(`${ENV[name]} ${variable === undefined ? 'is missing' : result.error.issues[0]?.message}`);
    }
    return [name, result.data];
  });
  if (bad.length > 0) throw new ConfigurationError(`Bad environment: ${bad.join('; ')}`);
  return Object.fromEntries(members) as Pick<Values, V>;
}

/** What the variable says: text and names as they are, everything else as JSON. */
function valueIn(variable: string | undefined, schema: z.ZodMiniType): unknown {
  const { type } = schema._zod.def;
  if (type === 'default') return variable === '' ? undefined : variable;
  if (variable === undefined || type === 'string' || type === 'enum') return variable;
  try {
    return JSON.parse(variable);
  } catch {
    return undefined;
  }
}

/** Lambda sets LAMBDA_TASK_ROOT to the code's folder: https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html */
export function withBundledVariables(environment: Source): Source {
  const file = join(environment.LAMBDA_TASK_ROOT ?? '', VARIABLES_FILE);
  if (environment.LAMBDA_TASK_ROOT === undefined || !existsSync(file)) return environment;
  return { ...environment, ...JSON.parse(readFileSync(file, 'utf8')) };
}
