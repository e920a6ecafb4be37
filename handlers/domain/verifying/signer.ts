/** A key that signs with ES256 (RFC 7518 section 3.4) and never leaves the key store. */
export interface Signer {
  /** The id of the key in the published key set. */
  readonly keyId: string;
  /** Returns R and S, 32 bytes each, concatenated. @throws SigningUnavailable */
  sign(message: string): Promise<Uint8Array>;
}
