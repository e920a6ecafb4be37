/**
 * The limits table: several kinds of items in one table, found by `subject` and `window`.
 *
 * Everybody who reads or writes an item, the state machine too, has its key and its end from here. What the items
 * hold and how they are reached is in limits-reference.ts. A key that is made otherwise finds nothing that is stored:
 * counts begin anew, and opt-outs are forgotten.
 *
 * People and clients are named by their ids, numbers and addresses by keyed digests, prefixes by `namePrefix`.
 * `expiry_time` is the epoch second after which DynamoDB deletes an item, some days late.
 */

/** The key of one item. */
export interface LimitsKey {
  readonly subject: string;
  readonly window: string;
}

/** How `subject` begins, by kind; a role is allowed kinds of items by it. */
export const LIMIT_SUBJECTS = {
  /** Requests for tokens by their keys. */
  claims: 'idempotency#',
  guesses: 'guesses#',
  /** Messages whose service says later what became of them. */
  messages: 'message#',
  optOuts: 'opt-out#',
  numbers: 'number#',
  pauses: 'pauses',
  prefixes: 'prefix#',
  sends: 'sends',
  spend: 'spend',
  /** Verifications by their keys. */
  verifications: 'verification#',
} as const;

const DAY_SECONDS = 86_400;

/** `window` where there is one item of a subject. */
const ONLY_ITEM = '-';

// Counters: messages, wrong tokens and money.

/** Messages to a person for a purpose. */
export const personSends = ({ user_id, purpose }: { readonly user_id: string; readonly purpose: string }) =>
  `${LIMIT_SUBJECTS.sends}:person#${purpose}#${user_id}`;

/** Messages to a number or an address, by anybody or in the share of those whom it belongs to. */
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

/** Mails that ask to confirm an address. */
export const confirmationSends = (by: 'person' | 'address' | 'client', whose: string): string =>
  `${LIMIT_SUBJECTS.sends}:confirmation-${by}#${whose}`;

/** Wrong tokens of a person; one item for each purpose. */
export const failedVerificationsOf = (userId: string): string => LIMIT_SUBJECTS.guesses + userId;

/** Millionths of a dollar that texts may have cost. */
export const SPEND = LIMIT_SUBJECTS.spend;

/** `window` of a counter: one item of a subject, or of a part of it, holds all windows of time. */
export const countsItem = (part?: string): string => (part === undefined ? 'counts' : `counts#${part}`);

/** Seconds that a window or a mark is kept after it is over: twice what an execution may take, for what is taken back. */
export const COUNTS_KEPT_SECONDS = 60;

// Claims of Idempotency-Keys.

/** A request for a token. `keyDigest` is the SHA-256 of the key, hexadecimal. */
export const requestClaim = (clientId: string, keyDigest: string): LimitsKey => ({
  subject: LIMIT_SUBJECTS.claims + clientId,
  window: keyDigest,
});

/** A verification, told apart because a caller may use one key for both. */
export const verificationClaim = (clientId: string, keyDigest: string): LimitsKey => ({
  subject: LIMIT_SUBJECTS.verifications + clientId,
  window: keyDigest,
});

/** A bit more than the state machine may take: after it, a request that left no answer has failed. */
const REQUEST_LEASE_SECONDS = 30;

/** The answer of a request is read from its token. */
export const requestClaimEnds = (nowSeconds: number, tokenLifetimeSeconds: number) => ({
  leased_until: nowSeconds + REQUEST_LEASE_SECONDS,
  expiry_time: nowSeconds + REQUEST_LEASE_SECONDS + tokenLifetimeSeconds,
});

/** A bit more than the function may take: after it, a run that left no answer has ended. */
const VERIFICATION_LEASE_SECONDS = 12;

/** How long a verification is remembered by its name. Callers repeat one within seconds, while the person waits. */
export const VERIFICATION_KEPT_SECONDS = 300;

export const verificationClaimEnds = (nowSeconds: number) => ({
  leased_until: nowSeconds + VERIFICATION_LEASE_SECONDS,
  expiry_time: nowSeconds + VERIFICATION_KEPT_SECONDS,
});

// Messages.

/** Of a message, by the id that its service gave it. */
export const messageItem = (messageId: string): LimitsKey => ({
  subject: LIMIT_SUBJECTS.messages + messageId,
  window: ONLY_ITEM,
});

/**
 * Carriers take up to 72 hours to say what became of a message.
 * https://repost.aws/knowledge-center/monitor-sns-texts-cloudwatch
 */
export const messageExpiry = (nowSeconds: number): number => nowSeconds + 3 * DAY_SECONDS;

// The pumping guard.

/** Texts to the new numbers of a prefix. */
export const prefixTraffic = (prefix: string): LimitsKey => ({
  subject: LIMIT_SUBJECTS.prefixes + prefix,
  window: 'traffic',
});

/** The guard's window is parts of five minutes: so many beside the present one, three hours. */
export const TRAFFIC_PART_SECONDS = 300;
export const TRAFFIC_PARTS = 36;

/** The item outlives its window and a pause. */
export const trafficExpiry = (nowSeconds: number): number =>
  nowSeconds + (TRAFFIC_PARTS + 3) * TRAFFIC_PART_SECONDS;

/** Partition of all pauses, so that they can be read without a scan. */
export const PAUSES = LIMIT_SUBJECTS.pauses;

/** A pause that is in force, for all clients or for one; it expires when it ends. */
export const pauseOf = (prefix: string, clientId?: string): LimitsKey => ({
  subject: PAUSES,
  window: clientId === undefined ? prefix : `${prefix} ${clientId}`,
});

// What is known of a number or an address.

/** Who verified a number, and when one came back unused. */
export const numberItem = (digest: string): LimitsKey => ({
  subject: LIMIT_SUBJECTS.numbers + digest,
  window: ONLY_ITEM,
});

/** People are remembered in sets, one for each half of the time. */
export const PEOPLE_HALF_SECONDS = 45 * DAY_SECONDS;

/** The guard's numbers may have to be known for longer than people are; 0 days when it is off. */
export const verifiedNumberExpiry = (nowSeconds: number, knownDays: number): number =>
  nowSeconds + Math.max(2 * PEOPLE_HALF_SECONDS, knownDays * DAY_SECONDS);

/** Of a number that never verified. */
export const refusedNumberExpiry = (nowSeconds: number): number => nowSeconds + 3600;

/** `subject` of the opt-out of a number or an address. */
export const optOutOf = (digest: string): string => LIMIT_SUBJECTS.optOuts + digest;

/** Of a subject by `optOutOf`; kept until it is taken back. */
export const optOutItem = (subject: string): LimitsKey => ({ subject, window: ONLY_ITEM });
