/**
 * Finds keys of the CDK context that nothing reads, and parses lists from the command line.
 *
 * CDK merges cdk.json, cdk.context.json, ~/.cdk.json and `-c` into one context. A key that belongs neither to
 * CDK nor to the configuration is refused, wherever it comes from. Otherwise a misspelt restriction would
 * silently not apply.
 */
import { ContextProvider } from 'aws-cdk-lib/cloud-assembly-schema';

/** The configuration as one object. */
export const CONFIG_KEY = 'tokenCourier';

/**
 * Prefixes of CDK's own keys: feature flags, values that its CLI passes to the app, and values that the CLI
 * stores for itself (`cdk cli-telemetry`, `cdk acknowledge`). Keys of lookups in cdk.context.json begin with
 * their provider.
 * https://github.com/aws/aws-cdk-cli, packages/aws-cdk: lib/cxapp/exec.ts, lib/commands/context.ts
 */
const CDKS_OWN = /^(@aws-cdk|aws:|aws-cdk:|cli-|acknowledged-issue-numbers$)/;
const LOOKUPS = Object.values(ContextProvider);

/**
 * Parses a list with commas (`IN,DE`) or in JSON (`["IN","DE"]`). Anything but text is returned unchanged.
 *
 * So is text without an item, for the schema to refuse. An unset variable in `-c allowedCountries=$COUNTRIES`
 * produces such text, and an empty list would silently lift the restriction.
 */
export function readList(value: unknown): unknown {
  if (typeof value !== 'string' || /^[\s,]*$/.test(value)) {
    return value;
  }
  if (value.trimStart().startsWith('[')) {
    try {
      return JSON.parse(value);
    } catch {
      return value;
    }
  }
  return value
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

/** A line for each unknown key of the context, with the most similar known key. */
export const unknownKeys = (context: Readonly<Record<string, unknown>>, known: readonly string[]): string[] =>
  Object.keys(context)
    .filter((key) => key !== CONFIG_KEY && !known.includes(key) && !isCdksOwn(key))
    .map(
      (key) =>
        `${key}: is neither a configuration key nor CDK's own${didYouMean(key, [CONFIG_KEY, ...known])}`,
    );

/** `; did you mean budget?`, or nothing when no key is similar. */
export function didYouMean(key: string, known: readonly string[]): string {
  const asked = key.replace(`${CONFIG_KEY}.`, '').toLowerCase();
  const [nearest] = known
    .map((each) => ({ each, distance: editDistance(asked, each.toLowerCase()) }))
    .sort((one, other) => one.distance - other.distance);
  const isNear = nearest !== undefined && nearest.distance <= Math.max(2, asked.length / 3);
  return isNear ? `; did you mean ${nearest.each}?` : '';
}

const isCdksOwn = (key: string): boolean =>
  CDKS_OWN.test(key) || LOOKUPS.some((provider) => key.startsWith(`${provider}:`));

/** The Levenshtein distance: how many letters to insert, delete or replace. */
function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [i, letter] of [...from].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...to].entries()) {
      const replaced = (row[j] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
