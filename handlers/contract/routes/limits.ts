/**
 * GET /limits and DELETE /limits/{user_id}: SMS spend, paused prefixes, counters, and how to unlock a person.
 */
import * as z from 'zod/mini';
import type { Answered, Component } from '../described.ts';
import { described, ifThen, schemaOf } from '../described.ts';
import { purpose, purposeOrDefault, userId, userPath } from '../fields.ts';
import type { References, Routes } from '../route.ts';
import { ROUTE_KEYS } from '../route-keys.ts';
import { SCOPES } from '../vocabulary.ts';
import { count, time } from './answer-parts.ts';
import { WHICH_TOKEN, WHOSE } from './described-fields.ts';
import { BUDGET_RAISE, PREFIX_RULE } from './overrides.ts';

const limitsQuery = z.strictObject({ user_id: z.optional(userId), purpose: purposeOrDefault });
export type LimitsQuery = z.infer<typeof limitsQuery>;

export const LIMIT_ROUTES = {
  readLimits: {
    ...ROUTE_KEYS.readLimits,
    scope: SCOPES.readLimits,
    answeredBy: 'read-limits',
    query: limitsQuery,
  },
  unlockPerson: {
    ...ROUTE_KEYS.unlockPerson,
    scope: SCOPES.writeLimits,
    answeredBy: 'unlock-person',
    params: userPath,
  },
} as const satisfies Routes;

const SPEND_STATUS = {
  id: 'SpendStatus',
  schema: () =>
    z.strictObject({
      spent_usd: described(z.number(), { minimum: 0, description: 'US dollars.' }),
      limit_usd: described(z.number(), {
        minimum: 0,
        description: 'US dollars, what it is raised by included.',
      }),
      resets_at: time(),
      raisable_usd: described(z.number(), {
        minimum: 0,
        description: 'By how much operators may raise it for a time, US dollars.',
      }),
      raised: z.optional(described(schemaOf(BUDGET_RAISE), 'Present while an operator has raised it.')),
    }),
  description: 'What texts may cost in a window, and how much of that is reserved.',
} satisfies Component;
export type SpendStatus = Answered<typeof SPEND_STATUS>;

const LIMIT_STATUS = {
  id: 'LimitStatus',
  schema: () =>
    z.strictObject({
      count: count(),
      limit: described(z.int(), { minimum: 1 }),
      window_seconds: described(z.int(), { minimum: 1 }),
      resets_at: time(),
    }),
  description: 'A counter in its current window.',
  examples: [{ count: 2, limit: 5, window_seconds: 600, resets_at: '2026-03-14T09:30:00.000Z' }],
} satisfies Component;
export type LimitStatus = Answered<typeof LIMIT_STATUS>;

const PERSON_LIMITS = {
  id: 'PersonLimits',
  schema: () =>
    described(
      z.strictObject({
        user_id: userId,
        user_ref: described(z.string(), {
          description:
            'How logs and traces name the person; `unavailable` when the secret for it could not be read.',
          pattern: '^([\\w-]{16}|unavailable)$',
        }),
        purpose,
        locked: described(z.boolean(), 'Whether too many wrong tokens were tried.'),
        locked_until: z.optional(described(time(), 'Present when locked.')),
        sends: z.array(schemaOf(LIMIT_STATUS)),
        wrong_tokens: z.array(schemaOf(LIMIT_STATUS)),
      }),
      {
        ...ifThen({ properties: { locked: { const: true } } }, { required: ['locked_until'] }),
        else: { properties: { locked_until: false } },
      },
    ),
  description: "A person's counters for one purpose.",
} satisfies Component;
export type PersonLimits = Answered<typeof PERSON_LIMITS>;

const LIMITS_ANSWER = {
  id: 'LimitsAnswer',
  schema: () =>
    z.strictObject({
      budget: z.optional(
        described(
          z.strictObject({
            hour: z.optional(schemaOf(SPEND_STATUS)),
            month: z.optional(described(schemaOf(SPEND_STATUS), 'A calendar month, UTC.')),
          }),
          {
            description: 'Present when there is a budget; has only the windows with a limit.',
            minProperties: 1,
          },
        ),
      ),
      paused: described(
        z.array(
          z.strictObject({
            prefix: described(z.string(), { pattern: '^\\+\\d+$', examples: ['+1202555'] }),
            until: time(),
            kind: z.optional(
              described(
                z.literal('delivery'),
                'Present when only deliveries (`POST /deliveries`) are paused.',
              ),
            ),
            client_id: z.optional(
              described(
                z.string(),
                'Present when only this client is paused; with `#new-sources`, only its requests from sources that have asked for few new numbers.',
              ),
            ),
            key: described(z.string(), 'The name of the prefix in the limits table.'),
          }),
        ),
        'Prefixes of which only a few new numbers get texts for now. Recently verified numbers are not affected.',
      ),
      prefixes: described(
        z.array(schemaOf(PREFIX_RULE)),
        'Prefixes that operators have blocked or safe-listed, as long as that lasts.',
      ),
      person: z.optional(described(schemaOf(PERSON_LIMITS), 'Present when the query names a person.')),
    }),
  examples: [
    {
      budget: {
        hour: { spent_usd: 0.09, limit_usd: 5, resets_at: '2026-03-14T10:00:00.000Z', raisable_usd: 5 },
      },
      prefixes: [],
      paused: [{ prefix: '+1202555', until: '2026-03-14T10:12:00.000Z', key: '0hXqg2nJ6yq7p1Yl' }],
    },
  ],
} satisfies Component;
export type LimitsAnswer = Answered<typeof LIMITS_ANSWER>;

export const limitReference = (): References<typeof LIMIT_ROUTES, { readLimits: typeof LIMITS_ANSWER }> => ({
  readLimits: {
    tag: 'limits',
    summary: 'SMS spend, paused and blocked prefixes, and the remaining allowance of a person',
    inShort:
      "what texts cost so far and which prefixes of numbers are paused, blocked or safe-listed; with `user_id` (and `purpose`) also that person's remaining allowance",
    parameters: {
      user_id: { description: "Adds this person's counters to the answer." },
      purpose: WHICH_TOKEN.purpose,
    },
    answers: { 200: { says: 'The counters; reading does not change them.', body: () => LIMITS_ANSWER } },
    problems: ['store_unavailable', 'secret_unavailable'],
  },
  unlockPerson: {
    tag: 'limits',
    summary: "Clear a person's wrong tokens",
    description: 'For every purpose. A `locked` person can be issued a token again; messages stay counted.',
    inShort:
      "clears a person's wrong tokens, for every purpose, so that a `locked` person can be issued a token again. 204",
    parameters: WHOSE,
    answers: { 204: { says: 'The person is no longer locked.' } },
    problems: ['store_unavailable', 'audit_unavailable'],
  },
});
