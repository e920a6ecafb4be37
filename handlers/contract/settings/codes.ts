/** Settings of codes: what they are, how long they live, and who shares them. */
import * as z from 'zod/mini';
import type { Immutable } from '../described.ts';
import type { SettingRows, Value } from '../setting.ts';
import { text, whole } from '../setting.ts';
import { STACK_CLIENTS, TOKEN_FORMATS, TOKEN_LENGTHS } from '../vocabulary.ts';

const RESEND_MODES = ['same-code', 'new-code'] as const;
/** What a second request sends while a token lives. */
export type ResendMode = (typeof RESEND_MODES)[number];

const MOST_GROUPS = 50;
const MOST_MEMBERS = 50;

/** As Cognito allows ids: https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UserPoolClientType.html */
const CLIENT_ID = /^[\w+]{1,128}$/;

export const brandName = () =>
  text(/^[A-Za-z0-9][A-Za-z0-9 .&-]{0,29}$/, 'must be 1 to 30 letters, digits, spaces or . & -');

export const tokenLifetimeSeconds = () => whole(5, 600);
export const tokenFormat = () => z.enum(TOKEN_FORMATS);
/** Of any format; a format's own bounds are TOKEN_LENGTHS. */
export const tokenLength = () => whole(TOKEN_LENGTHS.numeric.min, TOKEN_LENGTHS.alphanumeric.max);
export const maxAttempts = () => whole(1, 10);
export const resendAfterSeconds = () => whole(1, 600);
export const resend = () => z.enum(RESEND_MODES);
export const listShards = () => whole(1, 64);

/** By the name of the group: client ids, or names of the stack's own clients. */
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
    .array(text(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/, 'must be names of context members, such as amount'))
    .check(z.maxLength(10));

const lengthOf = ({ min, max }: { readonly min: number; readonly max: number }) =>
  z.optional(whole(min, max));

/** Characters that keep a token within the guess budget; a format that cannot be long enough is absent. */
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
  tokenLifetimeSeconds: { schema: tokenLifetimeSeconds, default: 300, text: '{bounds}' },
  tokenFormat: {
    schema: tokenFormat,
    default: 'numeric',
    text: 'or `alphanumeric` (Crockford base32)',
  },
  tokenLength: {
    schema: tokenLength,
    defaultText: '6 or 15',
    text: 'by format: 6 to 10, or 8 to 32. What callers may ask for instead is bounded by the guess budget',
  },
  maxAttempts: {
    schema: maxAttempts,
    default: 5,
    text: 'wrong answers that a token survives: {bounds}',
  },
  resendAfterSeconds: {
    schema: resendAfterSeconds,
    default: 30,
    text: 'the wait before a token is sent [again](../README.md#repeats); it doubles with every send',
  },
  resend: {
    schema: resend,
    default: 'same-code',
    text: "or `new-code`: what the same request sends [again](../README.md#repeats); the new code has the old one's expiry and attempts",
  },
  clientGroups: {
    schema: clientGroups,
    default: {},
    text: '`{"shop": ["<client id>", "auth-system"]}`: [clients](../README.md#clients) that share their tokens. All others are apart',
  },
  contextInMessage: {
    schema: contextInMessage,
    default: [],
    text: '`["amount", "payee"]`: members of the [context](../README.md#binding) that messages show, in this order; their values [are restricted](security.md#what-the-message-can-say)',
  },
  listShards: {
    schema: listShards,
    default: 4,
    text: "partitions of the list's index: each carries 1,000 writes a second",
  },
} as const satisfies SettingRows;
