/** The keys for sealing and digesting tokens, destinations and other data at rest. */

/** One key of 32 bytes per use, all derived from one version of a secret. */
export interface TokenKeys {
  readonly version: string;
  readonly sealKey: Uint8Array;
  readonly digestKey: Uint8Array;
  /** Names destinations at rest (digestSubject in seal-token.ts). */
  readonly subjectKey: Uint8Array;
  /** Digests contexts at rest. */
  readonly contextKey: Uint8Array;
  /** Digests request bodies at rest. */
  readonly bodyKey: Uint8Array;
  /** These two name number prefixes so that only a holder of the keys can read the names. */
  readonly prefixKey: Uint8Array;
  readonly prefixSealKey: Uint8Array;
  /** Seals the addresses in contacts. */
  readonly contactKey: Uint8Array;
  /** Makes the references to people in logs and traces. */
  readonly personKey: Uint8Array;
  /** Makes the SIDs of Twilio verifications. */
  readonly sidKey: Uint8Array;
  /** Seals the cursors of the token list. */
  readonly cursorKey: Uint8Array;
}

/** @throws SecretUnavailable from both methods. */
export interface KeySource {
  current(): Promise<TokenKeys>;
  ofVersion(version: string): Promise<TokenKeys>;
}
