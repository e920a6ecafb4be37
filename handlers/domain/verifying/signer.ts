/** A key that signs with ES256 (RFC 7518 section 3.4) and never leaves its keeper. */
export interface Signer {
  /** Names the key in the published set. */
  readonly keyId: string;
  /** R and S of 32 bytes each, one after the other. @throws SigningUnavailable */
  sign(message: string): Promise<Uint8Array>;
}
