/** What the reference says of the fields of requests. */
import type { Component } from '../described.ts';
import {
  CONTEXT_LIMITS,
  channel,
  clientGroup,
  context,
  email,
  IDS_OUT_OF_REACH,
  idempotencyKey,
  limitKeys,
  listedStatus,
  locale,
  phoneNumber,
  purpose,
  requestedChannel,
  tokenFormat,
  tokenId,
  userId,
} from '../fields.ts';
import { LIMIT_KEY_MAX_LENGTH, LIMIT_KEY_NAME, MOST_LIMIT_KEYS } from '../vocabulary.ts';

export const describedFields = (): readonly Component[] => [
  {
    id: 'UserId',
    schema: () => userId,
    description:
      'Whatever the caller calls the person by, in Unicode normalisation form C and without invisible characters, but not `verify`, `.` or `..`, which cannot be used in a path. Compared exactly: another spelling is another person, with separate limits, so send the canonical one. It is never logged.',
    pattern:
      '^(?!\\s)[^\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}\\p{Default_Ignorable_Code_Point}\\u2800]+(?<!\\s)$',
    not: { enum: IDS_OUT_OF_REACH },
    examples: ['ada'],
  },
  {
    id: 'Purpose',
    schema: () => purpose,
    description: 'What the token is for; a person has one live token for each.',
    examples: ['login', 'payment'],
  },
  {
    id: 'ClientGroup',
    schema: () => clientGroup,
    description: 'A client id, or `@` and the name of a group of the configuration.',
    examples: ['1example23456789abcdefghij', '@shop'],
  },
  {
    id: 'PhoneNumber',
    schema: () => phoneNumber,
    description: `\
With + and the country code; spaces and hyphens may be in it. Where the deployment has a default
country, also as people there write it, unless it may be another number whose + is missing. A number that
has its country code twice is refused.`,
    examples: ['+12025550143', '+1 202 555 0143'],
  },
  { id: 'IdempotencyKey', schema: () => idempotencyKey },
  { id: 'Email', schema: () => email, examples: ['ada@example.com'] },
  {
    id: 'Locale',
    schema: () => locale,
    description:
      'BCP 47 tag of the language that messages are in, at most 35 characters; `pt_BR`, `de_DE.UTF-8@euro` and `zh_TW_#Hant` are read as `pt-BR`, `de-DE` and `zh-TW-Hant`.',
    pattern:
      '^(?=[^.@]{2,40}([.@]|$))([A-Za-z]{2,8}|[xi](?=[-_]))([-_][A-Za-z0-9]{1,8})*(_+#[A-Za-z0-9_-]+)?([.@].*)?$',
    examples: ['en', 'pt-BR'],
  },
  {
    id: 'Context',
    schema: () => context,
    type: 'object',
    description: `\
What the token is bound to, such as an amount and a payee. Verification has to present the same
members, in any order. Neither stored nor logged. A value that messages show (\`contextInMessage\`) has at
most 35 characters of one script, no quotation marks or format characters, and looks like no link, phone
number or code.`,
    maxProperties: CONTEXT_LIMITS.pairs,
    propertyNames: { pattern: `^[A-Za-z0-9][A-Za-z0-9_.-]{0,${CONTEXT_LIMITS.name - 1}}$` },
    additionalProperties: {
      type: 'string',
      minLength: 1,
      maxLength: CONTEXT_LIMITS.value,
      pattern: '^[^\\p{Cc}\\p{Cs}\\p{Zl}\\p{Zp}]+$',
    },
    examples: [{ amount: '12.50 EUR', payee: 'ACME' }],
  },
  {
    id: 'LimitKeys',
    schema: () => limitKeys,
    type: 'object',
    description: `\
Who causes the message, as far as the caller knows, by names that the deployment has limits for
(\`limitKeys\`); any other name is refused. Values are compared exactly, kept as keyed digests and never
logged.`,
    maxProperties: MOST_LIMIT_KEYS,
    propertyNames: { pattern: LIMIT_KEY_NAME.source },
    additionalProperties: {
      type: 'string',
      minLength: 1,
      maxLength: LIMIT_KEY_MAX_LENGTH,
      pattern: '^[^\\p{Cs}]+$',
    },
    examples: [{ ip: '203.0.113.7' }],
  },
  { id: 'Channel', schema: () => channel },
  {
    id: 'RequestedChannel',
    schema: () => requestedChannel,
    description: '`auto` is the preferred channel first and the other as fallback.',
  },
  {
    id: 'TokenFormat',
    schema: () => tokenFormat,
    description: '`alphanumeric` is Crockford base32: digits and capital letters without I, L, O and U.',
  },
  {
    id: 'ListedStatus',
    schema: () => listedStatus,
    description: `\
\`issued\`: not yet handed over for delivery. \`sent\`: handed over. \`unknown\`: it may have been sent.
\`delivered\`, \`undelivered\`: what its carrier said of it later.
\`locked\`: the attempts are used up.`,
  },
  {
    id: 'TokenId',
    schema: () => tokenId,
    examples: ['7b0f8f0e-3f6b-4c43-9c39-3a4bfb7c3f55'],
  },
];

/** Of `{user_id}` in a path. */
export const WHOSE = { user_id: { description: 'Whose; percent-encoded UTF-8.' } };

/** Of the query that picks one of a person's tokens. */
export const WHICH_TOKEN = {
  ...WHOSE,
  purpose: { description: "Which of the person's tokens." },
  client_group: {
    description:
      "Whose token, as `GET /tokens` answers it. To a client, another's is as if it were not there.",
  },
};
