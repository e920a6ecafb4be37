/** GET /tokens and DELETE /tokens/{user_id}: issued tokens. */
import * as z from 'zod/mini';
import type { Answered, Component } from '../described.ts';
import { described, schemaOf } from '../described.ts';
import {
  channel,
  clientGroup,
  cursor,
  listedStatus,
  listLimit,
  oneOf,
  purpose,
  purposeQuery,
  tokenId,
  userId,
  userPath,
} from '../fields.ts';
import type { References, Routes } from '../route.ts';
import { ROUTE_KEYS } from '../route-keys.ts';
import { LIST_LIMIT, SCOPES, UNDELIVERED_REASONS } from '../vocabulary.ts';
import { count, maskedDestination, nextCursor, secondsLeft, time } from './answer-parts.ts';
import { WHICH_TOKEN } from './described-fields.ts';

/** Codes are revealed for one person and purpose at a time, never in bulk. */
const WITH_REVEAL = 'is required with reveal=true';

export const listTokensQuery = z
  .strictObject({
    user_id: z.optional(userId),
    purpose: z.optional(purpose),
    client_group: z.optional(clientGroup),
    status: z.optional(listedStatus),
    limit: listLimit,
    cursor,
    reveal: z._default(
      z.pipe(
        oneOf(['true', 'false']),
        z.transform((value) => value === 'true'),
      ),
      false,
    ),
  })
  .check(
    z.refine((query) => !query.reveal || query.user_id !== undefined, {
      path: ['user_id'],
      error: WITH_REVEAL,
    }),
    z.refine((query) => !query.reveal || query.purpose !== undefined, {
      path: ['purpose'],
      error: WITH_REVEAL,
    }),
  );
export type ListTokensQuery = z.infer<typeof listTokensQuery>;

export const ISSUED_ROUTES = {
  listTokens: {
    ...ROUTE_KEYS.listTokens,
    scope: SCOPES.read,
    answeredBy: 'retrieve-tokens',
    query: listTokensQuery,
  },
  revokeToken: {
    ...ROUTE_KEYS.revokeToken,
    scope: SCOPES.revoke,
    answeredBy: 'revoke-token',
    params: userPath,
    query: purposeQuery,
  },
} as const satisfies Routes;

const UNDELIVERED_REASON = {
  id: 'UndeliveredReason',
  schema: () => z.enum(UNDELIVERED_REASONS),
  description:
    'Why the latest message, or the text that it replaced, did not arrive, as reported by the carrier or SES.',
} satisfies Component;

const LISTED_TOKEN = {
  id: 'ListedToken',
  schema: () =>
    z.strictObject({
      token_id: tokenId,
      user_id: userId,
      purpose,
      client_group: described(clientGroup, 'The client or group that issued it.'),
      kind: z.optional(
        described(
          z.literal('delivery'),
          'Present for a code that the client brought: it is verified elsewhere, and never revealed here.',
        ),
      ),
      token: described(z.nullable(z.string()), {
        description: 'Six dots unless revealed, whatever the length; null once used, locked or revoked.',
        pattern: '^(•{6}|[0-9A-HJKMNP-TV-Z]{6,32})$',
      }),
      channel,
      destination: maskedDestination(),
      status: listedStatus,
      undelivered_reason: z.optional(schemaOf(UNDELIVERED_REASON)),
      message_id: z.optional(
        described(z.string(), "The message service's id of the latest message, if it is known."),
      ),
      attempts: described(count(), 'How often an answer was tried.'),
      max_attempts: described(z.int(), { minimum: 1, maximum: 10 }),
      issued_at: time(),
      expires_at: time(),
      expires_in: secondsLeft(),
    }),
  examples: [
    {
      token_id: '7b0f8f0e-3f6b-4c43-9c39-3a4bfb7c3f55',
      user_id: 'ada',
      purpose: 'login',
      client_group: '1example23456789abcdefghij',
      token: '••••••',
      channel: 'sms',
      destination: '+1••••••0143',
      status: 'sent',
      attempts: 1,
      max_attempts: 5,
      issued_at: '2026-03-14T09:26:53.589Z',
      expires_at: '2026-03-14T09:31:53.000Z',
      expires_in: 251,
    },
  ],
} satisfies Component;
export type ListedToken = Answered<typeof LISTED_TOKEN>;

const TOKEN_LIST = {
  id: 'TokenList',
  schema: () =>
    z.strictObject({
      tokens: described(z.array(schemaOf(LISTED_TOKEN)), { maxItems: LIST_LIMIT.max }),
      next_cursor: nextCursor(),
    }),
} satisfies Component;
export type TokenList = Answered<typeof TOKEN_LIST>;

export const issuedReference = (): References<typeof ISSUED_ROUTES, { listTokens: typeof TOKEN_LIST }> => ({
  listTokens: {
    tag: 'tokens',
    summary: 'List live tokens, newest first',
    description: `\
Expired tokens are not listed. Values are masked unless \`reveal\` is set. That needs a scope, a person and a
purpose, and is recorded in the audit log before anything is shown. A client sees its own group's tokens; an
operator sees those of all clients, or with \`client_group\` those of one.`,
    inShort:
      "`user_id`, `purpose`, `client_group`, `status`, `limit`, `cursor`. Newest first, without expired ones; a client sees its own [group's](#clients). `reveal=true` also needs `tokens/reveal`, `user_id` and `purpose`, and shows that person's code if it can still be used, from each client or that of the `client_group`",
    moreWith: SCOPES.reveal,
    parameters: {
      user_id: { description: "Only this person's tokens." },
      purpose: { description: 'Only tokens for this purpose.' },
      client_group: {
        description: "Only tokens of this client or group. A client cannot see other clients' tokens.",
      },
      status: { description: 'Only tokens in this state.' },
      limit: {
        description: 'Tokens per page. A page may have fewer without being the last.',
        type: 'integer',
        minimum: 1,
        maximum: LIST_LIMIT.max,
      },
      cursor: {
        description: `\
\`next_cursor\` of the previous page, unchanged; keep all other parameters the same. It is encrypted, and
refused with 400 from another client group, or with another \`client_group\`.`,
      },
      reveal: {
        description: `\
Show the values of tokens that can still be used. Also requires the scope \`tokens/reveal\`, \`user_id\` and
\`purpose\`; refused with 403 where revealing is switched off.`,
        type: 'boolean',
      },
    },
    answers: { 200: { says: 'A page of tokens.', body: () => TOKEN_LIST } },
    problems: ['store_unavailable', 'secret_unavailable', 'audit_unavailable'],
    problemTexts: {
      503: 'Part of the service did not respond; with `audit_unavailable` nothing was revealed.',
    },
  },
  revokeToken: {
    tag: 'tokens',
    summary: "Revoke a person's token",
    description: `\
Its value is erased. A used, locked or expired token keeps its status; neither that nor a person without
a token is an error. A client revokes its own group's token. An operator revokes those of all clients, or
with \`client_group\` that of one.`,
    inShort:
      'optional `purpose`, `client_group`. Revokes a token that can still be used; any other keeps its status. 204',
    parameters: WHICH_TOKEN,
    answers: { 204: { says: 'No usable token remains.' } },
    problems: ['store_unavailable', 'audit_unavailable'],
  },
});
