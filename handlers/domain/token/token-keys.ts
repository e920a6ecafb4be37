/** The keys that tokens, digests and addresses are sealed and compared with. */

/** Keys of 32 bytes each, one for each use, all derived from one version of a secret. */
export interface TokenKeys {
  readonly version: string;
  readonly sealKey: Uint8Array;
  readonly digestKey: Uint8Array;
  /** Names destinations in the limits table. */
  readonly subjectKey: Uint8Array;
  /** Digests contexts and bodies at rest. */
  readonly contextKey: Uint8Array;
  readonly bodyKey: Uint8Array;
  /** Name prefixes of numbers so that only who has them can read the name. */
  readonly prefixKey: Uint8Array;
  readonly prefixSealKey: Uint8Array;
  /** Seals where people can be reached. */
  readonly contactKey: Uint8Array;
  /** Refers to people in logs and traces. */
  readonly personKey: Uint8Array;
  /** Seals where a page of the list ended. */
  readonly cursorKey: Uint8Array;
}

/** @throws SecretUnavailable from both methods. */
export interface KeySource {
  current(): Promise<TokenKeys>;
  ofVersion(version: string): Promise<TokenKeys>;
}
