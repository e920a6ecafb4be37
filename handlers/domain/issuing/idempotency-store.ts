/** Idempotency keys, as seen by the rules. */
import type { TokenKey } from '../token/token-store.ts';

/** An Idempotency-Key, by its digest (digestKey in idempotency.ts), and the client that sent it. */
export interface IdempotencyKey {
  readonly client_id: string;
  readonly key_digest: string;
}

/** What is remembered about the first request with a key. */
export interface IdempotencyRecord extends TokenKey {
  /**
   * The owner: the execution that issues a token, or the run that verifies one. Never the request id, which a
   * caller could choose.
   */
  readonly execution_arn: string;
  /** Keyed digest of the request, to recognise a different one. */
  readonly body_hash: string;
  /** Epoch seconds; until then the request may still be running. */
  readonly leased_until: number;
  readonly expiry_time: number;
  /** The answer. For an issued token, stored only when the token it is derived from is about to change. */
  readonly answer?: string;
}

type ClaimAttempt =
  | { readonly claimed: true }
  | { readonly claimed: false; readonly existing?: IdempotencyRecord };

/** @throws StoreUnavailable from every method, when a retry may help. */
export interface IdempotencyStore {
  /** Claims the key if it is free, expired, or owned by this execution or by `failedExecution`. */
  claim(
    key: IdempotencyKey,
    claim: IdempotencyRecord,
    nowSeconds: number,
    failedExecution?: string,
  ): Promise<ClaimAttempt>;
  /** Frees the key if this execution owns it. */
  release(key: IdempotencyKey, executionArn: string): Promise<void>;
  keepAnswer(key: IdempotencyKey, executionArn: string, answer: string): Promise<void>;
}
