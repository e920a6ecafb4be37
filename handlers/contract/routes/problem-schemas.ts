/** The document that reports every refusal and fault: RFC 9457 problem details. */
import * as z from 'zod/mini';
import type { Component } from '../described.ts';
import { described, schemaOf } from '../described.ts';
import type { Problem } from '../problem-document.ts';
import { DESTINATION_RULES } from '../problem-document.ts';
import type { ProblemCode } from '../problems.ts';
import { PROBLEMS } from '../problems.ts';
import { LIMIT_KEY_NAME } from '../vocabulary.ts';

export const PROBLEM_CODE = {
  id: 'ProblemCode',
  schema: () => z.enum(Object.keys(PROBLEMS) as [ProblemCode, ...ProblemCode[]]),
  description: 'Stable, for programs to branch on.',
} satisfies Component;

const FIELD_ERROR = {
  id: 'FieldError',
  schema: () =>
    z.strictObject({
      field: described(z.string(), "A member's name or path, a parameter, a header, or `body`."),
      rule: described(z.string(), { minLength: 1 }),
    }),
  examples: [{ field: 'user_id', rule: 'is missing' }],
} satisfies Component;

const REACHED_LIMIT = {
  id: 'ReachedLimit',
  schema: () =>
    z.strictObject({
      name: described(z.string(), {
        description: `\
For messages, \`person\`, \`destination\`, \`client\`, \`deployment\` or \`limit_keys.\` and a key's name. For
confirmation emails, \`confirmations.\` and \`person\`, \`address\`, \`client\` or \`pending\`. For wrong tokens,
\`guesses\`; for wrong codes of confirmations, \`confirmations.guesses\`
and \`confirmations.mailbox_guesses\`.`,
        pattern: `^(person|destination|client|deployment|guesses|confirmations\\.(person|address|client|pending|guesses|mailbox_guesses)|limit_keys\\.${LIMIT_KEY_NAME.source.slice(1, -1)})$`,
      }),
      limit: described(z.int(), { minimum: 1 }),
      window_seconds: described(z.int(), { minimum: 1 }),
    }),
  description: '`limit` in `window_seconds`.',
} satisfies Component;

/** Members of every problem, whoever answers it. */
const members = () => ({
  type: described(z.string(), {
    description: "Where the page describes the code, relative to the page's origin.",
    pattern: '^/problems\\.html#[a-z_]+$',
  }),
  title: described(z.string(), 'Fixed for a code.'),
  status: described(z.int(), { description: 'The HTTP status.', minimum: 400, maximum: 599 }),
  detail: described(z.string(), 'For people; may change.'),
  code: schemaOf(PROBLEM_CODE),
});

const errors = () =>
  z.optional(
    described(z.array(schemaOf(FIELD_ERROR)), {
      description: "Fields that broke a rule. A field's value is never repeated.",
      minItems: 1,
      maxItems: 20,
    }),
  );

const retryAfter = () =>
  z.optional(
    described(z.int(), {
      description: 'Seconds after which the request may succeed; present when the header Retry-After is.',
      minimum: 1,
    }),
  );

export const PROBLEM = {
  id: 'Problem',
  schema: () =>
    z.strictObject({
      ...members(),
      request_id: described(z.string(), {
        description: `\
API Gateway's extended request id, also in the logs and in the header \`x-amz-apigw-id\`. Unlike
\`x-amzn-RequestId\`, callers cannot set it.`,
        minLength: 1,
      }),
      errors: errors(),
      limit: z.optional(schemaOf(REACHED_LIMIT)),
      rule: z.optional(
        described(
          z.enum(DESTINATION_RULES),
          'The rule of the destination policy that a number or address breaks.',
        ),
      ),
      retry_after: retryAfter(),
    }),
  description: 'An RFC 9457 problem document.',
} satisfies Component<z.ZodMiniType<Problem>>;

export const FIREWALL_PROBLEM = {
  id: 'FirewallProblem',
  schema: () => z.strictObject({ ...members(), errors: errors(), retry_after: retryAfter() }),
  description:
    "The firewall's own answer. It has no request id, and its media type can only be `application/json`.",
} satisfies Component;
