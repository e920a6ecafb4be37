/**
 * What the rules need from outside, as they see it. Adapters implement these on AWS; tests in memory.
 *
 * Times: `nowSeconds` are epoch seconds, `...At` ISO 8601 UTC with milliseconds.
 */
import type { Channel, DeliveryOutcome, StoredStatus, TokenFormat } from '../contract/vocabulary.ts';
import type { Counted } from '../contract/workflow.ts';
import type { Window } from './window.ts';

/** Epoch milliseconds. */
export type Clock = () => number;

/** A cryptographically secure source. */
export interface Randomness {
  /** A whole number from 0 up to, not including, `bound`, each equally likely. */
  integerBelow(bound: number): number;
  bytes(count: number): Uint8Array;
  uuid(): string;
}

/** Whom and what for: limits on a person are counted by these, whichever client asks. */
export interface PersonPurpose {
  readonly user_id: string;
  readonly purpose: string;
}

/** Names a token: a person has one for a purpose in each group of clients (token/client-groups.ts). */
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
  /** Where it went last; see token/weakest-channel.ts for what a verification proves. */
  readonly channel: Channel;
  /** Every channel that the code was handed to, in no order. */
  readonly channels?: readonly Channel[];
  readonly destination_masked: string;
  /** Where it went last, as digestDestination names it. */
  readonly destination_digest?: string;
  /** Where else messages of this token went and must not go again yet; see token/earlier-destinations.ts. */
  readonly earlier_destinations?: string;
  readonly issued_at: string;
  readonly expiry_time: number;
  readonly attempts: number;
  readonly max_attempts: number;
  /** Attempts that were not right and have been counted for the person too; absent for none. */
  readonly settled?: number;
  /** The execution that issued it. */
  readonly execution_arn: string;
  /** The executions that sent it again; see token/token-executions.ts. Absent for none. */
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
  /** The execution whose delivery was recorded last, by its id (token/token-executions.ts), and when that was. */
  readonly answered_by?: string;
  readonly sent_at?: string;
  /** What became of that delivery. */
  readonly outcome?: DeliveryOutcome;
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

/** An Idempotency-Key, by its digest (digestKey in issuing/idempotency.ts), and whose it is. */
export interface ClaimKey {
  readonly client_id: string;
  readonly key_digest: string;
}

/** What is remembered of the first request with a key. */
export interface Claim extends TokenKey {
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

type ClaimAttempt = { readonly claimed: true } | { readonly claimed: false; readonly existing?: Claim };

/** @throws StoreUnavailable from every method, when a retry may help. */
export interface ClaimStore {
  /** Claims the key if it is free, expired, owned by this execution, or owned by the one that failed. */
  claim(key: ClaimKey, claim: Claim, nowSeconds: number, failedExecution?: string): Promise<ClaimAttempt>;
  /** Frees the key if it is this execution's. */
  release(key: ClaimKey, executionArn: string): Promise<void>;
  keepAnswer(key: ClaimKey, executionArn: string, answer: string): Promise<void>;
}

/** Whose counter it is; with a part, one of several that are cleared together. */
export type Subject = string | { readonly subject: string; readonly part: string };

/** How much a window may hold. */
export interface CounterLimit {
  readonly window: Window;
  readonly limit: number;
}

export interface Counting {
  readonly subject: Subject;
  /** Every window that is counted in; not empty. */
  readonly limits: readonly CounterLimit[];
  /** Whose count it is. One owner counts once in a subject, however often it tries. */
  readonly owner: string;
  readonly nowSeconds: number;
  /** Default 1. */
  readonly amount?: number;
}

export type Count =
  | { readonly counted: true; readonly entry: Counted }
  /** Of several full windows, the one that ends last. */
  | { readonly counted: false; readonly reached: CounterLimit; readonly retryAfterSeconds: number };

/**
 * Counters over fixed windows; one item of a subject holds all of its windows. A subject is a key at rest,
 * so it holds no destination in the clear.
 * @throws StoreUnavailable from every method, when a retry may help.
 */
export interface CounterStore {
  /** Adds to every window of this moment if that leaves all of them within their limits, else to none. */
  count(counting: Counting): Promise<Count>;
  /** Adds to every window of this moment, whatever they hold. */
  add(counting: Counting): Promise<void>;
  /**
   * Takes a count back, once. When the outcome of the count is not known (`isCertain` false), only if the item
   * says that it was made.
   */
  takeBack(entry: Counted, isCertain?: boolean): Promise<void>;
  /** What the windows of this moment hold, in their order; a consistent read. */
  read(subject: Subject, windows: readonly Window[], nowSeconds: number): Promise<readonly number[]>;
  /** Forgets every window and part of a subject. */
  clear(subject: string): Promise<void>;
}

/** Where a person can be reached. */
export interface ContactRecord {
  readonly user_id: string;
  /** E.164. */
  readonly phone_number?: string;
  readonly email?: string;
  /** Present with an email. */
  readonly topic_arn?: string;
  /** Present with an email. */
  readonly email_confirmed?: boolean;
  /** When its owner was last asked to confirm it, ISO 8601; present with an email since this is noted. */
  readonly confirmation_sent_at?: string;
  readonly preferred_channel?: Channel;
  readonly locale?: string;
}

/** One item of the contacts table. */
export interface StoredContact extends ContactRecord {
  /** Number and address, as contacts/sealed-contacts.ts seals them. */
  readonly sealed_addresses?: string;
}

/** @throws StoreUnavailable from every method, when a retry may help. */
export interface ContactStore<Contact extends ContactRecord = ContactRecord> {
  /** A consistent read. */
  get(userId: string): Promise<Contact | undefined>;
  /** Replaces the contact if its topic is still `expectedTopic` (undefined: none); says whether it did. */
  put(contact: Contact, expectedTopic: string | undefined): Promise<boolean>;
  /** Deletes the contact on the same condition; says whether it did or there was nothing left to delete. */
  delete(userId: string, expectedTopic: string | undefined): Promise<boolean>;
  /** Notes whether the email is confirmed, if the contact still has this topic; returns whether it did. */
  setConfirmed(userId: string, topicArn: string, confirmed: boolean): Promise<boolean>;
  /**
   * Notes that the email's owner is asked to confirm it once more, if the contact still has this topic and nobody
   * was asked after `notAfter`; of two at once, one does.
   */
  noteConfirmationSent(userId: string, topicArn: string, sentAt: string, notAfter: string): Promise<boolean>;
}

/** Subjects that are kept until they are taken off. @throws StoreUnavailable from every method */
export interface OptOutList {
  /** A consistent read. */
  has(subject: string): Promise<boolean>;
  add(subject: string): Promise<void>;
  remove(subject: string): Promise<void>;
}

/** One entry of an execution's history, as Step Functions logs it and without any data. */
export interface LoggedEvent {
  /** Counts up from 1 within the execution. */
  readonly id: number;
  /** A type of HistoryEvent: `TaskStateEntered`, `LambdaFunctionFailed`, `ExecutionSucceeded`. */
  readonly type: string;
  /** Epoch milliseconds. */
  readonly atMs: number;
  /** Present when a state is entered or exited. */
  readonly state?: string;
  /** Present where the log tells the name of an error. */
  readonly error?: string;
}

/** Where to look for an execution's events. Times are epoch milliseconds. */
export interface LogQuery {
  readonly executionArn: string;
  readonly fromMs: number;
  readonly untilMs: number;
  /** When to be content with what was found; a call that was made before is waited for. */
  readonly giveUpAtMs: number;
}

/** What Step Functions logged. @throws ExecutionsUnavailable */
export interface ExecutionLog {
  /** In no order; empty when nothing has arrived in the log yet. */
  read(query: LogQuery): Promise<readonly LoggedEvent[]>;
}

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

/** A key that signs with ES256 (RFC 7518 section 3.4) and never leaves its keeper. */
export interface Signer {
  /** Names the key in the published set. */
  readonly keyId: string;
  /** R and S of 32 bytes each, one after the other. @throws SigningUnavailable */
  sign(message: string): Promise<Uint8Array>;
}

/** @throws DeliveryUnavailable when a retry may help or the outcome is not known, DeliveryRefused when not. */
export interface SmsSender {
  send(phoneNumber: string, text: string): Promise<void>;
}

/** @throws DeliveryUnavailable when a retry may help or the outcome is not known, DeliveryRefused when not. */
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

/** A text to a number that has not verified lately, as the guard counts it. */
export interface NewNumber {
  /** What the number is judged with; see destinations/number-prefix.ts. */
  readonly prefix: string;
  /** The client that asks. */
  readonly clientId: string;
  /** Keyed digest of the number. */
  readonly number: string;
}

/** What new numbers of one client did in one part of the guard's window. */
export interface TrafficSlice {
  /** As `clientKey` in pumping/traffic-reference.ts makes it. */
  readonly client: string;
  readonly startsAtSeconds: number;
  /** Distinct numbers that were sent a code in it and have not verified it. */
  readonly unverified: number;
  /** Numbers that verified in it. */
  readonly verified: number;
  /** Of those sent to in it, how many had been refused before and came back. */
  readonly returned: number;
}

/** What is known of a prefix: all that it is judged by. */
export interface TrafficView {
  readonly slices: readonly TrafficSlice[];
  /** End of the latest pause of the whole prefix, epoch seconds; absent when none is remembered. */
  readonly pausedUntil?: number;
  /** End of the latest pause for the client that asks. */
  readonly clientPausedUntil?: number;
}

export interface SendCount extends TrafficView {
  /** False while the prefix is paused, for the client or for all, and the send was not counted in spite of it. */
  readonly counted: boolean;
  /** What takes this very count back; absent when the number was counted already, maybe for a text that was sent. */
  readonly added?: string;
}

export interface Pause {
  readonly prefix: string;
  /** Absent when it holds for every client. */
  readonly clientId?: string;
  /** Epoch seconds. */
  readonly until: number;
}

/**
 * Texts to new numbers, by prefix. Every write may be repeated: it counts once.
 * @throws StoreUnavailable from every method
 */
export interface PrefixTraffic {
  /**
   * Counts a number that is sent a code and gives what the window then holds, the number included. During a pause
   * it counts nothing, unless it is let through: as one of the trickle, or as one that came back.
   */
  countSend(send: NewNumber, nowSeconds: number, letThrough?: 'trickle' | 'return'): Promise<SendCount>;
  /** Takes a send back, unless it is kept for another; `added` is what countSend gave. */
  takeBackSend(added: string): Promise<void>;
  /** Counts a send, if it is not counted any more, and keeps it counted whatever another request takes back. */
  keepSend(reference: string, nowSeconds: number): Promise<void>;
  /** Counts the number as verified, if its send is still counted as not. */
  countConversion(reference: string, nowSeconds: number): Promise<void>;
  /** Pauses the prefix, for one client or for all; says whether it was not paused already. */
  pause(pause: Pause, nowSeconds: number): Promise<boolean>;
  /** What is paused now. */
  pauses(nowSeconds: number): Promise<readonly Pause[]>;
}

/** What is remembered of a number, and of a person's hold on it. Epoch seconds. */
export interface KnownNumber {
  /** When a code that was texted to it came back last, whoever gave it back. */
  readonly verifiedAt?: number;
  /** Of the first refusal of a new number; forgotten within the hour. */
  readonly refusedAt?: number;
  /** Whether this person lately proved to hold the phone, by giving such a code back. */
  readonly isTheirs?: true;
  /** Whether all that could be noted of one more such code of this person was noted within a day. */
  readonly isFresh?: true;
}

/**
 * Numbers, by the digest that tokens name them by (destinations/digest-destination.ts).
 * @throws StoreUnavailable from every method, when a retry may help.
 */
export interface NumberMemory {
  /** A consistent read; empty when nothing is remembered. */
  read(number: string, userId: string, nowSeconds: number): Promise<KnownNumber>;
  /** Notes that this person gave back a code that was texted to the number; for some months. */
  noteVerified(number: string, userId: string, nowSeconds: number): Promise<void>;
  noteRefused(number: string, nowSeconds: number): Promise<void>;
}

/** One metric by the statistic that is asked for. */
export interface MetricQuery {
  readonly namespace: string;
  readonly metric: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly statistic: 'Sum' | 'p50' | 'p95';
  readonly bucketSeconds: number;
}

/** What a statistic was in the bucket that began then; where nothing was counted there is no point. */
export interface MetricPoint {
  readonly atMs: number;
  readonly value: number;
}

export interface MetricReader {
  /** The points of each query, in the order of the queries. @throws MetricsUnavailable */
  read(
    queries: readonly MetricQuery[],
    window: { readonly fromMs: number; readonly toMs: number },
  ): Promise<readonly (readonly MetricPoint[])[]>;
}
