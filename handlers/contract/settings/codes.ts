/** Settings of codes: their form, their lifetime, and who shares them. */
import * as z from 'zod/mini';
import type { Immutable } from '../described.ts';
import type { SettingRows, Value } from '../setting.ts';
import { text, whole } from '../setting.ts';
import { CONTEXT_LIMITS, contextName, STACK_CLIENTS, TOKEN_FORMATS, TOKEN_LENGTHS } from '../vocabulary.ts';

const RESEND_MODES = ['same-code', 'new-code'] as const;
/** What a repeated request sends while a token is live. */
export type ResendMode = (typeof RESEND_MODES)[number];

const MOST_GROUPS = 50;
const MOST_MEMBERS = 50;

/**
 * The ids that Cognito allows:
 * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UserPoolClientType.html
 */
const CLIENT_ID = /^[\w+]{1,128}$/;

export const brandName = () =>
  text(/^[A-Za-z0-9][A-Za-z0-9 .&-]{0,29}$/, 'must be 1 to 30 letters, digits, spaces or . & -');

export const tokenLifetimeSeconds = () => whole(5, 600);
export const tokenFormat = () => z.enum(TOKEN_FORMATS);
/** The bounds over all formats; those of one format are in TOKEN_LENGTHS. */
export const tokenLength = () => whole(TOKEN_LENGTHS.numeric.min, TOKEN_LENGTHS.alphanumeric.max);
export const maxAttempts = () => whole(1, 10);
export const resendAfterSeconds = () => whole(1, 600);
export const resend = () => z.enum(RESEND_MODES);
export const listShards = () => whole(1, 64);

/** Client ids, or names of the clients that the stack creates, by the name of their group. */
export const clientGroups = () =>
  z
    .record(
      text(
        /^[A-Za-z0-9][A-Za-z0-9_-]{0,31}$/,
        'must have names of 1 to 32 letters, digits, _ or -, that begin with a letter or digit',
      ),
      z
        .array(
          z
            .string()
            .check(
              z.refine(
                (client) => CLIENT_ID.test(client) || STACK_CLIENTS.some((name) => name === client),
                `must be a client id, or one of ${STACK_CLIENTS.join(', ')} for the stack's own clients`,
              ),
            ),
        )
        .check(z.minLength(1, 'must name at least one client'), z.maxLength(MOST_MEMBERS)),
    )
    .check(
      z.refine(
        (groups) => Object.keys(groups).length <= MOST_GROUPS,
        `must have at most ${MOST_GROUPS} groups`,
      ),
    );
/** Clients that share their tokens. */
export type ClientGroups = Immutable<Value<typeof clientGroups>>;

export const contextInMessage = () =>
  z
    .array(text(contextName(), 'must be names of context members, such as amount'))
    .check(z.maxLength(CONTEXT_LIMITS.pairs));

const lengthOf = ({ min, max }: { readonly min: number; readonly max: number }) =>
  z.optional(whole(min, max));

/**
 * The fewest characters that keep a token within the guess budget; absent for a format that cannot be long
 * enough.
 */
export const shortestLengths = () =>
  z.strictObject({
    numeric: lengthOf(TOKEN_LENGTHS.numeric),
    alphanumeric: lengthOf(TOKEN_LENGTHS.alphanumeric),
  });
export type ShortestLengths = Immutable<Value<typeof shortestLengths>>;

export const CODE_SETTINGS = {
  brandName: {
    schema: brandName,
    defaultText: '`Token Courier` in cdk.json',
    text: 'the sender that messages name: 1 to 30 letters, digits, spaces, `.`, `&`, `-`',
  },
  tokenLifetimeSeconds: {
    schema: tokenLifetimeSeconds,
    default: 300,
    text: 'how long a token is valid',
  },
  tokenFormat: {
    schema: tokenFormat,
    default: 'numeric',
    text: 'or `alphanumeric` (Crockford base32)',
  },
  tokenLength: {
    schema: tokenLength,
    text: 'by format. The guess budget bounds what callers may request instead',
  },
  maxAttempts: {
    schema: maxAttempts,
    default: 5,
    text: 'how often a token can be tried',
  },
  resendAfterSeconds: {
    schema: resendAfterSeconds,
    default: 30,
    text: 'the wait before a token is sent [again](api.md#repeats); it doubles with every send',
  },
  resend: {
    schema: resend,
    default: 'same-code',
    text: "or `new-code`: what a [repeated](api.md#repeats) request sends; a new code keeps the old one's expiry and attempts",
  },
  clientGroups: {
    schema: clientGroups,
    default: {},
    text: '`{"shop": ["<client id>", "auth-system"]}`: [clients](api.md#clients) that share their tokens. Every other client has its own',
    allowed: () => `up to ${MOST_GROUPS} groups`,
  },
  contextInMessage: {
    schema: contextInMessage,
    default: [],
    text: '`["amount", "payee"]`: members of the [context](api.md#binding) that messages show, in this order; their values [are restricted](security.md#what-the-message-can-say)',
  },
  listShards: {
    schema: listShards,
    default: 4,
    text: 'partitions of the index for lists; each takes 1,000 writes a second',
  },
} as const satisfies SettingRows;
