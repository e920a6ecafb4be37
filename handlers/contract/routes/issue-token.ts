/** POST /tokens. */
import * as z from 'zod/mini';
import type { Answered, Component } from '../described.ts';
import { described } from '../described.ts';
import { FAILED_ENDS } from '../faults.ts';
import {
  channel,
  channels,
  context,
  idempotencyKey,
  kind,
  limitKeys,
  locale,
  phoneNumber,
  purpose,
  purposeOrDefault,
  requestedChannel,
  tokenFormat,
  tokenId,
  userId,
} from '../fields.ts';
import { DETAILS, NO_NUMBER } from '../problem-document.ts';
import type { References, Routes } from '../route.ts';
import { STATE_MACHINE } from '../route.ts';
import { ROUTE_KEYS } from '../route-keys.ts';
import { CHANNELS, REQUESTED_CHANNELS, SCOPES, TOKEN_LENGTHS } from '../vocabulary.ts';
import { deliveryOutcome, maskedDestination, secondsLeft, time } from './answer-parts.ts';

/** The bounds of `length` depend on the format: see chooseShape in domain/token/token-format.ts. */
export const issueTokenBody = z
  .strictObject({
    user_id: userId,
    purpose: purposeOrDefault,
    channel: z.optional(requestedChannel),
    channels: z.optional(channels),
    phone_number: z.optional(phoneNumber),
    locale: z.optional(locale),
    format: z.optional(tokenFormat),
    length: z.optional(z.int(kind('a whole number'))),
    context: z.optional(context),
    limit_keys: z.optional(limitKeys),
  })
  .check(
    z.refine((body) => body.channel === undefined || body.channels === undefined, {
      path: ['channels'],
      error: 'must not be given together with channel',
    }),
    // Omitting the channel and naming the default are the same request, also for an Idempotency-Key.
    z.overwrite((body) =>
      body.channel === undefined && body.channels === undefined
        ? { ...body, channel: 'auto' as const }
        : body,
    ),
  );
export type IssueTokenBody = z.infer<typeof issueTokenBody>;

export const ISSUE_ROUTES = {
  issueToken: {
    ...ROUTE_KEYS.issueToken,
    scope: SCOPES.issue,
    answeredBy: STATE_MACHINE,
    body: issueTokenBody,
    idempotencyKey,
  },
} as const satisfies Routes;

/** Where the code was sent, and until when it is valid. It never holds the code itself. */
const ISSUED_TOKEN_ANSWER = {
  id: 'IssuedTokenAnswer',
  schema: () =>
    z.strictObject({
      token_id: tokenId,
      user_id: userId,
      purpose,
      channel: described(
        channel,
        'The weakest channel that this code was ever handed to; email is weaker than sms.',
      ),
      destination: maskedDestination(),
      locale: z.optional(
        described(
          locale,
          'The language that the message is in. Absent only while a deployment of an earlier release goes on.',
        ),
      ),
      status: deliveryOutcome(),
      issued_at: described(time(), 'When the token was issued.'),
      expires_at: time(),
      expires_in: secondsLeft(),
      resend_after: described(time(), 'When it may be sent again.'),
    }),
  examples: [
    {
      token_id: '7b0f8f0e-3f6b-4c43-9c39-3a4bfb7c3f55',
      user_id: 'ada',
      purpose: 'login',
      channel: 'sms',
      destination: '+1••••••0143',
      locale: 'en',
      status: 'sent',
      issued_at: '2026-03-14T09:26:53.589Z',
      expires_at: '2026-03-14T09:31:53.000Z',
      expires_in: 299,
      resend_after: '2026-03-14T09:27:24.021Z',
    },
  ],
} satisfies Component;
export type IssuedTokenAnswer = Answered<typeof ISSUED_TOKEN_ANSWER>;

const requestedChannels = () => REQUESTED_CHANNELS.map((each) => `\`${each}\``).join(', ');

export const issueReference = (): References<
  typeof ISSUE_ROUTES,
  { issueToken: typeof ISSUED_TOKEN_ANSWER }
> => ({
  issueToken: {
    tag: 'tokens',
    summary: 'Issue a token and have it delivered',
    description: `\
A person has one live token for a purpose, for each client or group of clients. While it is live, repeating
the request sends the same code again, no sooner than \`resend_after\`. A request for another destination
sends a new code at once; one that differs in anything else sends a new code, no sooner than
\`resend_after\`. A new code voids the old one and keeps its expiry and attempts. The answer never holds the
code.`,
    inShort: `\`user_id\`; optional \`purpose\` (default \`login\`), \`channel\` (${requestedChannels()}) or \`channels\` (a list in order), [\`phone_number\`](#where-a-code-goes), [\`locale\`](#language), \`format\`, \`length\`, [\`context\`](#binding), [\`limit_keys\`](#limits-by-source). 201: where it was sent and until when it is valid; 202 with \`status: "unknown"\`: it [may have been sent](architecture.md#the-path-of-a-token), the code is valid. Optional header [\`Idempotency-Key\`](#repeats)`,
    idempotencyKey: {
      description:
        'Requests of one client with the same key are carried out once; later ones get the first answer.',
      example: '0f1c7d0e-7f0c-4a39-9d8a-0d6b7f1f7c11',
    },
    body: {
      id: 'IssueTokenBody',
      not: { required: ['channel', 'channels'] },
      members: {
        channel: { default: 'auto' },
        channels: {
          description: `\
Instead of \`channel\`: the channels in the order in which to try them. With \`phone_number\`, only this
allows an email when the text cannot be sent.`,
          minItems: 1,
          maxItems: CHANNELS.length,
          uniqueItems: true,
        },
        phone_number: {
          description: `\
The number to text, instead of the contact's. Either it is texted or the request is refused: without
\`channels\`, the contact's email is no fallback. Not allowed with channels that send no text, or an email first.`,
        },
        locale: {
          description:
            "The language of the message, instead of the contact's. Without texts in it, the contact's is used, and then the deployment's `defaultLocale`.",
        },
        length: {
          description: `\
Characters: ${TOKEN_LENGTHS.numeric.min} to ${TOKEN_LENGTHS.numeric.max} when numeric, ${TOKEN_LENGTHS.alphanumeric.min} to ${TOKEN_LENGTHS.alphanumeric.max} when alphanumeric. The deployment's guess budget may
require more.`,
          minimum: TOKEN_LENGTHS.numeric.min,
          maximum: TOKEN_LENGTHS.alphanumeric.max,
        },
      },
      requests: {
        number: { user_id: 'ada', phone_number: '+12025550143' },
        contact: { user_id: 'ada', purpose: 'payment', channel: 'auto' },
        bound: { user_id: 'ada', purpose: 'payment', context: { amount: '12.50 EUR', payee: 'ACME' } },
        source: { user_id: 'ada', phone_number: '+12025550143', limit_keys: { ip: '203.0.113.7' } },
      },
    },
    answers: {
      201: { says: 'The message was handed over for delivery.', body: () => ISSUED_TOKEN_ANSWER },
      202: {
        says: `\
The message may have been sent: the message service gave no conclusive answer. The token is live and its
code can be verified; \`status\` is \`unknown\`. Request it again no sooner than \`resend_after\`.`,
        body: () => ISSUED_TOKEN_ANSWER,
      },
    },
    problems: [
      'superseded',
      'contact_changed',
      'request_in_progress',
      'no_destination',
      'destination_not_allowed',
      'idempotency_key_reused',
      'rate_limited',
      'resend_too_soon',
      'locked',
      'destination_paused',
      'budget_exhausted',
      ...Object.values(FAILED_ENDS).map(({ code }) => code),
    ],
    problemTexts: {
      409: `\
Another request came first: \`superseded\` by a newer token, \`contact_changed\` by a change of the person's
contact, or \`request_in_progress\` under the same Idempotency-Key. Nothing was sent for this one.`,
      422: `\
There is nowhere to send to (\`errors\` says what is missing), the destination policy refuses the
number or the address (\`rule\` says by which rule), or the Idempotency-Key was used with another body.`,
      429: `\
A limit has been reached; \`Retry-After\` and \`retry_after\` say how long to wait. \`rate_limited\` and
\`locked\` name the limit. The firewall's answer to one caller or address has no \`request_id\`.`,
      503: `\
Part of the service did not respond; the request may be repeated. Nothing was sent, unless \`detail\` says
that the request took too long.`,
    },
    problemExamples: {
      no_destination: {
        detail: DETAILS.no_destination,
        errors: [NO_NUMBER],
      },
      rate_limited: {
        detail: DETAILS.rate_limited,
        limit: { name: 'person', limit: 5, window_seconds: 600 },
        retry_after: 240,
      },
    },
  },
});
