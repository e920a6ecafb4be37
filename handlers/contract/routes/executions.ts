/** GET /tokens/{user_id}/executions. */
import * as z from 'zod/mini';
import type { Answered, Component } from '../described.ts';
import { described, schemaOf } from '../described.ts';
import { purpose, purposeQuery, tokenId, userId, userPath } from '../fields.ts';
import type { References, Routes } from '../route.ts';
import { ROUTE_KEYS } from '../route-keys.ts';
import { SCOPES } from '../vocabulary.ts';
import { time } from './answer-parts.ts';
import { WHICH_TOKEN } from './described-fields.ts';

export const EXECUTION_ROUTES = {
  readExecutions: {
    ...ROUTE_KEYS.readExecutions,
    scope: SCOPES.read,
    answeredBy: 'read-executions',
    params: userPath,
    query: purposeQuery,
  },
} as const satisfies Routes;

/** An event in a state. */
const EXECUTION_EVENT = {
  id: 'ExecutionEvent',
  schema: () =>
    z.strictObject({
      type: described(
        z.enum(['StateEntered', 'StateExited', 'StateRetried', 'StateCaught', 'StateFailed']),
        'A failed attempt was retried, was caught, or ended the execution (`StateFailed`).',
      ),
      state: described(z.string(), "The name of the state, as in the machine's definition."),
      at: time(),
      error: z.optional(described(z.string(), 'The name of the error.')),
    }),
  examples: [
    {
      type: 'StateCaught',
      state: 'Deliver by SMS',
      at: '2026-03-14T09:26:53.911Z',
      error: 'DeliveryRefused',
    },
  ],
} satisfies Component;
export type ExecutionEvent = Answered<typeof EXECUTION_EVENT>;

/**
 * The events come from the machine's log, which AWS delivers on a best-effort basis and sometimes late.
 * https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html
 */
const EXECUTION_PATH = {
  id: 'ExecutionPath',
  schema: () =>
    z.strictObject({
      execution_arn: described(z.string(), { pattern: '^arn:[^:]+:states:[^:]+:\\d{12}:express:' }),
      status: z.enum(['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT']),
      error: z.optional(described(z.string(), 'The name of the error that it ended with.')),
      started_at: time(),
      stopped_at: z.optional(described(time(), 'Absent while it runs.')),
      events: described(z.array(schemaOf(EXECUTION_EVENT)), 'Oldest first.'),
    }),
  description:
    'The history of one execution. If it has no events, or is `RUNNING` although it ended, its log is incomplete.',
} satisfies Component;
export type ExecutionPath = Answered<typeof EXECUTION_PATH>;

const EXECUTIONS_ANSWER = {
  id: 'ExecutionsAnswer',
  schema: () =>
    z.strictObject({
      user_id: userId,
      purpose,
      token_id: tokenId,
      executions: described(z.array(schemaOf(EXECUTION_PATH)), {
        description: 'Newest first.',
        minItems: 1,
      }),
    }),
} satisfies Component;
export type ExecutionsAnswer = Answered<typeof EXECUTIONS_ANSWER>;

export const executionReference = (): References<
  typeof EXECUTION_ROUTES,
  { readExecutions: typeof EXECUTIONS_ANSWER }
> => ({
  readExecutions: {
    tag: 'tokens',
    summary: 'The execution history of a live token, newest first',
    description: `\
How the token was issued, and each time it was sent again: states entered, retried, caught and exited,
without payloads. The events come from a log that is sometimes late, so some may be missing for a while. An
operator gets the newest token of any client, or with \`client_group\` the one of that group.`,
    inShort:
      'optional `purpose`, `client_group`. Execution history of the live token, newest first: states entered, retried, caught and exited, without payloads',
    parameters: WHICH_TOKEN,
    answers: { 200: { says: 'The executions.', body: () => EXECUTIONS_ANSWER } },
    problems: ['not_found', 'store_unavailable', 'executions_unavailable'],
    problemTexts: {
      503: 'CloudWatch Logs did not respond. The token itself is not affected.',
    },
  },
});
