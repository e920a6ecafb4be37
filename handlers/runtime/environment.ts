/**
 * The environment, read once at a cold start: only what the function's row in contract/functions.ts names.
 * Structures are in a file next to the code (contract/environment.ts).
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type * as z from 'zod/mini';
import { identifier } from '../contract/deployed.ts';
import { fromVariable, SUFFIXES, VARIABLES_FILE, variableOf } from '../contract/environment.ts';
import type { FunctionPart } from '../contract/function.ts';
import { settingRule } from '../contract/setting-rule.ts';

/** The part of `process.env` that is read. */
type Source = Readonly<Record<string, string | undefined>>;

type Schemas = Readonly<Record<string, () => z.ZodMiniType>>;

/** The values of schemas by name, or none where the row has none. */
type Values<R, Part extends string> =
  R extends Readonly<Record<Part, infer S extends Schemas>>
    ? { readonly [N in keyof S]: z.output<ReturnType<S[N]>> }
    : Record<never, never>;

/** The deployed names of resources, by our names for them. */
type Names<Ours extends PropertyKey> = Readonly<Record<Ours, string>>;

export interface Environment<R extends FunctionPart> {
  readonly settings: Values<R, 'settings'>;
  readonly deployed: Values<R, 'deployed'>;
  readonly options: Values<R, 'options'>;
  readonly tables: Names<R extends { readonly tables: infer T } ? keyof T : never>;
  readonly secrets: Names<R extends { readonly secrets: readonly (infer S extends string)[] } ? S : never>;
  readonly logs: Names<R extends { readonly logs: infer L } ? keyof L : never>;
}

/** The function was deployed with an environment that it cannot work with. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
}

/**
 * Reads and checks what a row names; durations are in seconds.
 * @throws ConfigurationError naming every bad variable and its rule, without values
 */
export function readFunction<const R extends FunctionPart>(
  row: R,
  source: Source = withBundledVariables(process.env),
): Environment<R> {
  const bad: string[] = [];
  const read = (name: string, schema: z.ZodMiniType): [string, unknown] => {
    const variable = variableOf(name);
    const result = schema.safeParse(fromVariable(source[variable], schema), { error: settingRule });
    if (!result.success) {
      bad.push(
        `${variable} ${source[variable] === undefined ? 'is missing' : result.error.issues[0]?.message}`,
      );
    }
    return [name, result.data];
  };
  const values = (schemas: Schemas = {}) =>
    Object.fromEntries(Object.entries(schemas).map(([name, schema]) => read(name, schema())));
  const names = (part: keyof typeof SUFFIXES, ours: readonly string[] = []) =>
    Object.fromEntries(ours.map((name) => [name, read(`${name}${SUFFIXES[part]}`, identifier())[1]]));
  const environment = {
    settings: values(row.settings),
    deployed: values(row.deployed),
    options: values(row.options),
    tables: names('tables', Object.keys(row.tables ?? {})),
    secrets: names('secrets', row.secrets),
    logs: names('logs', Object.keys(row.logs ?? {})),
  };
  if (bad.length > 0) {
    throw new ConfigurationError(`Bad environment: ${bad.join('; ')}`);
  }
  return environment as Environment<R>;
}

/** Lambda sets LAMBDA_TASK_ROOT to the code's folder: https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html */
export function withBundledVariables(environment: Source): Source {
  const file = join(environment.LAMBDA_TASK_ROOT ?? '', VARIABLES_FILE);
  if (environment.LAMBDA_TASK_ROOT === undefined || !existsSync(file)) {
    return environment;
  }
  return { ...environment, ...JSON.parse(readFileSync(file, 'utf8')) };
}
