/** What is remembered about individual phone numbers. */
import { createHash } from 'node:crypto';

/** What is remembered about a number, and about a person's possession of it. Times are epoch seconds. */
export interface KnownNumber {
  /** When a code texted to the number was last verified, by anyone. */
  readonly verifiedAt?: number;
  /** When the pumping guard first refused the number while it was new; forgotten within the hour. */
  readonly refusedAt?: number;
  /** Whether this person recently verified such a code, which proves possession of the phone. */
  readonly isTheirs?: true;
  /** Whether such a verification by this person was noted within a day, so another would add nothing. */
  readonly isFresh?: true;
}

/** Bytes of a person's name: too many for two people to share one by chance. */
const NAME_BYTES = 12;

/** How the memory of a number names a person. The number's digest is hashed too, so each number has another name. */
export const personIn = (number: string, userId: string): string =>
  createHash('sha256').update(`${number}#${userId}`).digest().subarray(0, NAME_BYTES).toString('base64url');

/**
 * Phone numbers, by the same digest that tokens use (digest-destination.ts).
 * @throws StoreUnavailable from every method, when a retry may help.
 */
export interface NumberMemory {
  /** A consistent read; empty when nothing is remembered. */
  read(number: string, userId: string, nowSeconds: number): Promise<KnownNumber>;
  /** Notes, for some months, that this person verified a code texted to the number. */
  noteVerified(number: string, userId: string, nowSeconds: number): Promise<void>;
  noteRefused(number: string, nowSeconds: number): Promise<void>;
}
