/** The tokens table, as seen by the rules. */
import type {
  Arrival,
  Channel,
  DeliveryOutcome,
  StoredStatus,
  TokenFormat,
  UndeliveredReason,
} from '../../contract/vocabulary.ts';
import type { Verbatim } from '../../contract/workflow.ts';

/** A person and a purpose. Limits on a person are counted by these, whichever client makes the request. */
export interface PersonPurpose {
  readonly user_id: string;
  readonly purpose: string;
}

/** The key of a token: a person has one token per purpose and client group (client-groups.ts). */
export interface TokenKey extends PersonPurpose {
  readonly client_group: string;
}

/** One item of the tokens table. */
export interface TokenRecord extends TokenKey {
  readonly token_id: string;
  /** Absent once the token is used or revoked. */
  readonly sealed_token?: string;
  /** Absent once the token is used or revoked, and for a delivery, which nobody verifies here. */
  readonly token_digest?: string;
  readonly secret_version: string;
  readonly status: StoredStatus;
  /** The channel it went to last; see weakest-channel.ts for what a verification proves. */
  readonly channel: Channel;
  /** Every channel that the code was handed to, in no particular order. */
  readonly channels?: readonly Channel[];
  readonly destination_masked: string;
  /** The destination it went to last, as named by digestDestination. */
  readonly destination_digest?: string;
  /** Other destinations of this token that must wait for their next message; see earlier-destinations.ts. */
  readonly earlier_destinations?: string;
  readonly issued_at: string;
  readonly expiry_time: number;
  readonly attempts: number;
  readonly max_attempts: number;
  /** Wrong attempts that are already counted against the person's guess limits; absent for none. */
  readonly settled?: number;
  /** The execution that issued it. */
  readonly execution_arn: string;
  /** The executions that sent it again (token-executions.ts); absent for none. */
  readonly resent_by?: string;
  readonly client_id: string;
  readonly list_shard: number;
  /** Digest of the Idempotency-Key of the last request that sent it; absent if it had none. */
  readonly key_digest?: string;
  readonly verified_at?: string;
  readonly format: TokenFormat;
  readonly length: number;
  /** Present for a code that a caller brought. */
  readonly verbatim?: Verbatim;
  /** BCP 47 tag of the language in which it was last sent. */
  readonly locale?: string;
  /** How often it was sent; a resend that certainly sent nothing is taken back. */
  readonly sends: number;
  readonly last_sent_at: string;
  /** The id of the execution whose delivery was recorded last (executionId in token-executions.ts). */
  readonly answered_by?: string;
  /** The time of that delivery. */
  readonly sent_at?: string;
  /** The outcome of that delivery. */
  readonly outcome?: DeliveryOutcome;
  /** The message service's id of that message; empty when it is unknown. */
  readonly message_id?: string;
  /** What the carrier reported; absent until then. */
  readonly arrival?: Arrival;
  /** Why it, or the text that it replaced, did not arrive. */
  readonly arrival_reason?: UndeliveredReason;
  /** The pumping guard's reference to its text (pumping/traffic-reference.ts); absent for none. */
  readonly number_prefix?: string;
  /** Keyed digest of the test number; present on the token of a test destination, which goes to no other. */
  readonly test_digest?: string;
  /** Keyed digest of the context that the token is bound to; absent without one. */
  readonly context_digest?: string;
  /** The verification whose attempt was counted last, if it came with an Idempotency-Key. */
  readonly attempt_by?: string;
  /** The verification that used the token. */
  readonly verified_by?: string;
}

/** A row of the list index. */
export interface TokenIndexRow extends TokenKey {
  readonly issued_at: string;
}

/** The result of a conditional write: applied, or refused with the item that prevented it, if any. */
export type ConditionalWrite =
  | { readonly applied: true; readonly token: TokenRecord }
  | { readonly applied: false; readonly existing?: TokenRecord };

/** What a new code changes on the token that it replaces; an attribute that is absent here is removed. */
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
  | 'verbatim'
  | 'locale'
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

/** What the token recorded before a hand-over that is taken back. */
interface BeforeHandOver
  extends Required<
    Pick<
      TokenRecord,
      'channel' | 'channels' | 'destination_masked' | 'destination_digest' | 'earlier_destinations'
    >
  > {}

/** What the token recorded about the send before the one that is taken back. */
export interface SendBefore
  extends Required<
    Pick<TokenRecord, 'channel' | 'channels' | 'destination_masked' | 'destination_digest' | 'last_sent_at'>
  > {
  /** Empty for none. */
  readonly earlier_destinations: string;
  /** Empty for none. */
  readonly number_prefix: string;
  /** A channel that the token must not have been handed to, noted only by a delivery that ran; or empty. */
  readonly unless_handed_to: Channel | '';
}

/** What a carrier reported about one message of a token: this send, by this channel. */
type NotedArrival = Pick<TokenRecord, 'token_id' | 'sends' | 'channel' | 'arrival_reason'> &
  Required<Pick<TokenRecord, 'arrival'>>;

/** A message that was sent in place of one that did not arrive. */
type InsteadDelivery = Required<
  Pick<TokenRecord, 'token_id' | 'sends' | 'sent_at' | 'outcome' | 'message_id'>
>;

/** The token as it was read. A different token, or one with attempts made since, is not replaced. */
type ReplacedToken = Pick<TokenRecord, 'token_id' | 'attempts'>;

interface NewestQuery {
  readonly shard: number;
  /** Exclusive bound. */
  readonly issuedAfter: string;
  /** Inclusive bound; absent for no bound. */
  readonly issuedUntil?: string;
  readonly limit: number;
  /** From the previous page of the same query. */
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
  /** Stores the token if there is none, an expired one, or exactly the one that it replaces. */
  put(token: TokenRecord, nowSeconds: number, replaces?: ReplacedToken): Promise<ConditionalWrite>;
  /**
   * Notes that this token is sent again, if it is open and has neither been sent nor handed to another channel than
   * `channel` since it was read.
   */
  noteResend(
    key: TokenKey,
    resend: Pick<
      TokenRecord,
      | 'token_id'
      | 'sends'
      | 'channel'
      | 'last_sent_at'
      | 'client_id'
      | 'key_digest'
      | 'number_prefix'
      | 'locale'
    > & { readonly resent_by: string },
    nowSeconds: number,
  ): Promise<ConditionalWrite>;
  /**
   * Removes the note of a resend, and of its hand-over to another channel, if that resend is the latest: the
   * send before it becomes the latest again. Changes nothing if the token was handed to
   * `before.unless_handed_to`.
   */
  forgetResend(
    key: TokenKey,
    resend: Pick<TokenRecord, 'token_id' | 'sends'>,
    before: SendBefore,
  ): Promise<void>;
  /**
   * Replaces the code of an open token that has not been sent since it was read. The new code has its own
   * bindings; the token's attempts and expiry stay.
   */
  replaceCode(
    key: TokenKey,
    replaced: Pick<TokenRecord, 'token_id' | 'sends'>,
    code: RenewedCode,
    nowSeconds: number,
  ): Promise<ConditionalWrite>;
  /** Notes that the token is about to be handed to another channel. False if used, revoked or replaced. */
  noteHandOver(key: TokenKey, handOver: HandOver): Promise<boolean>;
  /**
   * Notes that the token is about to be handed to another channel in place of a send that did not arrive. False also
   * if the token was sent again since.
   */
  handOverInstead(key: TokenKey, handOver: HandOver & Pick<TokenRecord, 'sends'>): Promise<boolean>;
  /** Removes that note, because certainly nothing was sent. Leaves a token that was sent again since. */
  takeBackInstead(
    key: TokenKey,
    handOver: Pick<TokenRecord, 'token_id' | 'sends' | 'channel'>,
    before: BeforeHandOver,
  ): Promise<void>;
  /** Notes whether a message arrived, if it is the token's latest. False if it is not. */
  noteArrival(key: TokenKey, arrival: NotedArrival): Promise<boolean>;
  /** Records the message that was sent instead, unless the token was sent again since. */
  recordInstead(key: TokenKey, delivery: InsteadDelivery): Promise<void>;
  /**
   * Adds one attempt if the token is live, unused, has attempts left and, when given, has this id. If the
   * latest attempt already belongs to the verification named `attemptBy`, the write is refused with the
   * token.
   */
  countAttempt(
    key: TokenKey,
    nowSeconds: number,
    only?: { readonly tokenId?: string | undefined; readonly attemptBy?: string | undefined },
  ): Promise<ConditionalWrite>;
  /** Notes that a wrong attempt on this token is counted against the person's guess limits. */
  settleAttempt(key: TokenKey, tokenId: string): Promise<void>;
  /** Takes back an attempt on this token, because it was not wrong. */
  returnAttempt(key: TokenKey, tokenId: string): Promise<void>;
  /** Marks this token as used by this verification and erases its value, if it is still live and unused. */
  markUsed(
    key: TokenKey,
    use: { readonly tokenId: string; readonly verifiedAt: string; readonly verifiedBy: string },
    nowSeconds: number,
  ): Promise<ConditionalWrite>;
  /**
   * Marks the token as revoked and erases its value if it is issued or sent, has not expired and, when given,
   * has this id; any other token stays unchanged. Returns whether there was one to revoke.
   */
  revoke(key: TokenKey, nowSeconds: number, tokenId?: string): Promise<boolean>;
  /** One page of a shard of the index, newest first. */
  newest(query: NewestQuery): Promise<NewestPage>;
  /** Every token of a person with all attributes; a consistent read, in no particular order. */
  allOf(userId: string): Promise<readonly TokenRecord[]>;
  /** Every token of a person with the attributes that lists show, in no particular order. */
  tokensOf(userId: string, withSecrets: boolean): Promise<readonly TokenRecord[]>;
  /** The existing tokens among at most 100 keys, in no particular order. */
  read(keys: readonly TokenKey[], withSecrets: boolean): Promise<readonly TokenRecord[]>;
}
