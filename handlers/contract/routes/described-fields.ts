/** What the reference says about the fields of requests. */
import type { Component } from '../described.ts';
import {
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
  reason,
  requestedChannel,
  tokenFormat,
  tokenId,
  userId,
} from '../fields.ts';
import {
  CONTEXT_LIMITS,
  contextName,
  LIMIT_KEY_MAX_LENGTH,
  LIMIT_KEY_NAME,
  MOST_LIMIT_KEYS,
} from '../vocabulary.ts';

/** `verify`, `.` or `..`, in Markdown. */
const idsOutOfReach = () =>
  new Intl.ListFormat('en-GB', { type: 'disjunction' }).format(IDS_OUT_OF_REACH.map((id) => `\`${id}\``));

export const describedFields = (): readonly Component[] => [
  {
    id: 'UserId',
    schema: () => userId,
    description: `The id by which the caller knows the person, in Unicode normalisation form C and without invisible characters, but not ${idsOutOfReach()}, which cannot be used in a path. Compared exactly: another spelling is another person, with separate limits, so send the canonical one. Of all logs, only the audit log records it.`,
    pattern:
      '^(?!\\s)[^\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}\\p{Default_Ignorable_Code_Point}\\u2800]+(?<!\\s)$',
    not: { enum: IDS_OUT_OF_REACH },
    examples: ['ada'],
  },
  {
    id: 'Purpose',
    schema: () => purpose,
    description: 'What the token is for; a person has one live token for each purpose.',
    examples: ['login', 'payment'],
  },
  {
    id: 'ClientGroup',
    schema: () => clientGroup,
    description: 'A client id, or `@` and the name of a configured group.',
    examples: ['1example23456789abcdefghij', '@shop'],
  },
  {
    id: 'PhoneNumber',
    schema: () => phoneNumber,
    description: `\
With + and the country code; spaces and hyphens are allowed. Where the deployment has a default country,
also in that country's format, unless it could be a foreign number without its +. A number that has its
country code twice is refused.`,
    examples: ['+12025550143', '+1 202 555 0143'],
  },
  {
    id: 'Reason',
    schema: () => reason,
    description:
      'Why an operator does it: one line of visible text, without personal data. The audit log keeps it.',
    pattern: '^(?=.*\\S)[^\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}\\p{Default_Ignorable_Code_Point}\\u2800]+$',
    examples: ['Pumping of 49151, ticket 4711'],
  },
  { id: 'IdempotencyKey', schema: () => idempotencyKey },
  { id: 'Email', schema: () => email, examples: ['ada@example.com'] },
  {
    id: 'Locale',
    schema: () => locale,
    description:
      'The language of messages, as a BCP 47 tag of at most 35 characters; `pt_BR`, `de_DE.UTF-8@euro` and `zh_TW_#Hant` are read as `pt-BR`, `de-DE` and `zh-TW-Hant`.',
    pattern:
      '^(?=[^.@]{2,40}([.@]|$))([A-Za-z]{2,8}|[xi](?=[-_]))([-_][A-Za-z0-9]{1,8})*(_+#[A-Za-z0-9_-]+)?([.@].*)?$',
    examples: ['en', 'pt-BR'],
  },
  {
    id: 'Context',
    schema: () => context,
    type: 'object',
    description: `\
What the token is bound to, such as an amount and a payee. Verification must present the same members, in
any order. Neither stored nor logged. A value that messages show (\`contextInMessage\`) has at most 35
characters of one script, has no quotation marks or format characters, and must not look like a link, a
phone number or a code.`,
    maxProperties: CONTEXT_LIMITS.pairs,
    propertyNames: { pattern: contextName().source },
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
What the caller knows about the source of the message, under names that the deployment has limits for
(\`limitKeys\`); any other name is refused. Values are compared exactly, stored as keyed digests and never
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
    description: '`auto`: the preferred channel first, the other as fallback.',
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
\`delivered\`: the carrier or mail server reported that it accepted the message. \`undelivered\`:
that the message was not delivered.
\`locked\`: no attempts are left.`,
  },
  {
    id: 'TokenId',
    schema: () => tokenId,
    examples: ['7b0f8f0e-3f6b-4c43-9c39-3a4bfb7c3f55'],
  },
];

/** The `{user_id}` in a path. */
export const WHOSE = { user_id: { description: "The person's `user_id`, in percent-encoded UTF-8." } };

/** The parameters that select one of a person's tokens. */
export const WHICH_TOKEN = {
  ...WHOSE,
  purpose: { description: "Which of the person's tokens." },
  client_group: {
    description: "Whose token, as in the answer to `GET /tokens`. A client cannot see other clients' tokens.",
  },
};
