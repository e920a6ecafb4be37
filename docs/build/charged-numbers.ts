/**
 * The patterns of premium-rate and shared-cost numbers, from the `max` metadata of the installed
 * libphonenumber-js. The whole of that metadata would add 73 KB to every bundle that parses phone numbers;
 * this table adds 6.
 */
import metadata from 'libphonenumber-js/metadata.max.json';

/**
 * Where a country's metadata has its kinds of numbers, and the index of the two. A kind begins with its
 * pattern.
 */
const KINDS = 11;
const PREMIUM_RATE = 3;
const SHARED_COST = 9;

type Kind = readonly [pattern: string, ...unknown: unknown[]] | 0;

/**
 * A TypeScript file with a line for each country that has such numbers: its ISO 3166-1 code and its patterns.
 */
export function chargedNumbersTable(): string {
  const plans: Readonly<Record<string, readonly unknown[]>> = metadata.countries;
  const lines = Object.keys(plans)
    .sort()
    .flatMap((country) => {
      const kinds = (plans[country]?.[KINDS] ?? []) as readonly Kind[];
      const patterns = [kinds[PREMIUM_RATE], kinds[SHARED_COST]].flatMap((kind) => (kind ? kind[0] : []));
      return patterns.length === 0 ? [] : [`${country} ${patterns.join('|')}`];
    });
  return `/** Made by \`npm run docs\` from the metadata of libphonenumber-js. */
export const CHARGED_NUMBERS_TABLE = String.raw\`
${lines.join('\n')}
\`;
`;
}
