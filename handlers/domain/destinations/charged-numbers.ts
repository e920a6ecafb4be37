/** Which national numbers cost their caller extra: premium-rate and shared-cost, country by country. */
import { CHARGED_NUMBERS_TABLE } from './charged-numbers-table.ts';

/** By country, as ISO 3166-1 code: the pattern of its premium-rate and shared-cost numbers. */
export const CHARGED_NUMBERS: ReadonlyMap<string, string> = new Map(
  CHARGED_NUMBERS_TABLE.trim()
    .split('\n')
    .map((line) => [line.slice(0, 2), line.slice(3)]),
);

/** Whether a number is premium-rate or shared-cost in its country (ISO 3166-1; undefined: not known). */
export function isCharged(country: string | undefined, nationalNumber: string): boolean {
  const pattern = CHARGED_NUMBERS.get(country ?? '');
  return pattern !== undefined && new RegExp(`^(?:${pattern})$`).test(nationalNumber);
}
