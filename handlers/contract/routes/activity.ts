/** POST /activity/search: what happened to requests, also to those that failed or were refused. */
import * as z from 'zod/mini';
import { ACTIVITY_KINDS, ACTIVITY_OUTCOME_TEXTS, ACTIVITY_OUTCOMES } from '../activity.ts';
import type { Answered, Component } from '../described.ts';
import { described, schemaOf } from '../described.ts';
import {
  channel,
  clientGroup,
  cursor,
  email,
  instant,
  kind,
  oneOf,
  phoneNumber,
  purpose,
  text,
  tokenId,
  userId,
} from '../fields.ts';
import type { References, Routes } from '../route.ts';
import { ROUTE_KEYS } from '../route-keys.ts';
import { CHANNELS, LIST_LIMIT, SCOPES } from '../vocabulary.ts';
import { count, maskedDestination, nextCursor, time } from './answer-parts.ts';

const limitRule = `must be a whole number from 1 to ${LIST_LIMIT.max}`;

const someOf = <const T extends readonly [string, ...string[]]>(values: T) =>
  z
    .array(oneOf(values), kind('a list'))
    .check(
      z.refine(
        (list) => list.length > 0 && new Set(list).size === list.length,
        'must name one or more values, each once',
      ),
    );

/** What entries are found by; without one, all are listed. At most one, because each has an index. */
const FOUND_BY = ['user_id', 'phone_number', 'email', 'request_id', 'execution_arn'] as const;

/** Everything else narrows what was found. `from` is inclusive, `to` exclusive. */
const searchActivityBody = z
  .strictObject({
    user_id: z.optional(userId),
    phone_number: z.optional(phoneNumber),
    email: z.optional(email),
    request_id: z.optional(
      z
        .string(kind('a string'))
        .check(z.regex(/^[\w+/=-]{1,80}$/, 'must be a request_id from an answer or a log')),
    ),
    execution_arn: z.optional(
      text(512).check(
        z.regex(
          /^arn:[^:]+:states:[^:]+:\d{12}:express:[^:]+:[^:]+:[^:]+$/,
          'must be the ARN of an execution',
        ),
      ),
    ),
    token_id: z.optional(tokenId),
    purpose: z.optional(purpose),
    client_group: z.optional(clientGroup),
    channel: z.optional(channel),
    country: z.optional(
      z.string(kind('a string')).check(z.regex(/^[A-Z]{2}$/, 'must be a country of two capital letters')),
    ),
    kinds: z.optional(someOf(ACTIVITY_KINDS)),
    outcomes: z.optional(someOf(ACTIVITY_OUTCOMES)),
    from: z.optional(instant),
    to: z.optional(instant),
    limit: z._default(
      z.int(limitRule).check(z.minimum(1, limitRule), z.maximum(LIST_LIMIT.max, limitRule)),
      LIST_LIMIT.default,
    ),
    cursor,
  })
  .check(
    z.refine((body) => FOUND_BY.filter((name) => body[name] !== undefined).length <= 1, {
      error: `must have at most one of: ${FOUND_BY.join(', ')}`,
    }),
  );
export type SearchActivityBody = z.infer<typeof searchActivityBody>;

export const ACTIVITY_ROUTES = {
  searchActivity: {
    ...ROUTE_KEYS.searchActivity,
    scope: SCOPES.readActivity,
    answeredBy: 'search-activity',
    body: searchActivityBody,
    isRepeatable: true,
  },
} as const satisfies Routes;

const CHANNEL_ATTEMPT = {
  id: 'ChannelAttempt',
  schema: () =>
    z.strictObject({
      channel: z.enum(CHANNELS),
      error: described(z.string(), "The name of the fault that ended the channel's delivery."),
    }),
  description: 'A channel that sent nothing, for certain.',
  examples: [{ channel: 'sms', error: 'DeliveryRefused' }],
} satisfies Component;
export type ChannelAttempt = Answered<typeof CHANNEL_ATTEMPT>;

const ACTIVITY_ENTRY = {
  id: 'ActivityEntry',
  schema: () =>
    z.strictObject({
      at: described(time(), 'When the outcome was known.'),
      kind: z.enum(ACTIVITY_KINDS),
      outcome: described(
        z.enum(ACTIVITY_OUTCOMES),
        Object.entries(ACTIVITY_OUTCOME_TEXTS)
          .map(([outcome, says]) => `\`${outcome}\`: ${says}`)
          .join(' '),
      ),
      problem: z.optional(
        described(z.string(), 'Of `refused` and `failed`: the `code` of the problem that the caller got.'),
      ),
      error: z.optional(described(z.string(), 'Of `failed`: the name of the fault.')),
      rule: z.optional(
        described(
          z.string(),
          'Of `refused`: the rule of the destination policy, or the name of the limit that was reached.',
        ),
      ),
      reason: z.optional(
        described(z.string(), 'Of `undelivered`: why, in the words of `arrival_reason` of a token.'),
      ),
      user_id: z.optional(described(userId, 'Absent where the request named nobody.')),
      purpose: z.optional(purpose),
      channel: z.optional(
        described(z.enum(CHANNELS), 'The channel that the message went by, or would have gone by first.'),
      ),
      destination: z.optional(maskedDestination()),
      tried: z.optional(
        described(z.array(schemaOf(CHANNEL_ATTEMPT)), 'Channels that failed before, in their order.'),
      ),
      country: z.optional(
        described(z.string(), { pattern: '^[A-Z]{2}$', description: 'Of the number: ISO 3166-1.' }),
      ),
      price_usd: z.optional(
        described(z.number(), {
          minimum: 0,
          description:
            'What the text costs by `smsPricesUsd`, in US dollars. Absent without a `budget` or `metricsBy`, and for a test destination.',
        }),
      ),
      sends: z.optional(described(count(), 'Which message of the token it was, the first being 1.')),
      token_id: z.optional(described(tokenId, 'Or the `delivery_id` of a delivery.')),
      client_id: z.optional(described(z.string(), 'The client that asked.')),
      client_group: z.optional(clientGroup),
      request_id: z.optional(described(z.string(), 'The same as in the answer and in logs.')),
      execution_name: z.optional(
        described(
          z.string(),
          "The name of the request's execution, which is the last but one part of its ARN. Absent where none was started.",
        ),
      ),
      execution_arn: z.optional(
        described(z.string(), { pattern: '^arn:[^:]+:states:[^:]+:\\d{12}:express:' }),
      ),
    }),
  description: 'What became of a request. It never holds a code, a full number or a full address.',
  examples: [
    {
      at: '2026-03-14T09:26:54.211Z',
      kind: 'issue',
      outcome: 'sent',
      user_id: 'ada',
      purpose: 'login',
      channel: 'email',
      destination: 'a•••@example.com',
      tried: [{ channel: 'sms', error: 'DeliveryRefused' }],
      country: 'US',
      sends: 1,
      token_id: 'c1b0f6de-0c57-4f6c-9a55-7f0a4a1e2b91',
      client_id: '1example23456789abcdefghij',
      client_group: '1example23456789abcdefghij',
      request_id: 'VjR22Hr2oAMFnIw=',
      execution_name: 'VjR22Hr2oAMFnIw',
    },
  ],
} satisfies Component;
export type ActivityEntry = Answered<typeof ACTIVITY_ENTRY>;

const ACTIVITY_ANSWER = {
  id: 'ActivityAnswer',
  schema: () =>
    z.strictObject({
      entries: described(z.array(schemaOf(ACTIVITY_ENTRY)), {
        description: 'Newest first.',
        maxItems: LIST_LIMIT.max,
      }),
      next_cursor: nextCursor(),
    }),
} satisfies Component;
export type ActivityAnswer = Answered<typeof ACTIVITY_ANSWER>;

const SOME = { minItems: 1, uniqueItems: true };

/** Each two of a list. */
const pairsOf = (names: readonly string[]) =>
  names.flatMap((one, at) => names.slice(at + 1).map((other) => [one, other]));

export const activityReference = (): References<
  typeof ACTIVITY_ROUTES,
  { searchActivity: typeof ACTIVITY_ANSWER }
> => ({
  searchActivity: {
    tag: 'operation',
    summary: 'What happened to requests, newest first',
    description: `\
Finds entries by person, full number, full address, request or execution, or lists all of them. Entries are
kept for \`activityDays\`; a deployment that keeps none does not have this route. A client sees what its own group
asked for, an operator what all clients did. The search is in the body because URLs are logged. A page may have fewer
entries than \`limit\`, or none, without being the last.`,
    inShort:
      "at most one of `user_id`, `phone_number`, `email`, `request_id`, `execution_arn`; optional filters, `from`, `to`, `limit`, `cursor`. [What happened](architecture.md#activity) to requests, also to those that failed or were refused, newest first. A client sees its own [group's](#clients)",
    body: {
      id: 'SearchActivityBody',
      not: { anyOf: pairsOf(FOUND_BY).map((pair) => ({ required: pair })) },
      members: {
        phone_number: { description: 'The full number. All spellings that reach the same line find it.' },
        email: { description: 'The full address.' },
        request_id: { description: 'From an answer or a log.' },
        execution_arn: { description: 'Of an execution of the state machine.' },
        token_id: { description: 'Or a `delivery_id`.' },
        country: { description: 'Of the number: ISO 3166-1.', examples: ['DE'] },
        kinds: { description: 'Only entries of these kinds.', ...SOME },
        outcomes: { description: 'Only entries with these outcomes.', ...SOME },
        from: {
          description: 'Only entries at or after this time. ISO 8601, UTC.',
          format: 'date-time',
        },
        to: {
          description: 'Only entries before this time; must be later than `from`. ISO 8601, UTC.',
          format: 'date-time',
        },
        limit: { description: 'Entries per page.' },
        cursor: { description: '`next_cursor` of the previous page; keep everything else the same.' },
      },
      requests: {
        person: { user_id: 'ada' },
        number: { phone_number: '+12025550143', from: '2026-03-14T09:00:00Z' },
        failed: { outcomes: ['failed', 'unknown', 'undelivered'], limit: 50 },
      },
    },
    answers: { 200: { says: 'A page of entries.', body: () => ACTIVITY_ANSWER } },
    problems: ['store_unavailable', 'secret_unavailable'],
  },
});
