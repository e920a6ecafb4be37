/**
 * What callers may send, as the schemas that check it; the messages are the rules that a caller reads.
 *
 * zod/mini instead of zod: in a minified bundle it is 13 KB against 83 KB and starts some 10 ms sooner,
 * which every cold start pays.
 */
import * as z from 'zod/mini';
import { METRIC_PERIODS, type MetricPeriod } from './metrics.ts';
import {
  CHANNELS,
  DEFAULT_PURPOSE,
  LIMIT_KEY_MAX_LENGTH,
  LIMIT_KEY_NAME,
  LIST_LIMIT,
  LISTED_STATUSES,
  MOST_LIMIT_KEYS,
  REQUESTED_CHANNELS,
  TOKEN_FORMATS,
  USER_ID_MAX_LENGTH,
} from './vocabulary.ts';

/** An issue without its input's value: the value never reaches an error message. */
type TypeIssue = { readonly input?: unknown };

const kind = (what: string) => ({
  error: (issue: TypeIssue) => (issue.input === undefined ? 'is missing' : `must be ${what}`),
});

const text = (maxLength: number) =>
  z
    .string(kind('a string'))
    .check(
      z.minLength(1, 'must not be empty'),
      z.maxLength(maxLength, `must have at most ${maxLength} characters`),
    );

const oneOf = <const T extends readonly [string, ...string[]]>(values: T) =>
  z.enum(values, kind(`one of: ${values.join(', ')}`));

/** Of a locale with what platforms add to the tag. */
const LOCALE_MAX_LENGTH = 100;

/** Ids that cannot be used in a path: one is a route there, and every URL parser removes the other two. */
const IDS_OUT_OF_REACH = ['verify', '.', '..'];

/** Format characters, line separators, and what else shows nothing: variation selectors, fillers, joiners, a blank. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/u;

/**
 * Compared exactly, so spellings that look alike on a screen are refused: two of them would be two people, with
 * separate limits. Lone surrogates cannot be written as UTF-8; control characters have no place in logs or keys.
 */
const userId = text(USER_ID_MAX_LENGTH).check(
  z.refine(
    (value: string) => value.isWellFormed() && !INVISIBLE.test(value),
    'must be well-formed Unicode without control, format and other invisible characters',
  ),
  z.refine((value: string) => value === value.normalize('NFC'), 'must be in Unicode normalisation form C'),
  z.refine((value: string) => value === value.trim(), 'must not begin or end with a blank'),
  z.refine(
    (value: string) => !IDS_OUT_OF_REACH.includes(value),
    `must not be ${IDS_OUT_OF_REACH.map((id) => `'${id}'`).join(' or ')}: no path could name it`,
  ),
);

const purpose = z
  .string(kind('a string'))
  .check(
    z.regex(
      /^[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}$/,
      'must be 1 to 64 letters, digits, or any of _ . : - and begin with a letter or digit',
    ),
  );

/**
 * BCP 47 in shape (RFC 5646 section 4.4.1 recommends room for 35 characters), not in registry; x- and i- begin tags
 * of their own kinds. As platforms write it: pt_BR, POSIX de_DE.UTF-8@euro, Apple en_US@calendar=buddhist, Java
 * zh_TW_#Hant.
 */
const locale = z.pipe(
  z.pipe(
    text(LOCALE_MAX_LENGTH),
    z.transform((value: string) =>
      value
        .replace(/[.@].*$/, '')
        .replace(/_+#/, '-')
        .replaceAll('_', '-'),
    ),
  ),
  z
    .string()
    .check(
      z.maxLength(35, 'must have at most 35 characters'),
      z.regex(
        /^([A-Za-z]{2,8}|[xi](?=-))(-[A-Za-z0-9]{1,8})*$/,
        'must be a BCP 47 language tag such as en or pt-BR',
      ),
    ),
);

/**
 * The shape that HTML gives a valid address, with a dot in the domain; the confirmation mail proves it.
 * Domains are the same in any case (RFC 5321 section 2.4), so the domain is kept in lower case.
 */
const email = z.pipe(
  text(254).check(
    z.regex(
      /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}$/,
      'must be an email address',
    ),
  ),
  z.transform((value: string) => value.replace(/@.*$/, (domain) => domain.toLowerCase())),
);

const phoneNumber = text(40);
const purposeOrDefault = z._default(purpose, DEFAULT_PURPOSE);
const tokenId = z
  .string(kind('a string'))
  .check(z.regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, 'must be a token_id as it was answered'));

const CONTEXT_LIMITS = { pairs: 10, name: 64, value: 256 } as const;

/** The rule that a context breaks. Line and paragraph separators would let a value pass for a line of ours. */
function contextRule(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'must be an object';
  const pairs = Object.entries(value);
  if (pairs.length > CONTEXT_LIMITS.pairs) return `must have at most ${CONTEXT_LIMITS.pairs} members`;
  if (!pairs.every(([name]) => /^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/.test(name))) {
    return `must have names of 1 to ${CONTEXT_LIMITS.name} letters, digits, or any of _ . - that begin with a letter or digit`;
  }
  const good = pairs.every(
    ([, text]) =>
      typeof text === 'string' &&
      text.length >= 1 &&
      [...text].length <= CONTEXT_LIMITS.value &&
      text.isWellFormed() &&
      !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(text),
  );
  return good
    ? undefined
    : `must have strings of 1 to ${CONTEXT_LIMITS.value} characters without control characters as values`;
}

/** What a token is bound to, such as an amount and a payee. */
const context = z.custom<Readonly<Record<string, string>>>((value) => contextRule(value) === undefined, {
  error: ({ input }: TypeIssue) => contextRule(input) ?? 'is not valid',
});
export type TokenContext = z.infer<typeof context>;

/** The rule that limit keys break. Which names there are is the configuration's: see limit-keys.ts in the domain. */
function limitKeysRule(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'must be an object';
  const pairs = Object.entries(value);
  if (pairs.length > MOST_LIMIT_KEYS) return `must have at most ${MOST_LIMIT_KEYS} members`;
  if (!pairs.every(([name]) => LIMIT_KEY_NAME.test(name)))
    return 'must have names of 1 to 32 of a to z and _';
  const good = pairs.every(
    ([, text]) =>
      typeof text === 'string' &&
      text.length >= 1 &&
      [...text].length <= LIMIT_KEY_MAX_LENGTH &&
      text.isWellFormed(),
  );
  return good ? undefined : `must have strings of 1 to ${LIMIT_KEY_MAX_LENGTH} characters as values`;
}

/** Who causes the message, as far as the caller knows: `{"ip": "203.0.113.7"}`. */
const limitKeys = z.custom<Readonly<Record<string, string>>>((value) => limitKeysRule(value) === undefined, {
  error: ({ input }: TypeIssue) => limitKeysRule(input) ?? 'is not valid',
});

/** Channels in the order in which they are tried. */
const channels = z
  .array(oneOf(CHANNELS), kind('a list of channels'))
  .check(
    z.refine(
      (list) => list.length > 0 && new Set(list).size === list.length,
      'must name a channel or more, each once',
    ),
  );

/** Body of POST /tokens. The bounds of `length` depend on the format: see chooseShape in the domain. */
export const issueTokenBody = z
  .strictObject({
    user_id: userId,
    purpose: purposeOrDefault,
    channel: z.optional(oneOf(REQUESTED_CHANNELS)),
    channels: z.optional(channels),
    phone_number: z.optional(phoneNumber),
    locale: z.optional(locale),
    format: z.optional(oneOf(TOKEN_FORMATS)),
    length: z.optional(z.int(kind('a whole number'))),
    context: z.optional(context),
    limit_keys: z.optional(limitKeys),
  })
  .check(
    z.refine((body) => body.channel === undefined || body.channels === undefined, {
      path: ['channels'],
      error: 'must not be there together with channel',
    }),
    // What is left out and what is named as the default are the same request, also for an Idempotency-Key.
    z.overwrite((body) =>
      body.channel === undefined && body.channels === undefined
        ? { ...body, channel: 'auto' as const }
        : body,
    ),
  );
export type IssueTokenBody = z.infer<typeof issueTokenBody>;

/** Body of POST /tokens/verify. */
export const verifyTokenBody = z
  .strictObject({
    user_id: userId,
    token: text(64),
    purpose: purposeOrDefault,
    token_id: z.optional(tokenId),
    context: z.optional(context),
    receipt: z.optional(z.boolean(kind('true or false'))),
    phone_number: z.optional(phoneNumber),
    email: z.optional(email),
  })
  .check(
    z.refine(({ phone_number, email }) => phone_number === undefined || email === undefined, {
      path: ['email'],
      error: 'must not be given beside a phone_number: a code is sent to one of them',
    }),
  );
export type VerifyTokenBody = z.infer<typeof verifyTokenBody>;

/** Body of PUT /contacts/{user_id}; it replaces the whole contact. */
export const putContactBody = z
  .strictObject({
    phone_number: z.optional(phoneNumber),
    email: z.optional(email),
    preferred_channel: z.optional(oneOf(CHANNELS)),
    locale: z.optional(locale),
  })
  .check(
    z.refine((body) => body.phone_number !== undefined || body.email !== undefined, {
      error: 'must have a phone_number, an email or both',
    }),
    z.refine(
      (body) =>
        body.preferred_channel === undefined ||
        (body.preferred_channel === 'sms' ? body.phone_number : body.email) !== undefined,
      { path: ['preferred_channel'], error: 'must be a channel that the contact has an address for' },
    ),
  );
export type PutContactBody = z.infer<typeof putContactBody>;

/** Body of PUT /opt-outs: one number or one address. */
export const putOptOutBody = z
  .strictObject({
    phone_number: z.optional(phoneNumber),
    email: z.optional(email),
    opted_out: z.boolean(kind('true or false')),
  })
  .check(
    z.refine((body) => (body.phone_number === undefined) !== (body.email === undefined), {
      error: 'must have either a phone_number or an email',
    }),
  );
export type PutOptOutBody = z.infer<typeof putOptOutBody>;

/** Query of GET /limits. */
export const limitsQuery = z.strictObject({ user_id: z.optional(userId), purpose: purposeOrDefault });
export type LimitsQuery = z.infer<typeof limitsQuery>;

/** Query of GET /metrics. */
export const metricsQuery = z.strictObject({
  period: z._default(oneOf(Object.keys(METRIC_PERIODS) as [MetricPeriod, ...MetricPeriod[]]), 'hour'),
});

/** Path parameters of the routes with {user_id}, and the query of DELETE /tokens/{user_id}. */
export const userPath = z.strictObject({ user_id: userId });
/** Whose tokens; operators may name any group, clients their own. A configured group's name follows an "@". */
const clientGroup = z
  .string()
  .check(z.regex(/^@?[\w+-]{1,128}$/, 'must be a client_group as it was answered'));
export const purposeQuery = z.strictObject({
  purpose: purposeOrDefault,
  client_group: z.optional(clientGroup),
});

const limitRule = `must be a whole number from 1 to ${LIST_LIMIT.max}`;

const listLimit = z._default(
  z.pipe(
    z.string().check(
      z.regex(/^[1-9]\d{0,2}$/, limitRule),
      z.refine((value) => Number(value) <= LIST_LIMIT.max, limitRule),
    ),
    z.transform(Number),
  ),
  LIST_LIMIT.default,
);

/** Codes are revealed for one person and purpose at a time, never by the page. */
const WITH_REVEAL = 'is required with reveal=true';

/** Query of GET /tokens. */
export const listTokensQuery = z
  .strictObject({
    user_id: z.optional(userId),
    purpose: z.optional(purpose),
    client_group: z.optional(clientGroup),
    status: z.optional(oneOf(LISTED_STATUSES)),
    limit: listLimit,
    cursor: z.optional(text(1024)),
    reveal: z._default(
      z.pipe(
        oneOf(['true', 'false']),
        z.transform((value) => value === 'true'),
      ),
      false,
    ),
  })
  .check(
    z.refine((query) => !query.reveal || query.user_id !== undefined, {
      path: ['user_id'],
      error: WITH_REVEAL,
    }),
    z.refine((query) => !query.reveal || query.purpose !== undefined, {
      path: ['purpose'],
      error: WITH_REVEAL,
    }),
  );
export type ListTokensQuery = z.infer<typeof listTokensQuery>;

const instant = z.iso.datetime({ error: 'must be a time in ISO 8601 UTC, such as 2026-11-22T12:00:00Z' });

/** Query of GET /audit: from `from`, before `to`. */
export const auditQuery = z.strictObject({
  from: z.optional(instant),
  to: z.optional(instant),
  limit: listLimit,
  cursor: z.optional(text(1024)),
});
export type AuditQuery = z.infer<typeof auditQuery>;

/** The Idempotency-Key header; draft-ietf-httpapi-idempotency-key-header leaves the bounds to the server. */
export const idempotencyKey = z
  .string()
  .check(z.regex(/^[\x21-\x7e]{0,255}$/, 'must have at most 255 visible ASCII characters and no spaces'));
