/** Bills as Markdown tables, which also read well on a terminal. */
import type { Line } from './bill.ts';
import { billOfAMillion, total } from './bill.ts';
import { billOfAMonth } from './monthly.ts';
import type { PriceName, Region } from './prices.ts';
import { OTHERS, PRICES, REGIONS } from './prices.ts';
import type { Measured, Usage } from './usage.ts';

const QUANTITY = new Intl.NumberFormat('en', { maximumSignificantDigits: 4 });

export const usd = (amount: number): string => amount.toFixed(2);
const signed = (amount: number): string => `${amount < 0 ? '−' : '+'}${usd(Math.abs(amount))}`;

export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map((_, at) => (at === 0 ? '---' : '--:')), ...rows]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');

/** Each line of a bill: how much of what, at which price, and the product. */
export const linesTable = (lines: readonly Line[], region: Region): string =>
  table(
    ['line', 'units', 'USD a unit', 'USD'],
    [
      ...lines.map(({ group, name, price, quantity, usd: amount }) => [
        `${group}: ${name}`,
        QUANTITY.format(quantity),
        perUnit(price, region),
        usd(amount),
      ]),
      ['**together**', '', '', `**${usd(total(lines))}**`],
    ],
  );

function perUnit(name: PriceName, region: Region): string {
  const { usd: prices, per } = PRICES[name];
  return per === 1 ? `${prices[region]}` : `${prices[region]} / ${per.toLocaleString('en')}`;
}

/** One row a group of lines, one column a region. */
export function groupsTable(usage: Usage): string {
  const bills = REGIONS.map((region) => Map.groupBy(billOfAMillion(usage, region), ({ group }) => group));
  const groups = [...(bills[0]?.keys() ?? [])];
  return table(
    ['USD a million', ...REGIONS],
    [
      ...groups.map((group) => [group, ...bills.map((bill) => usd(total(bill.get(group) ?? [])))]),
      ['**together**', ...bills.map((bill) => `**${usd(total([...bill.values()].flat()))}**`)],
    ],
  );
}

/**
 * The same counts, with the work of functions as in another run. It varies more from run to run, with the
 * machine's other work, than by what is compared.
 */
const withWorkOf = (other: Usage, usage: Usage): Usage => ({
  ...usage,
  functions: Object.fromEntries(
    Object.entries(usage.functions).map(([name, use]) => [
      name,
      { ...use, ownMs: other.functions[name]?.ownMs ?? use.ownMs },
    ]),
  ),
});

/** Lines of the same name before and after, those that changed most first. */
export function comparison(before: Usage, after: Usage, region: Region): string {
  const byGroup = (usage: Usage) =>
    new Map(billOfAMillion(usage, region).map((line) => [`${line.group}: ${line.name}`, line.usd]));
  const [then, now] = [byGroup(withWorkOf(after, before)), byGroup(after)];
  const names = [...new Set([...then.keys(), ...now.keys()])];
  const sum = (lines: Map<string, number>) => [...lines.values()].reduce((all, each) => all + each, 0);
  const row = (name: string, one: number, other: number) => [name, usd(one), usd(other), signed(other - one)];
  return table(
    [`USD a million, ${region}`, 'before', 'now', 'difference'],
    [
      ...names.map((name) => row(name, then.get(name) ?? 0, now.get(name) ?? 0)),
      row('**together**', sum(then), sum(now)),
    ],
  );
}

export function featuresTable({ usage, resources, features }: Measured, region: Region): string {
  const million = (each: Usage) => total(billOfAMillion(withWorkOf(usage, each), region));
  const month = (each: Pick<Measured, 'usage' | 'resources'>) =>
    total(billOfAMonth(each.resources, each.usage, region));
  return table(
    [`USD, ${region}`, 'a million codes', 'a month'],
    [
      ['the defaults', usd(million(usage)), usd(month({ usage, resources }))],
      ...Object.entries(features).map(([name, feature]) => [
        name,
        signed(million(feature.usage) - million(usage)),
        signed(month(feature) - month({ usage, resources })),
      ]),
    ],
  );
}

export const monthTable = (
  { usage, resources }: Pick<Measured, 'usage' | 'resources'>,
  region: Region,
): string => linesTable(billOfAMonth(resources, usage, region), region);

export const othersTable = (usage: Usage, region: Region): string =>
  table(
    ['for a million verified codes, without carriers', 'USD'],
    [
      [`Token Courier, ${region}`, usd(total(billOfAMillion(usage, region)))],
      ...OTHERS.map(({ name, what, usdAMillion, url, on }) => [
        `[${name}](${url}): ${what} (read ${on})`,
        usdAMillion === undefined ? '—' : usdAMillion.toLocaleString('en'),
      ]),
    ],
  );
