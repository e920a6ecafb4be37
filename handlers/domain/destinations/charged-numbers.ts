/** Which national numbers cost the caller extra: premium-rate and shared-cost numbers, by country. */
import { CHARGED_NUMBERS_TABLE } from './charged-numbers-table.ts';

/** The pattern of premium-rate and shared-cost numbers, by ISO 3166-1 country code. */
export const CHARGED_NUMBERS: ReadonlyMap<string, string> = new Map(
  CHARGED_NUMBERS_TABLE.trim()
    .split('\n')
    .map((line) => [line.slice(0, 2), line.slice(3)]),
);

/** Whether a number is premium-rate or shared-cost in its country (ISO 3166-1; undefined when unknown). */
export function isCharged(country: string | undefined, nationalNumber: string): boolean {
  const pattern = CHARGED_NUMBERS.get(country ?? '');
  return pattern !== undefined && new RegExp(`^(?:${pattern})$`).test(nationalNumber);
}
