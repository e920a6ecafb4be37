/** The tables of configuration keys in docs/configuration.md. */
import { z } from 'zod';
import type { WindowLimit } from '../../handlers/contract/setting.ts';
import type { ConfigKey } from '../../infra/config/fields.ts';
import { SECTIONS } from '../../infra/config/keys.ts';
import { numericBounds } from './numeric-bounds.ts';

export const configurationTables = (): string =>
  Object.entries<Readonly<Record<string, ConfigKey>>>(SECTIONS)
    .map(([title, keys]) => [`## ${title}`, '', HEAD, ...Object.entries(keys).map(rowOf)].join('\n'))
    .join('\n\n');

const HEAD = '| key | default | what |\n|---|---|---|';

function rowOf([name, key]: [string, ConfigKey]): string {
  const allowed = [...(key.allowed === undefined ? [] : [key.allowed()]), ...boundsOf(name, key)];
  const what = allowed.length === 0 ? key.text : `${key.text}. Allowed: ${allowed.join('; ')}`;
  return `| \`${name}\` | ${key.defaultText ?? defaultOf(key.field)} | ${what} |`;
}

/** @throws if a number has no bounds and the key does not say in words what is allowed */
function boundsOf(name: string, { field, allowed }: ConfigKey): readonly string[] {
  const { bounds, unbounded } = numericBounds(field);
  if (unbounded && allowed === undefined) {
    throw new Error(`${name} has a number without bounds: say in \`allowed\` which values it may have`);
  }
  return bounds;
}

function defaultOf(field: z.core.$ZodType): string {
  const { data } = z.safeParse(field, undefined);
  if (data === undefined || data === '') {
    return 'none';
  }
  if (typeof data === 'string') {
    return `\`${data}\``;
  }
  if (typeof data !== 'object' || data === null) {
    return String(data);
  }
  if (Object.keys(data).length === 0) {
    return 'none';
  }
  return limitsInWords(data) ?? `\`${JSON.stringify(data).replace(/[:,]/g, '$& ')}\``;
}

/** Such as `person 5 in 600 s; client and deployment none`; undefined for a value without limits. */
function limitsInWords(data: object): string | undefined {
  if (isWindows(data)) {
    return windowsInWords(data);
  }
  const membersBy = new Map<string, string[]>();
  for (const [member, value] of Object.entries(data)) {
    if (!isWindows(value)) {
      return undefined;
    }
    const words = windowsInWords(value);
    membersBy.set(words, [...(membersBy.get(words) ?? []), member]);
  }
  return [...membersBy].map(([words, members]) => `${members.join(' and ')} ${words}`).join('; ');
}

const windowsInWords = (windows: readonly WindowLimit[]): string =>
  windows.map(({ limit, windowSeconds }) => `${limit} in ${windowSeconds} s`).join(' and ') || 'none';

const isWindows = (value: unknown): value is readonly WindowLimit[] =>
  Array.isArray(value) &&
  value.every((item) => typeof item === 'object' && item !== null && 'windowSeconds' in item);
