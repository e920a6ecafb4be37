/** A cryptographically secure source. */
export interface Randomness {
  /** A whole number from 0 up to, not including, `bound`, each equally likely. */
  integerBelow(bound: number): number;
  bytes(count: number): Uint8Array;
  uuid(): string;
}
