/**
 * PUT /prefixes/{prefix}, PUT /prefixes/{prefix}/pause and PUT /budget: what operators do in the first minutes of an
 * attack, and take back. Each is repeatable and says for which reason, which the audit log keeps. A prefix is
 * nobody's number, so it may stand in a URL.
 */
import * as z from 'zod/mini';
import type { Answered, Component } from '../described.ts';
import { described, ifThen } from '../described.ts';
import { kind, numberPrefix, oneOf, reason } from '../fields.ts';
import type { References, Routes } from '../route.ts';
import { ROUTE_KEYS } from '../route-keys.ts';
import { BUDGET_WINDOWS, PREFIX_RULE_SECONDS, PREFIX_RULES, SCOPES } from '../vocabulary.ts';
import { time } from './answer-parts.ts';

const prefixPath = z.strictObject({ prefix: numberPrefix });

const { min, max } = PREFIX_RULE_SECONDS;
const secondsRule = `must be a whole number from ${min} to ${max}`;

const putPrefixRuleBody = z
  .strictObject({
    rule: oneOf([...PREFIX_RULES, 'none']),
    lasts_seconds: z.optional(
      z.int(secondsRule).check(z.minimum(min, secondsRule), z.maximum(max, secondsRule)),
    ),
    reason,
  })
  .check(
    z.refine<{ readonly rule: string; readonly lasts_seconds?: number | undefined }>(
      ({ rule, lasts_seconds }) => rule !== 'safe_listed' || lasts_seconds !== undefined,
      { path: ['lasts_seconds'], error: 'is missing: a prefix is safe-listed for a time' },
    ),
    z.refine<{ readonly rule: string; readonly lasts_seconds?: number | undefined }>(
      ({ rule, lasts_seconds }) => rule !== 'none' || lasts_seconds === undefined,
      { path: ['lasts_seconds'], error: 'must not be given with rule none' },
    ),
  );
export type PutPrefixRuleBody = z.infer<typeof putPrefixRuleBody>;

const resumePrefixBody = z.strictObject({
  paused: z.literal(false, 'must be false: only the pumping guard pauses'),
  kind: z.optional(z.literal('delivery', 'must be delivery, as in GET /limits')),
  client_id: z.optional(
    z.string(kind('a string')).check(z.regex(/^[\w+#-]{1,200}$/, 'must be a client_id from GET /limits')),
  ),
  reason,
});
export type ResumePrefixBody = z.infer<typeof resumePrefixBody>;

const amountRule = 'must be an amount of US dollars, 0 or more';
const raiseBudgetBody = z.strictObject({
  window: oneOf(BUDGET_WINDOWS),
  raised_by_usd: z.number(amountRule).check(z.nonnegative(amountRule), z.maximum(10_000_000, amountRule)),
  reason,
});
export type RaiseBudgetBody = z.infer<typeof raiseBudgetBody>;

export const OVERRIDE_ROUTES = {
  putPrefixRule: {
    ...ROUTE_KEYS.putPrefixRule,
    scope: SCOPES.overrideLimits,
    answeredBy: 'put-prefix-rule',
    params: prefixPath,
    body: putPrefixRuleBody,
  },
  resumePrefix: {
    ...ROUTE_KEYS.resumePrefix,
    scope: SCOPES.writeLimits,
    answeredBy: 'resume-prefix',
    params: prefixPath,
    body: resumePrefixBody,
  },
  raiseBudget: {
    ...ROUTE_KEYS.raiseBudget,
    scope: SCOPES.overrideLimits,
    answeredBy: 'raise-budget',
    body: raiseBudgetBody,
  },
} as const satisfies Routes;

/** Who decided it, when and why. */
const decided = () => ({
  since: time(),
  by: described(z.string(), 'The name that the operator signs in with, or the id of a client.'),
  reason,
});

export const PREFIX_RULE = {
  id: 'PrefixRule',
  schema: () =>
    z.strictObject({
      prefix: numberPrefix,
      rule: z.enum(PREFIX_RULES),
      until: z.optional(described(time(), 'Absent for a block that lasts until it is removed.')),
      ...decided(),
    }),
  description: 'What an operator decided about the numbers with a prefix.',
  examples: [
    {
      ...{ prefix: '+49151', rule: 'blocked', since: '2026-03-14T09:12:00.000Z' },
      ...{ until: '2026-03-14T10:12:00.000Z', by: 'grace', reason: 'Pumping of 49151, ticket 4711' },
    },
  ],
} satisfies Component;
export type PrefixRule = Answered<typeof PREFIX_RULE>;

export const BUDGET_RAISE = {
  id: 'BudgetRaise',
  schema: () =>
    z.strictObject({
      by_usd: described(z.number(), { exclusiveMinimum: 0, description: 'US dollars.' }),
      until: time(),
      ...decided(),
    }),
  description: 'By how much an operator raised a budget for a time; `limit_usd` includes it.',
} satisfies Component;
export type BudgetRaise = Answered<typeof BUDGET_RAISE>;

const REASON = { description: 'Why, for the audit log. No personal data.' };
const PREFIX = {
  description:
    'How the numbers begin, in E.164, without at least their last four digits: `+49151`, in a URL `%2B49151`.',
};

export const overrideReference = (): References<typeof OVERRIDE_ROUTES> => ({
  putPrefixRule: {
    tag: 'limits',
    summary: 'Block or safe-list the numbers with a prefix, or take that back',
    description: `\
\`blocked\`: no texts to any of these numbers, also to those that verified recently. Whoever has a confirmed email
gets that; others get 429 \`destination_paused\`, or 422 \`destination_not_allowed\` from a block without an end.
\`safe_listed\`: the pumping guard neither counts nor pauses these numbers, and pauses of them end. Where several
prefixes match a number, a block wins. \`none\` removes either. In force within five seconds. \`GET /limits\` lists
all of it. May be repeated: the last one holds.`,
    inShort:
      '`rule` (`blocked`, `safe_listed` or `none`), `lasts_seconds`, `reason`: no texts to numbers with the prefix; or no pauses of them by the pumping guard; or neither any more. 204',
    parameters: { prefix: PREFIX },
    body: {
      id: 'PutPrefixRuleBody',
      allOf: [
        ifThen(
          { properties: { rule: { const: 'safe_listed' } }, required: ['rule'] },
          { required: ['lasts_seconds'] },
        ),
        ifThen(
          { properties: { rule: { const: 'none' } }, required: ['rule'] },
          { not: { required: ['lasts_seconds'] } },
        ),
      ],
      members: {
        rule: { description: '`none` removes what is there.' },
        lasts_seconds: {
          description: 'Absent: a block lasts until it is removed. Needed with `safe_listed`.',
          type: 'integer',
          minimum: min,
          maximum: max,
        },
        reason: REASON,
      },
      requests: {
        anHour: { rule: 'blocked', lasts_seconds: 3600, reason: 'Pumping of 49151, ticket 4711' },
        campaign: { rule: 'safe_listed', lasts_seconds: 86_400, reason: 'Launch in Munich' },
        remove: { rule: 'none', reason: 'The attack is over' },
      },
    },
    answers: { 204: { says: 'The rule is stored.' } },
    problems: ['store_unavailable', 'secret_unavailable', 'audit_unavailable'],
  },
  resumePrefix: {
    tag: 'limits',
    summary: 'End a pause of the pumping guard',
    description: `\
As \`GET /limits\` lists it, with its \`kind\` and \`client_id\`. The guard forgets which numbers did not verify so far,
and judges from here: it pauses the prefix again when as many new ones do not. Without such a pause, nothing changes.`,
    inShort:
      '`paused` (false), `kind`, `client_id`, `reason`: ends a pause that `GET /limits` lists, and the pumping guard judges anew. 204',
    parameters: { prefix: PREFIX },
    body: {
      id: 'ResumePrefixBody',
      members: {
        kind: { description: 'Present when only deliveries are paused.' },
        client_id: { description: 'Present when only this client is paused.' },
        reason: REASON,
      },
      requests: {
        all: { paused: false, reason: 'The carrier delivers again' },
        client: { paused: false, client_id: '1example23456789abcdefghij', reason: 'It was our campaign' },
      },
    },
    answers: { 204: { says: 'The prefix is not paused.' } },
    problems: ['store_unavailable', 'secret_unavailable', 'audit_unavailable'],
  },
  raiseBudget: {
    tag: 'limits',
    summary: 'Raise the SMS budget for a time, or take that back',
    description: `\
By at most what \`GET /limits\` says in \`raisable_usd\`. A raise of the hour ends with the hour, one of the month after
an hour; 0 ends it at once. It replaces an earlier raise of the same window. In force within five seconds.`,
    inShort:
      '`window` (`hour` or `month`), `raised_by_usd`, `reason`: raises the SMS budget for this hour, or that of the month for an hour; 0 takes it back. 204',
    body: {
      id: 'RaiseBudgetBody',
      members: {
        raised_by_usd: { description: 'On top of the configured budget; 0 ends a raise.' },
        reason: REASON,
      },
      requests: {
        raise: { window: 'hour', raised_by_usd: 5, reason: 'Ticket sale, expected until 10:00' },
        end: { window: 'hour', raised_by_usd: 0, reason: 'Sold out' },
      },
    },
    answers: { 204: { says: 'The raise is stored, or ended.' } },
    problems: ['store_unavailable', 'secret_unavailable', 'audit_unavailable'],
  },
});
