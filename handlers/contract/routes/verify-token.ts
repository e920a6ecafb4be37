/** POST /tokens/verify. */
import * as z from 'zod/mini';
import type { Answered, Component } from '../described.ts';
import { described, schemaOf } from '../described.ts';
import {
  channel,
  context,
  email,
  idempotencyKey,
  kind,
  phoneNumber,
  purpose,
  purposeOrDefault,
  text,
  tokenId,
  userId,
} from '../fields.ts';
import type { References, Routes } from '../route.ts';
import { ROUTE_KEYS } from '../route-keys.ts';
import { REFUSAL_REASONS, SCOPES } from '../vocabulary.ts';
import { maskedDestination, time } from './answer-parts.ts';

export const verifyTokenBody = z
  .strictObject({
    user_id: userId,
    token: text(64),
    purpose: purposeOrDefault,
    token_id: z.optional(tokenId),
    context: z.optional(context),
    receipt: z.optional(z.boolean(kind('true or false'))),
    phone_number: z.optional(phoneNumber),
    email: z.optional(email),
  })
  .check(
    z.refine(({ phone_number, email }) => phone_number === undefined || email === undefined, {
      path: ['email'],
      error: 'must not be given together with phone_number: a code is sent to one of them',
    }),
  );
export type VerifyTokenBody = z.infer<typeof verifyTokenBody>;

export const VERIFY_ROUTES = {
  verifyToken: {
    ...ROUTE_KEYS.verifyToken,
    scope: SCOPES.verify,
    answeredBy: 'verify-token',
    body: verifyTokenBody,
    idempotencyKey,
  },
} as const satisfies Routes;

const VERIFIED = {
  id: 'Verified',
  schema: () =>
    z.strictObject({
      verified: z.literal(true),
      token_id: tokenId,
      user_id: userId,
      purpose,
      channel: described(
        channel,
        'The weakest channel that the code was ever handed to; email is weaker than sms.',
      ),
      destination: described(maskedDestination(), 'Where it was last sent.'),
      verified_at: time(),
      receipt: z.optional(
        described(z.string(), {
          description: 'A JWT signed with ES256; present when it was asked for.',
          pattern: '^[\\w-]+\\.[\\w-]+\\.[\\w-]+$',
        }),
      ),
    }),
  description: 'The token was correct and is now used up.',
  examples: [
    {
      verified: true,
      token_id: '7b0f8f0e-3f6b-4c43-9c39-3a4bfb7c3f55',
      user_id: 'ada',
      purpose: 'login',
      channel: 'sms',
      destination: '+1••••••0143',
      verified_at: '2026-03-14T09:27:31.004Z',
    },
  ],
} satisfies Component;

const NOT_VERIFIED = {
  id: 'NotVerified',
  schema: () =>
    z.strictObject({
      verified: z.literal(false),
      reason: described(
        z.enum(REFUSAL_REASONS),
        'Why it was not verified. A token that expired a while ago may be `not_found`.',
      ),
      attempts_remaining: described(z.int(), {
        description: 'With `mismatch`, 0 says that this was the last attempt: the token is locked now.',
        minimum: 0,
        maximum: 10,
      }),
    }),
} satisfies Component;

const VERIFICATION_ANSWER = {
  id: 'VerificationAnswer',
  schema: () => z.discriminatedUnion('verified', [schemaOf(VERIFIED), schemaOf(NOT_VERIFIED)]),
  examples: [{ verified: false, reason: 'mismatch', attempts_remaining: 4 }],
} satisfies Component;
export type VerificationAnswer = Answered<typeof VERIFICATION_ANSWER>;

export const verifyReference = (): References<
  typeof VERIFY_ROUTES,
  { verifyToken: typeof VERIFICATION_ANSWER }
> => ({
  verifyToken: {
    tag: 'tokens',
    summary: 'Verify a token, once',
    description: `\
A wrong token is a normal answer, not a problem. Spaces, hyphens and letter case are ignored, and letters
that Crockford's alphabet leaves out are read as the digits they look like. Every attempt counts. The token
of another client is \`not_found\` and uses up no attempt.`,
    inShort:
      '`user_id`, `token`; optional `purpose`, `token_id`, `context`, `receipt`, and `phone_number` or `email`: [where the code must have been sent](#binding). 200: `verified`, by which `channel` and to which masked `destination` it went, and if not, the [`reason`](problems.md#answers-that-are-not-problems) and `attempts_remaining`. Optional header [`Idempotency-Key`](#repeats)',
    idempotencyKey: {
      description: `\
Requests of one client with the same key are carried out once within five minutes: later ones get the first
answer and use up no attempt. Keys of \`POST /tokens\` are separate.`,
      example: '5b1f7d0e-7f0c-4a39-9d8a-0d6b7f1f7c22',
    },
    body: {
      id: 'VerifyTokenBody',
      not: { required: ['phone_number', 'email'] },
      members: {
        token: { description: 'As the person typed it.', examples: ['123456'] },
        token_id: { description: 'Verifies only this token, not one that replaced it.' },
        receipt: {
          description: 'Add a signed receipt to the answer; refused where the deployment signs none.',
          default: false,
        },
        phone_number: {
          description: 'The token must have been sent to this number; otherwise it is a `mismatch`.',
        },
        email: {
          description: 'The token must have been sent to this address; otherwise it is a `mismatch`.',
        },
      },
      requests: {
        plain: { user_id: 'ada', token: '123456' },
        receipt: { user_id: 'ada', purpose: 'payment', token: '123456', receipt: true },
        destination: { user_id: 'ada', token: '123456', phone_number: '+12025550143' },
      },
    },
    answers: { 200: { says: 'The result.', body: () => VERIFICATION_ANSWER } },
    problems: [
      'request_in_progress',
      'idempotency_key_reused',
      'store_unavailable',
      'secret_unavailable',
      'signing_unavailable',
    ],
    problemTexts: {
      409: 'The first request under the same Idempotency-Key has no answer yet.',
      422: 'The Idempotency-Key was used with another body.',
      503: `\
Part of the service did not respond. With \`signing_unavailable\` the token was correct; neither it
nor an attempt is used up.`,
    },
  },
});
