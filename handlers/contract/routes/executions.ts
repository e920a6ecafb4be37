/**
 * GET /tokens/{user_id}/executions, by token; GET /executions and GET /executions/{execution_id}, by time and by id,
 * also of requests that failed before a token was stored.
 */
import * as z from 'zod/mini';
import type { Answered, Component } from '../described.ts';
import { described, schemaOf } from '../described.ts';
import { cursor, instant, oneOf, purpose, purposeQuery, text, tokenId, userId, userPath } from '../fields.ts';
import type { References, Routes } from '../route.ts';
import { ROUTE_KEYS } from '../route-keys.ts';
import { SCOPES } from '../vocabulary.ts';
import { nextCursor, time } from './answer-parts.ts';
import { WHICH_TOKEN } from './described-fields.ts';

/** Which executions a list may be limited to; a timeout is a failure. */
const EXECUTION_FILTERS = ['failed', 'succeeded'] as const;

/** A page asks the log for these executions' first and last events too, a search for every 15. */
const EXECUTIONS_LIMIT = { default: 15, max: 30 } as const;

const limitRule = `must be a whole number from 1 to ${EXECUTIONS_LIMIT.max}`;

/** Such as `DeliveryRefused` or `States.Timeout`: it becomes part of a search. */
const errorName = z.string().check(z.regex(/^[A-Za-z][\w.]{0,79}$/, 'must be the name of an error'));

/** `from` is inclusive, `to` exclusive. */
const period = { from: z.optional(instant), to: z.optional(instant) };

const executionsQuery = z.strictObject({
  status: z.optional(oneOf(EXECUTION_FILTERS)),
  error: z.optional(errorName),
  ...period,
  limit: z._default(
    z.pipe(
      z.string().check(
        z.regex(/^[1-9]\d?$/, limitRule),
        z.refine((value) => Number(value) <= EXECUTIONS_LIMIT.max, limitRule),
      ),
      z.transform(Number),
    ),
    EXECUTIONS_LIMIT.default,
  ),
  cursor,
});
export type ExecutionsQuery = z.infer<typeof executionsQuery>;

/**
 * An ARN of an express execution, or the id of a request, without what could end a text in a search or stand for any
 * other text. A slash would end the path segment, so a request's id has `_` for it, as the execution's name does.
 */
const executionId = text(256).check(
  z.regex(
    /^([\w+=.-]{1,80}|arn:[\w-]+:states:[\w-]+:\d{12}:express:[\w-]{1,80}:[\w+=.-]{1,80}:[\w-]{1,80})$/,
    'must be a request_id, or the ARN of an execution',
  ),
);

const tracePath = z.strictObject({ execution_id: executionId });
const traceQuery = z.strictObject(period);
export type TraceQuery = z.infer<typeof traceQuery>;

export const EXECUTION_ROUTES = {
  readExecutions: {
    ...ROUTE_KEYS.readExecutions,
    scope: SCOPES.read,
    answeredBy: 'read-executions',
    params: userPath,
    query: purposeQuery,
  },
  listExecutions: {
    ...ROUTE_KEYS.listExecutions,
    scope: SCOPES.read,
    answeredBy: 'list-executions',
    query: executionsQuery,
  },
  traceExecution: {
    ...ROUTE_KEYS.traceExecution,
    scope: SCOPES.read,
    answeredBy: 'trace-execution',
    params: tracePath,
    query: traceQuery,
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
      execution_arn: executionArn(),
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

const executionArn = () => described(z.string(), { pattern: '^arn:[^:]+:states:[^:]+:\\d{12}:express:' });

const executionNamePart = () =>
  described(z.string(), 'The id of the request that started it, in base64url without padding.');

const LISTED_EXECUTION = {
  id: 'ListedExecution',
  schema: () =>
    z.strictObject({
      execution_arn: executionArn(),
      execution_name: executionNamePart(),
      at: described(
        time(),
        'When it ended; with `error`, when that error last occurred in it. Newest first by this.',
      ),
      status: z.optional(
        described(
          z.enum(['SUCCEEDED', 'FAILED', 'TIMED_OUT']),
          'Absent while its end is not in the log: it still runs, or the log is late.',
        ),
      ),
      error: z.optional(described(z.string(), 'The name of the error that it ended with.')),
      started_at: z.optional(described(time(), 'Absent if its start could not be read in time.')),
      stopped_at: z.optional(time()),
    }),
  examples: [
    {
      execution_arn:
        'arn:aws:states:eu-west-1:123456789012:express:issuetoken1234abcd:VjR22Hr2oAMFnIw:0b1c4a3e-1b2c-4d5e-8f90-a1b2c3d4e5f6',
      execution_name: 'VjR22Hr2oAMFnIw',
      at: '2026-03-14T09:26:54.911Z',
      status: 'FAILED',
      error: 'StoreUnavailable',
      started_at: '2026-03-14T09:26:53.589Z',
      stopped_at: '2026-03-14T09:26:54.911Z',
    },
  ],
} satisfies Component;
export type ListedExecution = Answered<typeof LISTED_EXECUTION>;

const LISTED_EXECUTIONS = {
  id: 'ListedExecutions',
  schema: () =>
    z.strictObject({
      executions: described(z.array(schemaOf(LISTED_EXECUTION)), {
        maxItems: EXECUTIONS_LIMIT.max,
        description: 'With `error`, an execution may be on two pages.',
      }),
      next_cursor: nextCursor(),
    }),
} satisfies Component;
export type ListedExecutions = Answered<typeof LISTED_EXECUTIONS>;

const TRACED_EXECUTION = {
  id: 'TracedExecution',
  schema: () => z.strictObject({ execution_name: executionNamePart(), execution: schemaOf(EXECUTION_PATH) }),
} satisfies Component;
export type TracedExecution = Answered<typeof TRACED_EXECUTION>;

const PERIOD = {
  from: {
    description: 'Only what was logged at or after this time. ISO 8601, UTC. A short period is found faster.',
    type: 'string',
    format: 'date-time',
  },
  to: {
    description: 'Only what was logged before this time; must be later than `from`. ISO 8601, UTC.',
    type: 'string',
    format: 'date-time',
  },
} as const;

const NOT_IN_TIME = 'CloudWatch Logs did not respond, or not in time: ask for a shorter period.';

export const executionReference = (): References<
  typeof EXECUTION_ROUTES,
  {
    readExecutions: typeof EXECUTIONS_ANSWER;
    listExecutions: typeof LISTED_EXECUTIONS;
    traceExecution: typeof TRACED_EXECUTION;
  }
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
  listExecutions: {
    tag: 'operation',
    summary: 'Executions of the state machine, such as those that failed, newest first',
    description: `\
Also of requests that failed before a token was stored. For operators only: the log does not say which client
an execution belongs to, and holds nothing of the person or the destination. With \`error\`, also executions
that recovered from it. A page is what was found in a few seconds, so it may be short or empty without being
the last.`,
    inShort:
      '`status`, `error`, `from`, `to`, `limit`, `cursor`: executions of the state machine, newest first, also of requests that left no token. For operators only',
    parameters: {
      status: { description: '`failed` includes timeouts. Default: both.' },
      error: {
        description:
          'The name of an error that a step or the execution failed with, such as `StoreUnavailable`.',
      },
      ...PERIOD,
      limit: {
        description: 'Executions per page.',
        type: 'integer',
        minimum: 1,
        maximum: EXECUTIONS_LIMIT.max,
      },
      cursor: {
        description:
          '`next_cursor` of the previous page, unchanged and within a day; keep all other parameters the same.',
      },
    },
    answers: { 200: { says: 'A page of executions.', body: () => LISTED_EXECUTIONS } },
    problems: ['executions_unavailable'],
    problemTexts: { 503: NOT_IN_TIME },
  },
  traceExecution: {
    tag: 'operation',
    summary: 'The history of one execution, by its ARN or the id of its request',
    description: `\
The \`request_id\` of an answer, a problem or a log line leads to its execution, also if no token was stored.
For operators only. Without a period the whole log is searched, newest first.`,
    inShort:
      '`from`, `to`: the history of one execution, by its ARN or the `request_id` of any answer. For operators only',
    parameters: {
      execution_id: {
        description: 'A `request_id`, with `_` in place of `/`; or the ARN of an execution.',
        examples: ['VjR22Hr2oAMFnIw='],
      },
      ...PERIOD,
    },
    answers: { 200: { says: 'The execution.', body: () => TRACED_EXECUTION } },
    problems: ['not_found', 'executions_unavailable'],
    problemTexts: { 503: NOT_IN_TIME },
  },
});
