/** The tables of configuration keys in docs/configuration.md. */
import { z } from 'zod';
import type { ConfigKey } from '../../infra/config/fields.ts';
import { SECTIONS } from '../../infra/config/keys.ts';

export const configurationTables = (): string =>
  Object.entries<Readonly<Record<string, ConfigKey>>>(SECTIONS)
    .map(([title, keys]) => [`## ${title}`, '', HEAD, ...Object.entries(keys).map(rowOf)].join('\n'))
    .join('\n\n');

const HEAD = '| key | default | what |\n|---|---|---|';

const rowOf = ([name, { field, defaultText, text }]: [string, ConfigKey]): string =>
  `| \`${name}\` | ${defaultText ?? defaultOf(field)} | ${text.replace('{bounds}', () => boundsOf(field))} |`;

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
  return Object.keys(data).length === 0 ? 'none' : `\`${JSON.stringify(data).replace(/[:,]/g, '$& ')}\``;
}

function boundsOf(field: z.core.$ZodType): string {
  const { minimum, maximum } = z.toJSONSchema(field);
  if (minimum === undefined || maximum === undefined) {
    throw new Error('The field does not have both a lower and an upper bound');
  }
  return `${minimum} to ${maximum}`;
}
