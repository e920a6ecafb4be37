/**
 * What the rules need from outside, as they see it. Adapters implement these on AWS; tests in memory.
 *
 * Times: `nowSeconds` are epoch seconds, `...At` ISO 8601 UTC with milliseconds.
 */
import type { Channel, StoredStatus } from '../contract/vocabulary.ts';

/** Epoch milliseconds. */
export type Clock = () => number;

/** A cryptographically secure source. */
export interface Randomness {
  /** A whole number from 0 up to, not including, `bound`, each equally likely. */
  integerBelow(bound: number): number;
  bytes(count: number): Uint8Array;
  uuid(): string;
}

export interface TokenKey {
  readonly user_id: string;
  readonly purpose: string;
}

/** One item of the tokens table. */
export interface TokenRecord extends TokenKey {
  readonly token_id: string;
  /** Absent once revoked. */
  readonly sealed_token?: string;
  /** Absent once revoked. */
  readonly token_digest?: string;
  readonly secret_version: string;
  readonly status: StoredStatus;
  readonly channel: Channel;
  readonly destination_masked: string;
  readonly issued_at: string;
  readonly expiry_time: number;
  readonly attempts: number;
  readonly max_attempts: number;
  readonly execution_arn: string;
  readonly client_id: string;
  readonly list_shard: number;
  readonly idempotency_key?: string;
  readonly verified_at?: string;
}

/** A row of the list index. */
export interface TokenIndexRow extends TokenKey {
  readonly issued_at: string;
}

/** A conditional write: done, or refused with the item that stood in its way, if there is one. */
export type ConditionalWrite =
  | { readonly applied: true; readonly token: TokenRecord }
  | { readonly applied: false; readonly existing?: TokenRecord };

interface NewestQuery {
  readonly shard: number;
  /** Exclusive bound. */
  readonly issuedAfter: string;
  /** Inclusive bound; absent for no bound. */
  readonly issuedUntil?: string;
  readonly limit: number;
  /** As an earlier page of the same query gave it. */
  readonly continueAfter?: unknown;
}

interface NewestPage {
  readonly rows: readonly TokenIndexRow[];
  /** Absent when the shard has no more rows. */
  readonly continueAfter?: unknown;
}

/** @throws StoreUnavailable from every method, when a retry may help. */
export interface TokenStore {
  /** Puts the token if there is none, an expired one, or one issued earlier. */
  put(token: TokenRecord, nowSeconds: number): Promise<ConditionalWrite>;
  /** Adds one attempt if the token is live, unused, has attempts left and, when given, has this id. */
  countAttempt(key: TokenKey, nowSeconds: number, tokenId?: string): Promise<ConditionalWrite>;
  /** Marks this very token used if it is still live and unused. */
  markUsed(key: TokenKey, tokenId: string, nowSeconds: number, verifiedAt: string): Promise<ConditionalWrite>;
  /** Marks the token revoked and erases its value; nothing happens when there is none. */
  revoke(key: TokenKey): Promise<void>;
  /** One page of a shard of the index, newest first. */
  newest(query: NewestQuery): Promise<NewestPage>;
  /** Every token of a person, in no order. */
  tokensOf(userId: string, withSecrets: boolean): Promise<readonly TokenRecord[]>;
  /** The tokens that exist among at most 100 keys, in no order. */
  read(keys: readonly TokenKey[], withSecrets: boolean): Promise<readonly TokenRecord[]>;
}

/** One item of the contacts table. */
export interface ContactRecord {
  readonly user_id: string;
  /** E.164. */
  readonly phone_number?: string;
  readonly email?: string;
  /** Present with an email. */
  readonly topic_arn?: string;
  /** Present with an email. */
  readonly email_confirmed?: boolean;
  readonly preferred_channel?: Channel;
  readonly locale?: string;
}

/** @throws StoreUnavailable from every method, when a retry may help. */
export interface ContactStore {
  /** A consistent read. */
  get(userId: string): Promise<ContactRecord | undefined>;
  /** Replaces the contact if its topic is still `expectedTopic` (undefined: none); says whether it did. */
  put(contact: ContactRecord, expectedTopic: string | undefined): Promise<boolean>;
  /** Deletes the contact on the same condition; says whether it did or there was nothing left to delete. */
  delete(userId: string, expectedTopic: string | undefined): Promise<boolean>;
  /** Notes whether the email is confirmed, if the contact still has this topic. */
  setConfirmed(userId: string, topicArn: string, confirmed: boolean): Promise<void>;
}

/** Keys of 32 bytes each, both derived from one version of the secret. */
export interface TokenKeys {
  readonly version: string;
  readonly sealKey: Uint8Array;
  readonly digestKey: Uint8Array;
}

/** @throws SecretUnavailable from both methods. */
export interface KeySource {
  current(): Promise<TokenKeys>;
  ofVersion(version: string): Promise<TokenKeys>;
}

/** @throws DeliveryUnavailable when a retry may help, DeliveryRefused when not. */
export interface SmsSender {
  send(phoneNumber: string, text: string): Promise<void>;
}

/** @throws DeliveryUnavailable when a retry may help, DeliveryRefused when not. */
export interface EmailSender {
  send(topicArn: string, subject: string, text: string): Promise<void>;
}

/** Whether a topic's subscription was confirmed by its owner. @throws DeliveryUnavailable */
export interface SubscriptionReader {
  isConfirmed(topicArn: string): Promise<boolean>;
}

/** One topic per enrolled address. @throws DeliveryUnavailable, DeliveryRefused */
export interface TopicRegistry extends SubscriptionReader {
  /** Creates a topic of its own for a new address; gives its ARN. */
  create(): Promise<string>;
  /** Asks the address to confirm; again for an unconfirmed one sends the mail again. */
  subscribe(topicArn: string, email: string): Promise<void>;
  /** Deletes the topic and its subscriptions; a topic that is gone is no error. */
  delete(topicArn: string): Promise<void>;
}
