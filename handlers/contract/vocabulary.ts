/** The closed sets and bounds that the API, the state machine and the page share. */

export const CHANNELS = ['sms', 'email'] as const;
/** A way to reach a person. */
export type Channel = (typeof CHANNELS)[number];

/** What is data about a channel. What it does is in handlers/channels/. */
interface ChannelFacts {
  /**
   * What its codes prove, the weaker the lower. A thief of a password often has the mailbox too, and a mailbox is no
   * authenticator of its own (NIST SP 800-63B-4 section 3.1.3.1).
   */
  readonly strength: number;
  /** What requests and contacts call its destination. */
  readonly field: DestinationField;
  /** How a receipt names it, beside `otp`. RFC 8176 registers "sms"; "email" is not registered, and is ours alone. */
  readonly amr: string;
  /** What the states of the machine call its messages. */
  readonly message: string;
  /** Whether a code that comes back shows that texts to the number are read. */
  readonly isText: boolean;
}

/** Destinations as the API names them. */
export type DestinationField = 'phone_number' | 'email';

export const CHANNEL_FACTS: Readonly<Record<Channel, ChannelFacts>> = {
  sms: { strength: 2, field: 'phone_number', amr: 'sms', message: 'SMS', isText: true },
  email: { strength: 1, field: 'email', amr: 'email', message: 'email', isText: false },
};

export const REQUESTED_CHANNELS = ['auto', ...CHANNELS] as const;
/** What a caller may ask for: `auto` is the preferred channel with the other as fallback. */
export type RequestedChannel = (typeof REQUESTED_CHANNELS)[number];

export const TOKEN_FORMATS = ['numeric', 'alphanumeric'] as const;
export type TokenFormat = (typeof TOKEN_FORMATS)[number];

/** Crockford base32 leaves out I, L, O and U: https://www.crockford.com/base32.html */
export const TOKEN_ALPHABETS = {
  numeric: '0123456789',
  alphanumeric: '0123456789ABCDEFGHJKMNPQRSTVWXYZ',
} as const satisfies Record<TokenFormat, string>;

/** Characters a token may have, by format; `default` is used when neither caller nor owner says. */
export const TOKEN_LENGTHS = {
  numeric: { min: 6, max: 10, default: 6 },
  alphanumeric: { min: 8, max: 32, default: 15 },
} as const satisfies Record<TokenFormat, { min: number; max: number; default: number }>;

/** `issued`: stored, not yet handed to a channel. `sent`: accepted by SNS for delivery. */
const STORED_STATUSES = ['issued', 'sent', 'used', 'revoked'] as const;
export type StoredStatus = (typeof STORED_STATUSES)[number];

export const DELIVERY_OUTCOMES = ['sent', 'unknown'] as const;
/** What became of a message: SNS accepted it, or gave no answer that tells. Then it may have been sent. */
export type DeliveryOutcome = (typeof DELIVERY_OUTCOMES)[number];

export const ARRIVALS = ['delivered', 'undelivered'] as const;
/** What became of a message that was accepted, as its carrier or mail server said later. */
export type Arrival = (typeof ARRIVALS)[number];

/** Why a message did not arrive. A closed set: carriers' own words are not kept, as nobody knows what they quote. */
export const UNDELIVERED_REASONS = [
  'blocked_as_spam',
  'blocked_by_carrier',
  'blocked_by_phone',
  'blocked_destination',
  'bounced',
  'carrier_unreachable',
  'invalid_message',
  'invalid_number',
  'opted_out',
  'phone_unreachable',
  'price_too_high',
  'rejected',
  'unknown',
] as const;
export type UndeliveredReason = (typeof UNDELIVERED_REASONS)[number];

export const LISTED_STATUSES = [...STORED_STATUSES, 'unknown', ...ARRIVALS, 'locked'] as const;
/**
 * Four are not stored. `unknown`, `delivered` and `undelivered` are of a sent token: what is known of its latest
 * message. `locked` is a live one whose attempts are used up.
 */
export type ListedStatus = (typeof LISTED_STATUSES)[number];

export const REFUSAL_REASONS = ['mismatch', 'expired', 'used', 'not_found', 'locked'] as const;
/** Why a token did not verify. */
export type RefusalReason = (typeof REFUSAL_REASONS)[number];

export const SCOPES = {
  issue: 'tokens/issue',
  verify: 'tokens/verify',
  read: 'tokens/read',
  reveal: 'tokens/reveal',
  revoke: 'tokens/revoke',
  readContacts: 'contacts/read',
  writeContacts: 'contacts/write',
  readLimits: 'limits/read',
  writeLimits: 'limits/write',
  readAudit: 'audit/read',
} as const;
/** What an access token may allow. */
export type Scope = (typeof SCOPES)[keyof typeof SCOPES];

/** Clients that the stack makes: of the page, of auth systems, and of what enrols people. */
export const STACK_CLIENTS = ['page', 'auth-system', 'enrolment'] as const;
export type StackClient = (typeof STACK_CLIENTS)[number];

/** Between client group and purpose in the sort key of a token; neither has one. */
export const TOKEN_SLOT = '#';

export const DEFAULT_PURPOSE = 'login';
export const USER_ID_MAX_LENGTH = 128;
/** Names of limit keys, such as `ip`; how many there may be; and how long their values. */
export const LIMIT_KEY_NAME = /^[a-z_]{1,32}$/;
export const MOST_LIMIT_KEYS = 5;
export const LIMIT_KEY_MAX_LENGTH = 256;

export const MAX_BODY_BYTES = 10_240;
export const LIST_LIMIT = { default: 25, max: 100 } as const;

/** What stands in for a token value that is not revealed; of one length, so it says nothing. */
export const MASKED_TOKEN = '••••••';
