/** Idempotency keys, as the rules see them. */
import type { TokenKey } from '../token/token-store.ts';

/** An Idempotency-Key, by its digest (digestKey in idempotency.ts), and whose it is. */
export interface IdempotencyKey {
  readonly client_id: string;
  readonly key_digest: string;
}

/** What is remembered of the first request with a key. */
export interface IdempotencyRecord extends TokenKey {
  /** The owner. Step Functions creates this id; the request's id could be chosen by a caller. */
  readonly execution_arn: string;
  /** Keyed digest of the body, to tell another one apart. */
  readonly body_hash: string;
  /** Epoch seconds; until then the request may be running. */
  readonly leased_until: number;
  readonly expiry_time: number;
  /** Its answer, kept here when the token that it is read from changes. */
  readonly answer?: string;
}

type ClaimAttempt =
  | { readonly claimed: true }
  | { readonly claimed: false; readonly existing?: IdempotencyRecord };

/** @throws StoreUnavailable from every method, when a retry may help. */
export interface IdempotencyStore {
  /** Claims the key if it is free, expired, owned by this execution, or owned by the one that failed. */
  claim(
    key: IdempotencyKey,
    claim: IdempotencyRecord,
    nowSeconds: number,
    failedExecution?: string,
  ): Promise<ClaimAttempt>;
  /** Frees the key if it is this execution's. */
  release(key: IdempotencyKey, executionArn: string): Promise<void>;
  keepAnswer(key: IdempotencyKey, executionArn: string, answer: string): Promise<void>;
}
