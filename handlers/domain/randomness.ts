/** A cryptographically secure source. */
export interface Randomness {
  /** A whole number from 0 (inclusive) to `bound` (exclusive), uniformly distributed. */
  integerBelow(bound: number): number;
  bytes(count: number): Uint8Array;
  uuid(): string;
}
