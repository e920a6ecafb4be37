/**
 * Finds keys of the CDK context that nothing reads, and reads text from the command line.
 *
 * CDK merges cdk.json, cdk.context.json, ~/.cdk.json and `-c` into one context. A key that is neither CDK's nor the
 * configuration's is refused wherever it was written: otherwise what it was meant to restrict would silently stay
 * open.
 */
import { ContextProvider } from 'aws-cdk-lib/cloud-assembly-schema';

/** The configuration as one object. */
export const CONFIG_KEY = 'tokenCourier';

/**
 * Prefixes of CDK's own keys: feature flags, what its CLI passes to the app, and what the CLI stores for itself
 * (`cdk cli-telemetry`, `cdk acknowledge`). The lookups in cdk.context.json are named by provider.
 * https://github.com/aws/aws-cdk-cli, packages/aws-cdk: lib/cxapp/exec.ts, lib/commands/context.ts
 */
const CDKS_OWN = /^(@aws-cdk|aws:|aws-cdk:|cli-|acknowledged-issue-numbers$)/;
const LOOKUPS = Object.values(ContextProvider);

/**
 * A list with commas (`IN,DE`), or as JSON (`["IN","DE"]`); anything but text stays as it is, and text without any
 * item too. The latter is what `-c allowedCountries=$COUNTRIES` gives when the variable is not set, and an empty list
 * would then lift the restriction without a word.
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

/** A line for each unknown key of the context, with the nearest known one. */
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

/** Letters to insert, delete or replace (Levenshtein). */
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
