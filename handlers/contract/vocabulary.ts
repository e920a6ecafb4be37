/** The closed sets and bounds that the API, the state machine and the page share. */
import { TYPED_HOST_NAME } from './host-names.ts';

export const CHANNELS = ['sms', 'email'] as const;
/** A way to reach a person. */
export type Channel = (typeof CHANNELS)[number];

/** The data about a channel; its behaviour is in handlers/channels/. */
interface ChannelFacts {
  /**
   * How much its codes prove: the higher, the more. Someone who has stolen a password often has the mailbox
   * too, and email must not serve as an out-of-band authenticator (NIST SP 800-63B-4 section 3.1.3.1).
   */
  readonly strength: number;
  /** What requests and contacts call its destination. */
  readonly field: DestinationField;
  /**
   * How a receipt names it, in addition to `otp`. RFC 8176 registers "sms"; "email" is not registered and is
   * specific to this service.
   */
  readonly amr: string;
  /** What the states of the machine call its messages. */
  readonly message: string;
  /** Whether a code that comes back shows that texts to the number are read. */
  readonly isText: boolean;
}

/** What a message's code is: a token, which is verified here, or a delivery, which another system verifies. */
export const CODE_KINDS = ['token', 'delivery'] as const;
export type CodeKind = (typeof CODE_KINDS)[number];

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

/**
 * How many characters a token may have, by format; `default` applies when neither caller nor owner sets a
 * length.
 */
export const TOKEN_LENGTHS = {
  numeric: { min: 6, max: 10, default: 6 },
  alphanumeric: { min: 8, max: 32, default: 15 },
} as const satisfies Record<TokenFormat, { min: number; max: number; default: number }>;

/** `issued`: stored, not yet handed to a channel. `sent`: accepted by SNS or SES for delivery. */
const STORED_STATUSES = ['issued', 'sent', 'used', 'revoked'] as const;
export type StoredStatus = (typeof STORED_STATUSES)[number];

export const DELIVERY_OUTCOMES = ['sent', 'unknown'] as const;
/** What became of a message: SNS accepted it, or gave no conclusive answer, so it may have been sent. */
export type DeliveryOutcome = (typeof DELIVERY_OUTCOMES)[number];

export const ARRIVALS = ['delivered', 'undelivered'] as const;
/**
 * What a carrier or mail server reported later about a message that SNS or SES accepted. `delivered` says that it
 * accepted the message too; no report says whether a person got it.
 */
export type Arrival = (typeof ARRIVALS)[number];

/** Why a message was not delivered. A closed set: carriers' own words are not kept, as they may quote anything. */
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
 * Four of these are not stored. `unknown`, `delivered` and `undelivered` are of a sent token: what is known
 * about its latest message. `locked` is a live one without attempts left.
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
  deliver: 'tokens/deliver',
  readContacts: 'contacts/read',
  writeContacts: 'contacts/write',
  readLimits: 'limits/read',
  writeLimits: 'limits/write',
  readActivity: 'activity/read',
  overrideLimits: 'limits/override',
  readAudit: 'audit/read',
} as const;
/** What an access token may allow. */
export type Scope = (typeof SCOPES)[keyof typeof SCOPES];

/**
 * Clients that the stack creates: for the page, for auth systems, for systems that enrol people, and for the canary,
 * where there is one.
 */
export const STACK_CLIENTS = ['page', 'auth-system', 'enrolment', 'canary'] as const;
export type StackClient = (typeof STACK_CLIENTS)[number];

/** Separates client group and purpose in the sort key of a token; neither can contain it. */
export const TOKEN_SLOT = '#';

export const DEFAULT_PURPOSE = 'login';
export const USER_ID_MAX_LENGTH = 128;
/** Names of limit keys, such as `ip`; how many there may be; and how long their values may be. */
export const LIMIT_KEY_NAME = /^[a-z_]{1,32}$/;
export const MOST_LIMIT_KEYS = 5;
export const LIMIT_KEY_MAX_LENGTH = 256;

const ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+";

/**
 * The shape that HTML gives a valid address, with a dot in the domain, and in the local part only dots between other
 * characters: RFC 5322 section 3.2.3, which SES holds addresses to.
 */
export const EMAIL_ADDRESS = new RegExp(`^(?=[^@]{1,64}@)${ATOM}(\\.${ATOM})*@${TYPED_HOST_NAME}$`);

/** Why an address or a number is sent nothing, where it is not its owner who said so. */
export const FEEDBACK_REASONS = ['bounced', 'complained'] as const;
export type FeedbackReason = (typeof FEEDBACK_REASONS)[number];

/** How a number or an address came to be opted out. */
export const OPT_OUT_REASONS = ['recorded', 'stop_word', ...FEEDBACK_REASONS] as const;
export type OptOutReason = (typeof OPT_OUT_REASONS)[number];

export const PREFIX_RULES = ['blocked', 'safe_listed'] as const;
/**
 * What operators decide about a prefix of numbers for a time. `blocked`: no texts to any of them. `safe_listed`: the
 * pumping guard does not judge them.
 */
export type PrefixRuleName = (typeof PREFIX_RULES)[number];

/** The windows of the SMS budget. */
export const BUDGET_WINDOWS = ['hour', 'month'] as const;
export type BudgetWindow = (typeof BUDGET_WINDOWS)[number];

/** A country calling code of three digits and the most digits that the pumping guard's prefixes have besides. */
export const PREFIX_MAX_DIGITS = 10;
/** How long a reason may be, which operators give for what they change. */
export const REASON_MAX_LENGTH = 200;
/** Bounds of how long a prefix is blocked or safe-listed, unless a block lasts until it is removed. */
export const PREFIX_RULE_SECONDS = { min: 60, max: 604_800 } as const;

export const EMAIL_STATUSES = [
  'unconfirmed',
  'confirmed',
  'unsubscribed',
  'opted_out',
  ...FEEDBACK_REASONS,
] as const;
/**
 * What keeps codes from an address; only one that is `confirmed` gets them. `unsubscribed`: its owner, or a program
 * that follows links, ended SNS's subscription. `bounced`, `complained`: SES told us so.
 */
export type EmailStatus = (typeof EMAIL_STATUSES)[number];

/** How many members a context may have, and the lengths of their names and values. */
export const CONTEXT_LIMITS = { pairs: 10, name: 64, value: 256 } as const;
/** The names that members of a context may have. */
export const contextName = (): RegExp =>
  new RegExp(`^[A-Za-z0-9][A-Za-z0-9_.-]{0,${CONTEXT_LIMITS.name - 1}}$`);

export const MAX_BODY_BYTES = 10_240;
export const LIST_LIMIT = { default: 25, max: 100 } as const;

/** Shown instead of a token that is not revealed; always of the same length, so it discloses nothing. */
export const MASKED_TOKEN = '••••••';
