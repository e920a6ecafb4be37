/** The generated parts of docs/cost.md: bills of what the meter counted, which is kept in bench/cost/. */

import { billOfAMillion } from '../../bench/cost/bill.ts';
import {
  comparison,
  featuresTable,
  groupsTable,
  linesTable,
  monthTable,
  othersTable,
} from '../../bench/cost/bill-tables.ts';
import { pricesTable, recalledSentence, tokensSentence } from '../../bench/cost/price-tables.ts';
import type { Measured } from '../../bench/cost/usage.ts';

/** The regions whose bills are shown line by line. */
const SHOWN = ['us-east-1', 'eu-central-1'] as const;

/** In the order of the page. */
export function costParts(measured: Measured, before: Measured): string[] {
  const { usage } = measured;
  const joined = (parts: readonly string[]) => parts.join('\n\n');
  return [
    `Counted on ${measured.on}, for ${usage.codes.toLocaleString('en')} codes:\n\n${groupsTable(usage)}`,
    joined(SHOWN.map((region) => `In ${region}:\n\n${linesTable(billOfAMillion(usage, region), region)}`)),
    featuresTable(measured, 'us-east-1'),
    joined([monthTable(measured, 'us-east-1'), tokensSentence('us-east-1')]),
    othersTable(usage, 'us-east-1'),
    joined(SHOWN.map((region) => comparison(before.usage, usage, region))),
    joined([recalledSentence(), pricesTable()]),
  ];
}
