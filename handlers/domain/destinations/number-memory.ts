/** What is remembered about individual phone numbers. */

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
