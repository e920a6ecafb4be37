/** The tokens table, as the rules see it. */
import type {
  Arrival,
  Channel,
  DeliveryOutcome,
  StoredStatus,
  TokenFormat,
  UndeliveredReason,
} from '../../contract/vocabulary.ts';

/** Whom and what for: limits on a person are counted by these, whichever client asks. */
export interface PersonPurpose {
  readonly user_id: string;
  readonly purpose: string;
}

/** Names a token: a person has one for a purpose in each group of clients (client-groups.ts). */
export interface TokenKey extends PersonPurpose {
  readonly client_group: string;
}

/** One item of the tokens table. */
export interface TokenRecord extends TokenKey {
  readonly token_id: string;
  /** Absent once used or revoked. */
  readonly sealed_token?: string;
  /** Absent once used or revoked. */
  readonly token_digest?: string;
  readonly secret_version: string;
  readonly status: StoredStatus;
  /** Where it went last; see weakest-channel.ts for what a verification proves. */
  readonly channel: Channel;
  /** Every channel that the code was handed to, in no order. */
  readonly channels?: readonly Channel[];
  readonly destination_masked: string;
  /** Where it went last, as digestDestination names it. */
  readonly destination_digest?: string;
  /** Where else messages of this token went and must not go again yet; see earlier-destinations.ts. */
  readonly earlier_destinations?: string;
  readonly issued_at: string;
  readonly expiry_time: number;
  readonly attempts: number;
  readonly max_attempts: number;
  /** Attempts that were not right and have been counted for the person too; absent for none. */
  readonly settled?: number;
  /** The execution that issued it. */
  readonly execution_arn: string;
  /** The executions that sent it again; see token-executions.ts. Absent for none. */
  readonly resent_by?: string;
  readonly client_id: string;
  readonly list_shard: number;
  /** Digest of the Idempotency-Key of the last request that sent it; absent without one. */
  readonly key_digest?: string;
  readonly verified_at?: string;
  readonly format: TokenFormat;
  readonly length: number;
  /** How often it was sent, or handed to a channel that failed. */
  readonly sends: number;
  readonly last_sent_at: string;
  /** The execution whose delivery was recorded last, by its id (token-executions.ts), and when that was. */
  readonly answered_by?: string;
  readonly sent_at?: string;
  /** What became of that delivery. */
  readonly outcome?: DeliveryOutcome;
  /** The message service's id of that message; empty when that is not known. */
  readonly message_id?: string;
  /** What its carrier said of it; absent until then. */
  readonly arrival?: Arrival;
  /** Why it, or the text that it was sent instead of, did not arrive. */
  readonly arrival_reason?: UndeliveredReason;
  /** Present when the pumping guard knows the text that it went by: a reference of pumping/traffic-reference.ts. */
  readonly number_prefix?: string;
  /** Keyed digest of the number; present on the token of a test destination, which is never sent to another. */
  readonly test_digest?: string;
  /** Keyed digest of the context that the token is bound to; absent without one. */
  readonly context_digest?: string;
  /** The verification that was counted last, where it came with an Idempotency-Key. */
  readonly attempt_by?: string;
  /** The verification that used it up. */
  readonly verified_by?: string;
}

/** A row of the list index. */
export interface TokenIndexRow extends TokenKey {
  readonly issued_at: string;
}

/** A conditional write: done, or refused with the item that stood in its way, if there is one. */
export type ConditionalWrite =
  | { readonly applied: true; readonly token: TokenRecord }
  | { readonly applied: false; readonly existing?: TokenRecord };

/** What a new code changes of the token whose place it takes; an attribute that is absent is removed. */
export type RenewedCode = Pick<
  TokenRecord,
  | 'token_id'
  | 'sealed_token'
  | 'token_digest'
  | 'secret_version'
  | 'channel'
  | 'channels'
  | 'destination_masked'
  | 'destination_digest'
  | 'earlier_destinations'
  | 'format'
  | 'length'
  | 'context_digest'
  | 'test_digest'
  | 'number_prefix'
  | 'client_id'
  | 'key_digest'
  | 'sends'
  | 'last_sent_at'
  | 'resent_by'
>;

/** What changes when a code is handed to the second channel of its route. */
export interface HandOver {
  readonly token_id: string;
  readonly channel: Channel;
  readonly destination_digest: string;
  readonly destination_masked: string;
  readonly earlier_destinations: string;
}

/** What a token says of the send before the one that is taken back. */
export interface SendBefore
  extends Required<
    Pick<TokenRecord, 'channel' | 'channels' | 'destination_masked' | 'destination_digest' | 'last_sent_at'>
  > {
  /** Empty for none. */
  readonly earlier_destinations: string;
  /** Empty for none. */
  readonly number_prefix: string;
  /** The channel that must not have been noted since: only a delivery that ran notes it. Empty for none. */
  readonly unless_handed_to: Channel | '';
}

/** What a carrier said of a message of a token: of this send of it, by this channel. */
type NotedArrival = Pick<TokenRecord, 'token_id' | 'sends' | 'channel' | 'arrival_reason'> &
  Required<Pick<TokenRecord, 'arrival'>>;

/** A message that went out in place of one that did not arrive. */
type InsteadDelivery = Required<
  Pick<TokenRecord, 'token_id' | 'sends' | 'sent_at' | 'outcome' | 'message_id'>
>;

/** A token as it was read: another one, or one that was guessed at since, is not replaced. */
type ReplacedToken = Pick<TokenRecord, 'token_id' | 'attempts'>;

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
  /** A consistent read. */
  get(key: TokenKey): Promise<TokenRecord | undefined>;
  /** Puts the token if there is none, an expired one, or exactly the one that it replaces. */
  put(token: TokenRecord, nowSeconds: number, replaces?: ReplacedToken): Promise<ConditionalWrite>;
  /** Notes that this very token is sent again, if it is open and nobody did since it had `sends`. */
  noteResend(
    key: TokenKey,
    resend: Pick<
      TokenRecord,
      'token_id' | 'sends' | 'last_sent_at' | 'client_id' | 'key_digest' | 'number_prefix'
    > & { readonly resent_by: string },
    nowSeconds: number,
  ): Promise<ConditionalWrite>;
  /**
   * Takes the note of a resend back, and of its hand-over to another channel, if it is the latest: the send before
   * it is the latest again. It stays as it is when it was handed to a channel that it must not have been.
   */
  forgetResend(
    key: TokenKey,
    resend: Pick<TokenRecord, 'token_id' | 'sends'>,
    before: SendBefore,
  ): Promise<void>;
  /**
   * Puts a new code, bound to what it was asked for, in the place of an open token's that nobody sent since it was
   * read; its attempts and expiry stay.
   */
  replaceCode(
    key: TokenKey,
    replaced: Pick<TokenRecord, 'token_id' | 'sends'>,
    code: RenewedCode,
    nowSeconds: number,
  ): Promise<ConditionalWrite>;
  /** Notes that this very token is about to be handed to another channel, unless it is used or revoked; says which. */
  noteHandOver(key: TokenKey, handOver: HandOver): Promise<boolean>;
  /** Notes what became of a message, if it is the token's latest; says whether. */
  noteArrival(key: TokenKey, arrival: NotedArrival): Promise<boolean>;
  /** Records the message that went out instead, if the token was not sent again since. */
  recordInstead(key: TokenKey, delivery: InsteadDelivery): Promise<void>;
  /**
   * Adds one attempt if the token is live, unused, has attempts left and, when given, has this id. An attempt of a
   * named verification is not added again while it is the latest: the write is refused, with the token.
   */
  countAttempt(
    key: TokenKey,
    nowSeconds: number,
    only?: { readonly tokenId?: string | undefined; readonly attemptBy?: string | undefined },
  ): Promise<ConditionalWrite>;
  /** Notes that an attempt of this very token, which was not right, is counted for the person too. */
  settleAttempt(key: TokenKey, tokenId: string): Promise<void>;
  /** Takes an attempt of this very token back: it was no wrong one. */
  returnAttempt(key: TokenKey, tokenId: string): Promise<void>;
  /** Marks this very token used and erases its value, if it is still live and unused; notes which verification did. */
  markUsed(
    key: TokenKey,
    use: { readonly tokenId: string; readonly verifiedAt: string; readonly verifiedBy: string },
    nowSeconds: number,
  ): Promise<ConditionalWrite>;
  /**
   * Marks the token revoked and erases its value if it is issued or sent, has not expired and, when given, has this
   * id; any other token is left unchanged. Returns whether there was one to revoke.
   */
  revoke(key: TokenKey, nowSeconds: number, tokenId?: string): Promise<boolean>;
  /** One page of a shard of the index, newest first. */
  newest(query: NewestQuery): Promise<NewestPage>;
  /** Every token of a person with all that is stored of it; a consistent read, in no order. */
  allOf(userId: string): Promise<readonly TokenRecord[]>;
  /** Every token of a person as lists show it, in no order. */
  tokensOf(userId: string, withSecrets: boolean): Promise<readonly TokenRecord[]>;
  /** The tokens that exist among at most 100 keys, in no order. */
  read(keys: readonly TokenKey[], withSecrets: boolean): Promise<readonly TokenRecord[]>;
}
