/** GET /audit: who did what to whom. */
import * as z from 'zod/mini';
import { AUDIT_ACTIONS } from '../audit.ts';
import type { Answered, Component } from '../described.ts';
import { described, schemaOf } from '../described.ts';
import { clientGroup, cursor, instant, listLimit, purpose, reason } from '../fields.ts';
import type { References, Routes } from '../route.ts';
import { ROUTE_KEYS } from '../route-keys.ts';
import { LIST_LIMIT, SCOPES } from '../vocabulary.ts';
import { nextCursor, time } from './answer-parts.ts';

/** `from` is inclusive, `to` exclusive. */
const auditQuery = z.strictObject({
  from: z.optional(instant),
  to: z.optional(instant),
  limit: listLimit,
  cursor,
});
export type AuditQuery = z.infer<typeof auditQuery>;

export const AUDIT_ROUTES = {
  readAudit: {
    ...ROUTE_KEYS.readAudit,
    scope: SCOPES.readAudit,
    answeredBy: 'read-audit',
    query: auditQuery,
  },
} as const satisfies Routes;

const AUDIT_ENTRY = {
  id: 'AuditEntry',
  schema: () =>
    z.strictObject({
      at: time(),
      actor: described(
        z.strictObject({
          type: z.enum(['operator', 'client', 'principal']),
          sub: described(z.string(), 'The subject of the access token; the ARN of a principal.'),
          name: z.optional(
            described(z.string(), 'The name that the operator signs in with; operators only.'),
          ),
          client_id: described(
            z.string(),
            'The client that the access token was issued to; `command-line` for a principal.',
          ),
        }),
        'A signed-in person, a client that uses its own credentials, or a principal of AWS that ran a command.',
      ),
      action: z.enum(AUDIT_ACTIONS),
      subject: described(
        z.string(),
        'The `user_id`, a masked destination, a prefix of numbers, or the window of a budget. For a person who was exported or forgotten: the `user_ref` in logs.',
      ),
      purpose: z.optional(purpose),
      client_group: z.optional(
        described(clientGroup, 'The client group of the token, if the request named one.'),
      ),
      detail: z.optional(
        described(z.string(), 'For how long and how much, where the action does not say it.'),
      ),
      reason: z.optional(described(reason, 'What the operator gave as the reason.')),
      request_id: described(z.string(), 'The same as in the answer and the other logs.'),
      source_ip: described(z.string(), "The address that connected to the API; for the page, CloudFront's."),
      forwarded_for: z.optional(
        described(
          z.string(),
          "The address that connected to CloudFront. Proves nothing unless `source_ip` is CloudFront's.",
        ),
      ),
    }),
  description: 'It never holds a code, a full number or a full address.',
  examples: [
    {
      at: '2026-03-14T09:26:53.589Z',
      actor: {
        type: 'operator',
        sub: '7b0f8f0e-3f6b-4c43-9c39-3a4bfb7c3f55',
        name: 'grace',
        client_id: '1example23456789',
      },
      action: 'reveal_token',
      subject: 'ada',
      purpose: 'login',
      client_group: '1example23456789abcdefghij',
      request_id: 'VjR22Hr2oAMFnIw=',
      source_ip: '192.0.2.1',
      forwarded_for: '203.0.113.7',
    },
  ],
} satisfies Component;
export type AuditEntry = Answered<typeof AUDIT_ENTRY>;

const AUDIT_ANSWER = {
  id: 'AuditAnswer',
  schema: () =>
    z.strictObject({
      entries: described(z.array(schemaOf(AUDIT_ENTRY)), { maxItems: LIST_LIMIT.max }),
      next_cursor: nextCursor(),
    }),
} satisfies Component;
export type AuditAnswer = Answered<typeof AUDIT_ANSWER>;

export const auditReference = (): References<typeof AUDIT_ROUTES, { readAudit: typeof AUDIT_ANSWER }> => ({
  readAudit: {
    tag: 'operation',
    summary: 'Who revealed, revoked, unlocked or changed what, newest first',
    description: `\
An entry is written before the action that it records, so a request that then fails has one too. It
appears within seconds, and is kept for as long as the deployment is configured to keep it.`,
    inShort:
      '`from`, `to`, `limit`, `cursor`: who revealed, revoked, unlocked or changed what, newest first; see [operators](deployment.md#operators)',
    parameters: {
      from: {
        description: 'Only entries recorded at or after this time. ISO 8601, UTC.',
        type: 'string',
        format: 'date-time',
      },
      to: {
        description: 'Only entries recorded before this time; must be later than `from`. ISO 8601, UTC.',
        type: 'string',
        format: 'date-time',
      },
      limit: {
        description: 'Entries per page. A page may have fewer without being the last.',
        type: 'integer',
        minimum: 1,
        maximum: LIST_LIMIT.max,
      },
      cursor: {
        description:
          '`next_cursor` of the previous page, unchanged and within a day; keep all other parameters the same.',
      },
    },
    answers: { 200: { says: 'A page of entries.', body: () => AUDIT_ANSWER } },
    problems: ['audit_unavailable'],
    problemTexts: { 503: 'CloudWatch Logs did not respond.' },
  },
});
