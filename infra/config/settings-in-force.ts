/** Lists the settings that differ from the defaults; the synth prints them. */

/** Longer values are truncated: a list of 245 countries would bury the rest. */
const MAX_VALUE_LENGTH = 100;

/** Only the number of items is shown: phone numbers and their codes must not get into the synth's output. */
const COUNTED = new Set(['testDestinations']);

type Settings = Readonly<Record<string, unknown>>;

/** One line per setting. Keys without a default are always included. */
export function settingsInForce(config: Settings, defaults: Settings): string {
  const lines = Object.keys(config)
    .filter((key) => config[key] !== undefined && !isSame(config[key], defaults[key]))
    .sort()
    .map((key) => `  ${key}: ${describe(key, config[key])}`);
  return ['Settings that differ from the defaults:', ...lines].join('\n');
}

const isSame = (one: unknown, other: unknown): boolean => canonical(one) === canonical(other);

const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, each: unknown) =>
    typeof each === 'object' && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  ) ?? 'undefined';

function describe(key: string, value: unknown): string {
  if (COUNTED.has(key) && Array.isArray(value)) {
    return `${value.length}`;
  }
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > MAX_VALUE_LENGTH ? `${text.slice(0, MAX_VALUE_LENGTH)}…` : text;
}
