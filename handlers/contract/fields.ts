/**
 * The schemas of the fields in requests; their messages are the rules that a caller reads. The descriptions
 * for the reference are in routes/described-fields.ts.
 *
 * zod/mini instead of zod: it adds 13 KB to a minified bundle instead of 83 KB, which saves every cold start
 * about 10 ms.
 */
import * as z from 'zod/mini';
import { ROUTE_KEYS, wordsAmongIds } from './route-keys.ts';
import {
  CHANNELS,
  CONTEXT_LIMITS,
  contextName,
  DEFAULT_PURPOSE,
  EMAIL_ADDRESS,
  LIMIT_KEY_MAX_LENGTH,
  LIMIT_KEY_NAME,
  LIST_LIMIT,
  LISTED_STATUSES,
  MOST_LIMIT_KEYS,
  PREFIX_MAX_DIGITS,
  REASON_MAX_LENGTH,
  REQUESTED_CHANNELS,
  TOKEN_FORMATS,
  USER_ID_MAX_LENGTH,
} from './vocabulary.ts';

/** Only the presence of `input` is used: the value must never reach an error message. */
type TypeIssue = { readonly input?: unknown };

export const kind = (what: string) => ({
  error: (issue: TypeIssue) => (issue.input === undefined ? 'is missing' : `must be ${what}`),
});

export const text = (maxLength: number) =>
  z
    .string(kind('a string'))
    .check(
      z.minLength(1, 'must not be empty'),
      z.maxLength(maxLength, `must have at most ${maxLength} characters`),
    );

export const oneOf = <const T extends readonly [string, ...string[]]>(values: T) =>
  z.enum(values, kind(`one of: ${values.join(', ')}`));

/** The length of a locale, including what platforms append to the tag. */
const LOCALE_MAX_LENGTH = 100;

/** Ids that cannot be used in a path: routes have the first, and every URL parser removes the last two. */
export const IDS_OUT_OF_REACH = [...wordsAmongIds(Object.values(ROUTE_KEYS)), '.', '..'];

/**
 * Control and format characters, line separators and everything else that is invisible: variation selectors,
 * fillers, joiners, the blank Braille pattern.
 */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/u;

/**
 * Compared exactly, so spellings that look alike on a screen are refused: two of them would be two people
 * with separate limits. Lone surrogates cannot be encoded as UTF-8; control characters have no place in logs
 * or keys.
 */
export const userId = text(USER_ID_MAX_LENGTH).check(
  z.refine(
    (value: string) => value.isWellFormed() && !INVISIBLE.test(value),
    'must be well-formed Unicode without control, format or other invisible characters',
  ),
  z.refine((value: string) => value === value.normalize('NFC'), 'must be in Unicode normalisation form C'),
  z.refine((value: string) => value === value.trim(), 'must not begin or end with a blank'),
  z.refine(
    (value: string) => !IDS_OUT_OF_REACH.includes(value),
    `must not be ${IDS_OUT_OF_REACH.map((id) => `'${id}'`).join(' or ')}: it cannot be used in a path`,
  ),
);

export const purpose = z
  .string(kind('a string'))
  .check(
    z.regex(
      /^[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}$/,
      'must be 1 to 64 letters, digits, or any of _ . : - and begin with a letter or digit',
    ),
  );

/**
 * A language tag in the shape of BCP 47 (RFC 5646 section 4.4.1 recommends room for 35 characters), not
 * checked against the registry; x- and i- begin tags with their own rules. Also accepts what platforms
 * write: pt_BR, POSIX de_DE.UTF-8@euro, Apple en_US@calendar=buddhist, Java zh_TW_#Hant.
 */
export const locale = z.pipe(
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
 * The shape of a valid address in HTML, with a dot in the domain; the confirmation email proves the rest.
 * Domains are case-insensitive (RFC 5321 section 2.4), so the domain is stored in lower case.
 */
export const email = z.pipe(
  text(254).check(z.regex(EMAIL_ADDRESS, 'must be an email address')),
  z.transform((value: string) => value.replace(/@.*$/, (domain) => domain.toLowerCase())),
);

export const phoneNumber = text(40);

/**
 * How numbers begin, in E.164. Its length is bounded, because it stands in URLs, which are logged; that it leaves
 * out the last digits of numbers is checked in domain/operating/put-prefix-rule.ts.
 */
export const numberPrefix = z
  .string(kind('a string'))
  .check(
    z.regex(
      new RegExp(`^\\+[1-9]\\d{0,${PREFIX_MAX_DIGITS - 1}}$`),
      `must be + and the first 1 to ${PREFIX_MAX_DIGITS} digits of numbers, such as +49151`,
    ),
  );

/** Why an operator does something, for the audit log: one line. */
export const reason = text(REASON_MAX_LENGTH).check(
  z.refine(
    (value: string) => value.isWellFormed() && !INVISIBLE.test(value) && value.trim() !== '',
    'must be one line of visible text',
  ),
);

export const purposeOrDefault = z._default(purpose, DEFAULT_PURPOSE);
export const tokenId = z
  .string(kind('a string'))
  .check(z.regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, 'must be a token_id from an answer'));

/** The bounds of a code that a caller made: what the systems that make codes send. */
export const BROUGHT_CODE = { min: 4, max: 32 } as const;

/** Letters and digits alone: a message says nothing else in the name of its sender. */
export const broughtCode = z
  .string(kind('a string'))
  .check(
    z.regex(
      new RegExp(`^[0-9A-Za-z]{${BROUGHT_CODE.min},${BROUGHT_CODE.max}}$`),
      `must be ${BROUGHT_CODE.min} to ${BROUGHT_CODE.max} letters or digits`,
    ),
  );

/** A day: the longest that a system that makes codes takes them. */
export const MOST_VALID_SECONDS = 86_400;
const validRule = `must be a whole number from 1 to ${MOST_VALID_SECONDS}`;
export const validSeconds = z
  .int(validRule)
  .check(z.minimum(1, validRule), z.maximum(MOST_VALID_SECONDS, validRule));

export const deliveryId = z
  .string(kind('a string'))
  .check(z.regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, 'must be a delivery_id from an answer'));

/**
 * The rule that a context breaks, if any. Line and paragraph separators would let a value pass for a line of
 * the message.
 */
function contextRule(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return 'must be an object';
  }
  const pairs = Object.entries(value);
  if (pairs.length > CONTEXT_LIMITS.pairs) {
    return `must have at most ${CONTEXT_LIMITS.pairs} members`;
  }
  const names = contextName();
  if (!pairs.every(([name]) => names.test(name))) {
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
    : `must have string values of 1 to ${CONTEXT_LIMITS.value} characters without control characters`;
}

/** What a token is bound to, such as an amount and a payee. */
export const context = z.custom<Readonly<Record<string, string>>>(
  (value) => contextRule(value) === undefined,
  {
    error: ({ input }: TypeIssue) => contextRule(input) ?? 'is not valid',
  },
);
export type TokenContext = z.infer<typeof context>;

/**
 * The rule that limit keys break, if any. Which names are allowed depends on the configuration: see
 * domain/limits/limit-keys.ts.
 */
function limitKeysRule(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return 'must be an object';
  }
  const pairs = Object.entries(value);
  if (pairs.length > MOST_LIMIT_KEYS) {
    return `must have at most ${MOST_LIMIT_KEYS} members`;
  }
  if (!pairs.every(([name]) => LIMIT_KEY_NAME.test(name))) {
    return 'must have names of 1 to 32 letters a to z or _';
  }
  const good = pairs.every(
    ([, text]) =>
      typeof text === 'string' &&
      text.length >= 1 &&
      [...text].length <= LIMIT_KEY_MAX_LENGTH &&
      text.isWellFormed(),
  );
  return good ? undefined : `must have string values of 1 to ${LIMIT_KEY_MAX_LENGTH} characters`;
}

/** What the caller knows about the source of the message: `{"ip": "203.0.113.7"}`. */
export const limitKeys = z.custom<Readonly<Record<string, string>>>(
  (value) => limitKeysRule(value) === undefined,
  {
    error: ({ input }: TypeIssue) => limitKeysRule(input) ?? 'is not valid',
  },
);

export const channel = oneOf(CHANNELS);
export const requestedChannel = oneOf(REQUESTED_CHANNELS);
export const tokenFormat = oneOf(TOKEN_FORMATS);
export const listedStatus = oneOf(LISTED_STATUSES);

/** Channels in the order in which to try them. */
export const channels = z
  .array(channel, kind('a list of channels'))
  .check(
    z.refine(
      (list) => list.length > 0 && new Set(list).size === list.length,
      'must name one or more channels, each once',
    ),
  );

/**
 * Whose tokens: operators may name any group, clients only their own. The name of a configured group follows
 * an "@".
 */
export const clientGroup = z
  .string()
  .check(z.regex(/^@?[\w+-]{1,128}$/, 'must be a client_group from an answer'));

/** Path parameters of the routes with {user_id}. */
export const userPath = z.strictObject({ user_id: userId });

/** Which of the person's tokens: the query of routes about a single token. */
export const purposeQuery = z.strictObject({
  purpose: purposeOrDefault,
  client_group: z.optional(clientGroup),
});

const limitRule = `must be a whole number from 1 to ${LIST_LIMIT.max}`;

export const listLimit = z._default(
  z.pipe(
    z.string().check(
      z.regex(/^[1-9]\d{0,2}$/, limitRule),
      z.refine((value) => Number(value) <= LIST_LIMIT.max, limitRule),
    ),
    z.transform(Number),
  ),
  LIST_LIMIT.default,
);

/** A bound of a period in a query. */
export const instant = z.iso.datetime({
  error: 'must be a time in ISO 8601 UTC, such as 2026-11-22T12:00:00Z',
});

/** Where the previous page ended, in the query of a list. */
export const cursor = z.optional(text(1024));

/** The Idempotency-Key header; draft-ietf-httpapi-idempotency-key-header leaves the bounds to the server. */
export const idempotencyKey = z
  .string()
  .check(z.regex(/^[\x21-\x7e]{0,255}$/, 'must have at most 255 visible ASCII characters and no spaces'));
