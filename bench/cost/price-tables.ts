/** Prices as Markdown: each with where and when it was read. */
import { line } from './bill.ts';
import { table, usd } from './bill-tables.ts';
import type { PriceName, Region } from './prices.ts';
import { PRICES, REGIONS } from './prices.ts';
import { READINGS, RECALLED_ON } from './readings.ts';

/** A system that keeps its access token for its hour fetches this many in 30 days. */
const TOKENS_A_MONTH = 30 * 24;

/** Access tokens are paid for by the request, so the bill of a month without traffic has none. */
export function tokensSentence(region: Region): string {
  const { per, usd: prices } = PRICES.accessToken;
  const { usd: amount } = line('Cognito', 'access tokens', 'accessToken', TOKENS_A_MONTH, region);
  const price = `${prices[region]} USD for ${per.toLocaleString('en')}`;
  return `A system that fetches an access token every hour needs ${TOKENS_A_MONTH} in 30 days. At ${price}, that is ${usd(amount)} USD for each such system.`;
}

export const pricesTable = (): string =>
  table(
    ['USD', 'units', ...REGIONS, 'read', 'from memory'],
    entriesOf(PRICES).map(([name, { unit, per, url, usd: prices }]) => [
      `[${unit}](${url})`,
      per.toLocaleString('en'),
      ...REGIONS.map((region) => String(prices[region])),
      readingsOf(name),
      REGIONS.filter((region) => READINGS[name][region] === undefined).join(', ') || '—',
    ]),
  );

const entriesOf = <K extends string, V>(record: Readonly<Record<K, V>>): [K, V][] =>
  Object.entries(record) as [K, V][];

/** `region, region [day](where)` for each reading. */
function readingsOf(name: PriceName): string {
  const byLink = Map.groupBy(
    REGIONS.flatMap((region) => {
      const reading = READINGS[name][region];
      return reading === undefined ? [] : [{ region, link: `[${reading.on}](${reading.url})` }];
    }),
    ({ link }) => link,
  );
  return (
    [...byLink].map(([link, all]) => `${all.map(({ region }) => region).join(', ')} ${link}`).join('; ') ||
    '—'
  );
}

export const recalledSentence = (): string =>
  `Prices from memory are of ${RECALLED_ON}: look them up before you rely on them.`;
