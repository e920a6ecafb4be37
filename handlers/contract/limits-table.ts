/**
 * The limits table: several kinds of items in one table, keyed by `subject` and `window`.
 *
 * All code that reads or writes an item, including the state machine, takes its key and expiry from here.
 * limits-reference.ts says what the items hold and how they are accessed. If a key is built differently, what
 * is stored is not found: counts start again, and opt-outs are lost.
 *
 * People and clients are named by their ids, numbers and addresses by keyed digests, prefixes by
 * `namePrefix`. `expiry_time` is in epoch seconds; DynamoDB deletes an expired item up to some days later.
 */

import { ENDPOINT_TIMEOUT_SECONDS, MACHINE_TIMEOUT_SECONDS } from './timeouts.ts';

/** The key of one item. */
export interface LimitsKey {
  readonly subject: string;
  readonly window: string;
}

/** How `subject` begins, by kind; a role is granted kinds of items by this prefix. */
export const LIMIT_SUBJECTS = {
  /** Idempotency keys of requests for tokens. */
  claims: 'idempotency#',
  guesses: 'guesses#',
  /** Messages whose arrival is reported later. */
  messages: 'message#',
  mailboxGuesses: 'mailbox-guesses#',
  optOuts: 'opt-out#',
  overrides: 'overrides',
  numbers: 'number#',
  pauses: 'pauses',
  prefixes: 'prefix#',
  sends: 'sends',
  spend: 'spend',
  /** Idempotency keys of verifications. */
  verifications: 'verification#',
} as const;

const DAY_SECONDS = 86_400;

/** `window` of a subject that has one item. */
const ONLY_ITEM = '-';

// Counters: messages, wrong tokens and money.

/** Messages to a person for a purpose. */
export const personSends = ({ user_id, purpose }: { readonly user_id: string; readonly purpose: string }) =>
  `${LIMIT_SUBJECTS.sends}:person#${purpose}#${user_id}`;

/** Messages to a number or an address, by anybody or within the share of the people it belongs to. */
export const destinationSends = (digest: string, share?: 'enrolled' | 'verified'): string =>
  `${LIMIT_SUBJECTS.sends}:destination${share === undefined ? '' : `-${share}`}#${digest}`;

export const clientSends = (clientId: string): string => `${LIMIT_SUBJECTS.sends}:client#${clientId}`;

/** All messages. */
export const DEPLOYMENT_SENDS = `${LIMIT_SUBJECTS.sends}:deployment` as const;

/** Messages by one of `limit_keys`. */
export const limitKeySends = (name: string, digest: string): string =>
  `${LIMIT_SUBJECTS.sends}:key-${name}#${digest}`;

/** New numbers by one of `limit_keys`, for the pumping guard. */
export const sourceSends = (name: string, digest: string): string =>
  `${LIMIT_SUBJECTS.sends}:source-${name}#${digest}`;

/** Emails that ask to confirm an address. */
export const confirmationSends = (by: 'person' | 'address' | 'client', whose: string): string =>
  `${LIMIT_SUBJECTS.sends}:confirmation-${by}#${whose}`;

/** Wrong tokens of a person; one item for each purpose. */
export const failedVerificationsOf = (userId: string): string => LIMIT_SUBJECTS.guesses + userId;

/** Codes that were typed to confirm a person's address; unlocking the person forgets them. No purpose begins so. */
export const typedConfirmations = (userId: string) => ({
  subject: failedVerificationsOf(userId),
  part: '@confirmation',
});

/** Codes that were typed to confirm a mailbox, for whomever. */
export const typedForMailbox = (digest: string): string => LIMIT_SUBJECTS.mailboxGuesses + digest;

/** Millionths of a dollar that texts may have cost. */
export const SPEND = LIMIT_SUBJECTS.spend;

/** `window` of a counter: one item of a subject, or of a part of it, holds all windows of time. */
export const countsItem = (part?: string): string => (part === undefined ? 'counts' : `counts#${part}`);

/** Slightly more than the state machine may take: after that, a request without an answer has failed. */
export const REQUEST_LEASE_SECONDS = MACHINE_TIMEOUT_SECONDS + 2;

/**
 * Seconds that a window or a mark is kept after it ends: twice the lease of a request, so that counts can be
 * taken back.
 */
export const COUNTS_KEPT_SECONDS = 2 * REQUEST_LEASE_SECONDS;

// Claims of Idempotency-Keys.

/** A request for a token. `keyDigest` is the SHA-256 of the key in hexadecimal. */
export const requestClaim = (clientId: string, keyDigest: string): LimitsKey => ({
  subject: LIMIT_SUBJECTS.claims + clientId,
  window: keyDigest,
});

/** A verification, kept apart because a caller may use the same key for both. */
export const verificationClaim = (clientId: string, keyDigest: string): LimitsKey => ({
  subject: LIMIT_SUBJECTS.verifications + clientId,
  window: keyDigest,
});

/** A claim outlives its token, because the answer to a repeated request is read from the token. */
export const requestClaimEnds = (nowSeconds: number, tokenLifetimeSeconds: number) => ({
  leased_until: nowSeconds + REQUEST_LEASE_SECONDS,
  expiry_time: nowSeconds + REQUEST_LEASE_SECONDS + tokenLifetimeSeconds,
});

/** Of a request that is recognised by what it asks for, as long as such a repeat is the same message. */
export const repeatClaimEnds = (nowSeconds: number, repeatsSeconds: number) => ({
  leased_until: nowSeconds + REQUEST_LEASE_SECONDS,
  expiry_time: nowSeconds + Math.max(REQUEST_LEASE_SECONDS, repeatsSeconds),
});

/** Slightly more than the function may take: after that, a run without an answer has ended. */
const VERIFICATION_LEASE_SECONDS = ENDPOINT_TIMEOUT_SECONDS + 2;

/**
 * How long the key of a verification is remembered. Callers repeat one within seconds, while the person
 * waits.
 */
export const VERIFICATION_KEPT_SECONDS = 300;

export const verificationClaimEnds = (nowSeconds: number) => ({
  leased_until: nowSeconds + VERIFICATION_LEASE_SECONDS,
  expiry_time: nowSeconds + VERIFICATION_KEPT_SECONDS,
});

// Messages.

/** A message, by the digest of the id that its service gave it. */
export const messageItem = (digest: string): LimitsKey => ({
  subject: LIMIT_SUBJECTS.messages + digest,
  window: ONLY_ITEM,
});

/**
 * Carriers take up to 72 hours to report on a message.
 * https://repost.aws/knowledge-center/monitor-sns-texts-cloudwatch
 */
export const messageExpiry = (nowSeconds: number): number => nowSeconds + 3 * DAY_SECONDS;

// The pumping guard.

/** Texts to new numbers with a prefix. */
export const prefixTraffic = (prefix: string): LimitsKey => ({
  subject: LIMIT_SUBJECTS.prefixes + prefix,
  window: 'traffic',
});

/** The guard's window has parts of five minutes: the current one and this many before it, three hours. */
export const TRAFFIC_PART_SECONDS = 300;
export const TRAFFIC_PARTS = 36;

/** The item outlives both its window and a pause. */
export const trafficExpiry = (nowSeconds: number): number =>
  nowSeconds + (TRAFFIC_PARTS + 3) * TRAFFIC_PART_SECONDS;

/** A number whose delivered code was reported, named as in the guard's references: only once a day does it count. */
export const reportedNumber = (prefix: string, number: string): LimitsKey => ({
  subject: LIMIT_SUBJECTS.prefixes + prefix,
  window: `reported ${number}`,
});

export const reportedNumberExpiry = (nowSeconds: number): number => nowSeconds + DAY_SECONDS;

/** Partition of all pauses, so that they can be read without a scan. */
export const PAUSES = LIMIT_SUBJECTS.pauses;

/** A pause in force, for all clients or for one; the item expires when the pause ends. */
export const pauseOf = (prefix: string, clientId?: string): LimitsKey => ({
  subject: PAUSES,
  window: clientId === undefined ? prefix : `${prefix} ${clientId}`,
});

// What operators decided for a time.

/** Blocked and safe-listed prefixes, and raised budgets: one small item, so that one read brings all of them. */
export const OVERRIDES: LimitsKey = { subject: LIMIT_SUBJECTS.overrides, window: ONLY_ITEM };

// What is known about a number or an address: one item for each, so `window` is always the same.

/** Who verified a number, when it was last verified, and when the guard first refused it. */
export const numberItem = (digest: string): LimitsKey => ({
  subject: LIMIT_SUBJECTS.numbers + digest,
  window: ONLY_ITEM,
});

/** People are remembered in two sets, each for half of the retention period. */
export const PEOPLE_HALF_SECONDS = 45 * DAY_SECONDS;

/** The guard may have to remember numbers for longer than people are; `knownDays` is 0 when it is off. */
export const verifiedNumberExpiry = (nowSeconds: number, knownDays: number): number =>
  nowSeconds + Math.max(2 * PEOPLE_HALF_SECONDS, knownDays * DAY_SECONDS);

/** The expiry of a number that never verified. */
export const refusedNumberExpiry = (nowSeconds: number): number => nowSeconds + 3600;

/** `subject` of the opt-out of a number or an address. */
export const optOutOf = (digest: string): string => LIMIT_SUBJECTS.optOuts + digest;

/** For a subject made by `optOutOf`; kept until the opt-out is withdrawn. */
export const optOutItem = (subject: string): LimitsKey => ({ subject, window: ONLY_ITEM });
