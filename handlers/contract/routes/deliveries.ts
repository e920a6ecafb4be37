/** POST /deliveries and POST /deliveries/{delivery_id}/report: codes that another system makes and verifies. */
import * as z from 'zod/mini';
import type { Component } from '../described.ts';
import { described, ifThen } from '../described.ts';
import { FAILED_ENDS } from '../faults.ts';
import {
  BROUGHT_CODE,
  broughtCode,
  channel,
  deliveryId,
  email,
  idempotencyKey,
  limitKeys,
  locale,
  MOST_VALID_SECONDS,
  phoneNumber,
  purposeOrDefault,
  userId,
  validSeconds,
} from '../fields.ts';
import { DETAILS } from '../problem-document.ts';
import type { References, Routes } from '../route.ts';
import { ROUTE_KEYS } from '../route-keys.ts';
import type { Channel, DestinationField } from '../vocabulary.ts';
import { CHANNEL_FACTS, CHANNELS, SCOPES } from '../vocabulary.ts';
import { deliveryOutcome, maskedDestination, secondsLeft, time } from './answer-parts.ts';

type Addressed = { readonly channel: Channel } & {
  readonly [Field in DestinationField]?: string | undefined;
};

const deliverCodeBody = z
  .strictObject({
    user_id: userId,
    purpose: purposeOrDefault,
    channel,
    phone_number: z.optional(phoneNumber),
    email: z.optional(email),
    code: broughtCode,
    locale: z.optional(locale),
    valid_seconds: z.optional(validSeconds),
    limit_keys: z.optional(limitKeys),
  })
  .check(
    ...CHANNELS.map((each) =>
      z.refine<Addressed>((body) => body.channel !== each || body[CHANNEL_FACTS[each].field] !== undefined, {
        path: [CHANNEL_FACTS[each].field],
        error: 'is missing: the channel sends to it',
      }),
    ),
    // The guard judges texts in first place alone. By an email that SES is sure to refuse, anybody's number could be texted.
    z.refine<Addressed>((body) => CHANNEL_FACTS[body.channel].isText || body.phone_number === undefined, {
      path: ['phone_number'],
      error: 'must not be given with channel email: no text takes the place of an email',
    }),
  );
export type DeliverCodeBody = z.infer<typeof deliverCodeBody>;

const reportDeliveryBody = z.strictObject({
  user_id: userId,
  purpose: purposeOrDefault,
  verified: z.literal(true, 'must be true: nothing else is reported'),
});
export type ReportDeliveryBody = z.infer<typeof reportDeliveryBody>;

export const DELIVERY_ROUTES = {
  deliverCode: {
    ...ROUTE_KEYS.deliverCode,
    scope: SCOPES.deliver,
    answeredBy: 'deliver-code',
    body: deliverCodeBody,
    idempotencyKey,
  },
  reportDelivery: {
    ...ROUTE_KEYS.reportDelivery,
    scope: SCOPES.deliver,
    answeredBy: 'report-delivery',
    params: z.strictObject({ delivery_id: deliveryId }),
    body: reportDeliveryBody,
    isRepeatable: true,
  },
} as const satisfies Routes;

const sentBy = (channel: Channel) => ({ properties: { channel: { const: channel } }, required: ['channel'] });

/** Where the code was sent. It never holds the code itself. */
const DELIVERED_ANSWER = {
  id: 'DeliveredAnswer',
  schema: () =>
    z.strictObject({
      delivery_id: deliveryId,
      status: deliveryOutcome(),
      channel,
      destination: maskedDestination(),
      locale: z.optional(described(locale, 'The language that the message is in.')),
      expires_at: described(
        time(),
        'When the code ends, by `valid_seconds`; without it, until when the delivery is listed.',
      ),
      expires_in: secondsLeft(),
    }),
  examples: [
    {
      delivery_id: 'c1b0f6de-0c57-4f6c-9a55-7f0a4a1e2b91',
      status: 'sent',
      channel: 'sms',
      destination: '+1••••••0143',
      locale: 'en',
      expires_at: '2026-03-14T09:31:53.000Z',
      expires_in: 299,
    },
  ],
} satisfies Component;

export const deliveryReference = (): References<
  typeof DELIVERY_ROUTES,
  { deliverCode: typeof DELIVERED_ANSWER }
> => ({
  deliverCode: {
    tag: 'deliveries',
    summary: 'Deliver a code that you made',
    description: `\
For systems that make and verify their own codes. The limits, opt-outs, destination policy and budget of
\`POST /tokens\` apply. The code is sent exactly as it is, and cannot be verified here. It neither replaces
nor blocks a live token of the same person, nor another delivery. Without an Idempotency-Key, the same code
to the same destination, for the same purpose and within a minute, is one message.`,
    inShort:
      '`user_id`, `channel`, `phone_number` or `email`, `code`; optional `purpose` (default `login`), `valid_seconds`, [`locale`](#language), [`limit_keys`](#limits-by-source). [Delivers a code that you made](#deliveries) and verify. 201: where it was sent; 202 with `status: "unknown"`: it may have been sent. Optional header [`Idempotency-Key`](#repeats)',
    idempotencyKey: {
      description: `\
Requests of one client with the same key are carried out once; later ones get the first answer. Keys of
\`POST /tokens\` are separate.`,
      example: '8d0b7b7e-3f5c-4d0e-8f0a-5b1c2d3e4f50',
    },
    body: {
      id: 'DeliverCodeBody',
      allOf: [
        ...CHANNELS.map((each) => ifThen(sentBy(each), { required: [CHANNEL_FACTS[each].field] })),
        ifThen(sentBy('email'), { not: { required: ['phone_number'] } }),
      ],
      members: {
        channel: { description: 'Where it goes; its destination is required.' },
        phone_number: {
          description: 'For `sms`, and refused with `email`: no text takes the place of an email.',
        },
        email: {
          description:
            'For `email`; only where SES sends. Next to `sms`, where to mail it if no text could be sent, unless the limit of the mailbox is reached.',
        },
        code: {
          description: `Sent exactly as it is: ${BROUGHT_CODE.min} to ${BROUGHT_CODE.max} letters and digits.`,
          examples: ['482913'],
        },
        valid_seconds: {
          description:
            'How long you accept the code, which the message then says. Without it, the message says nothing about that.',
          minimum: 1,
          maximum: MOST_VALID_SECONDS,
        },
      },
      requests: {
        text: { user_id: 'ada', channel: 'sms', phone_number: '+12025550143', code: '482913' },
        timed: {
          user_id: 'ada',
          purpose: 'recovery',
          channel: 'email',
          email: 'ada@example.com',
          code: '482913',
          valid_seconds: 3600,
        },
      },
    },
    answers: {
      201: { says: 'The message was handed over for delivery.', body: () => DELIVERED_ANSWER },
      202: {
        says: 'The message may have been sent: the message service gave no conclusive answer.',
        body: () => DELIVERED_ANSWER,
      },
    },
    problems: [
      'request_in_progress',
      'no_destination',
      'destination_not_allowed',
      'idempotency_key_reused',
      'rate_limited',
      'destination_paused',
      'budget_exhausted',
      ...Object.values(FAILED_ENDS).map(({ code }) => code),
    ],
    problemTexts: {
      409: 'The same request, or the same message, has no answer yet. Nothing was sent for this one.',
      422: `\
The destination policy refuses the number or the address (\`rule\` says by which rule), emails are not sent
by SES (\`errors\` says so), or the Idempotency-Key was used with another body.`,
      429: 'A limit has been reached; `Retry-After` and `retry_after` say how long to wait.',
      503: `\
Part of the service did not respond; the request may be repeated. Nothing was sent, unless \`detail\` says
that the request took too long.`,
    },
    problemExamples: {
      rate_limited: {
        detail: DETAILS.rate_limited,
        limit: { name: 'destination', limit: 10, window_seconds: 3600 },
        retry_after: 240,
      },
    },
  },
  reportDelivery: {
    tag: 'deliveries',
    summary: 'Report that a delivered code was verified',
    description: `\
Optional. The pumping guard judges texts by the codes that come back, and yours come back to you. A client
reports its own deliveries, for as long as they are remembered. A repeated report changes nothing.`,
    inShort:
      '`user_id`, `verified: true`; optional `purpose`. Tells the [pumping guard](pumping-guard.md#deliveries) that a delivered code came back. 204',
    parameters: { delivery_id: { description: 'From the answer to `POST /deliveries`.' } },
    body: {
      id: 'ReportDeliveryBody',
      members: {
        user_id: { description: 'As in the request for the delivery.' },
        purpose: { description: 'As in the request for the delivery.' },
      },
      requests: { verified: { user_id: 'ada', verified: true } },
    },
    answers: { 204: { says: 'The report is noted.' } },
    problems: ['not_found', 'store_unavailable'],
  },
});
