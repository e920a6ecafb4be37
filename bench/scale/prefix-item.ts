/**
 * What one write to the item of a prefix costs: DynamoDB charges a unit for each KB of the item.
 *
 * The item keeps the numbers that have not verified in sets of four characters, for the current part of the guard's
 * window and the one before. Older sets are folded into counts (adapters/dynamodb/prefix-item.ts).
 */
import { TRAFFIC_PART_SECONDS } from '../../handlers/contract/limits-table.ts';

/** As in the simulation of docs/pumping-guard.md. */
const NEVER_VERIFIED = 0.15;
const VERIFIES_AFTER_SECONDS = 20;
const NUMBER_BYTES = 4;
/** Key, names, counts of three hours, and expiry. */
const OTHER_BYTES = 700;
const UNIT_BYTES = 1_024;
const OPEN_PARTS = 2;

/** Numbers in the item's sets at the end of a part, at this many texts to new numbers a second. */
const numbersKept = (textsPerSecond: number): number =>
  textsPerSecond * (NEVER_VERIFIED * OPEN_PARTS * TRAFFIC_PART_SECONDS + VERIFIES_AFTER_SECONDS);

export const prefixUnits = (textsPerSecond: number): number =>
  Math.ceil((OTHER_BYTES + numbersKept(textsPerSecond) * NUMBER_BYTES) / UNIT_BYTES);
