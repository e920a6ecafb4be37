/**
 * Premium-rate and shared-cost numbers, as the installed libphonenumber-js knows them, and nothing else of its `max`
 * metadata: all of that would put 73 KB more into every bundle that reads phone numbers, this puts 6.
 */
import metadata from 'libphonenumber-js/metadata.max.json';

/** Where a country's plan has the kinds of its numbers, and where among them the two are, each with its pattern first. */
const KINDS = 11;
const PREMIUM_RATE = 3;
const SHARED_COST = 9;

type Kind = readonly [pattern: string, ...unknown: unknown[]] | 0;

/** A TypeScript file with a line for each country that has such numbers: its ISO 3166-1 code and a pattern. */
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
