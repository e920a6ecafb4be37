/** What is remembered of single numbers. */

/** What is remembered of a number, and of a person's hold on it. Epoch seconds. */
export interface KnownNumber {
  /** When a code that was texted to it came back last, whoever gave it back. */
  readonly verifiedAt?: number;
  /** Of the first refusal of a new number; forgotten within the hour. */
  readonly refusedAt?: number;
  /** Whether this person lately proved to hold the phone, by giving such a code back. */
  readonly isTheirs?: true;
  /** Whether all that could be noted of one more such code of this person was noted within a day. */
  readonly isFresh?: true;
}

/**
 * Numbers, by the digest that tokens name them by (digest-destination.ts).
 * @throws StoreUnavailable from every method, when a retry may help.
 */
export interface NumberMemory {
  /** A consistent read; empty when nothing is remembered. */
  read(number: string, userId: string, nowSeconds: number): Promise<KnownNumber>;
  /** Notes that this person gave back a code that was texted to the number; for some months. */
  noteVerified(number: string, userId: string, nowSeconds: number): Promise<void>;
  noteRefused(number: string, nowSeconds: number): Promise<void>;
}
