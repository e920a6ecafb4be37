/** The routes under /contacts/{user_id}: where people can be reached, and how they confirm it. */
import * as z from 'zod/mini';
import type { Answered, Component } from '../described.ts';
import { described, ifThen } from '../described.ts';
import { channel, email, locale, phoneNumber, text, userId, userPath } from '../fields.ts';
import type { References, Routes } from '../route.ts';
import { ROUTE_KEYS } from '../route-keys.ts';
import { CHANNEL_FACTS, CHANNELS, EMAIL_STATUSES, SCOPES } from '../vocabulary.ts';
import { WHOSE } from './described-fields.ts';

/** Replaces the whole contact. */
export const putContactBody = z
  .strictObject({
    phone_number: z.optional(phoneNumber),
    email: z.optional(email),
    preferred_channel: z.optional(channel),
    locale: z.optional(locale),
  })
  .check(
    z.refine((body) => body.phone_number !== undefined || body.email !== undefined, {
      error: 'must have a phone_number, an email or both',
    }),
    z.refine(
      (body) =>
        body.preferred_channel === undefined ||
        body[CHANNEL_FACTS[body.preferred_channel].field] !== undefined,
      { path: ['preferred_channel'], error: 'must be a channel that the contact has an address for' },
    ),
  );
export type PutContactBody = z.infer<typeof putContactBody>;

/** A code, or the link in SNS's own email, which is some 500 characters long. */
const confirmContactBody = z.strictObject({ code: text(2048) });

export const CONTACT_ROUTES = {
  putContact: {
    ...ROUTE_KEYS.putContact,
    scope: SCOPES.writeContacts,
    answeredBy: 'put-contact',
    params: userPath,
    body: putContactBody,
  },
  getContact: {
    ...ROUTE_KEYS.getContact,
    scope: SCOPES.readContacts,
    answeredBy: 'get-contact',
    params: userPath,
  },
  confirmContact: {
    ...ROUTE_KEYS.confirmContact,
    scope: SCOPES.writeContacts,
    answeredBy: 'confirm-contact',
    params: userPath,
    body: confirmContactBody,
  },
  deleteContact: {
    ...ROUTE_KEYS.deleteContact,
    scope: SCOPES.writeContacts,
    answeredBy: 'delete-contact',
    params: userPath,
  },
} as const satisfies Routes;

const CONTACT_ANSWER = {
  id: 'ContactAnswer',
  schema: () =>
    z.strictObject({
      user_id: userId,
      phone_number: z.optional(
        described(z.string(), { description: 'E.164.', pattern: '^\\+[1-9]\\d{1,14}$' }),
      ),
      email: z.optional(email),
      email_confirmed: z.optional(
        described(z.boolean(), 'Whether the owner has confirmed the address. No codes are sent until then.'),
      ),
      email_status: z.optional(
        described(
          z.enum(EMAIL_STATUSES),
          `\
What keeps codes from the address, if anything: it is not confirmed, its subscription ended, its owner opted
out or complained, or messages to it bounced. Only \`confirmed\` gets codes.`,
        ),
      ),
      preferred_channel: z.optional(channel),
      locale: z.optional(locale),
    }),
  dependentRequired: {
    email: ['email_confirmed', 'email_status'],
    email_confirmed: ['email'],
    email_status: ['email'],
  },
  examples: [
    {
      user_id: 'ada',
      phone_number: '+12025550143',
      email: 'ada@example.com',
      email_confirmed: false,
      email_status: 'unconfirmed',
    },
  ],
} satisfies Component;
export type ContactAnswer = Answered<typeof CONTACT_ANSWER>;

const preferring = (preferred: string) => ({
  required: ['preferred_channel'],
  properties: { preferred_channel: { const: preferred } },
});

export const contactReference = (): References<
  typeof CONTACT_ROUTES,
  Readonly<Record<'putContact' | 'getContact' | 'confirmContact', typeof CONTACT_ANSWER>>
> => ({
  putContact: {
    tag: 'contacts',
    summary: "Replace a person's contact",
    description: `\
Replaces the whole contact. A new email address is sent a code and can be used once its owner has typed it:
\`POST /contacts/{user_id}/confirm\`. With SNS it is sent a link first, and a code once the link has been
followed and the same contact is sent again. Sending the same contact again before the address is confirmed
sends another message, after five minutes at the earliest. When it is unknown whether the message was taken,
the answer is an error, but the contact is stored, so that what arrives is good. A confirmed address that
differs only in letter case stays confirmed and keeps its first spelling. When the phone number or the email changes, all of the
person's usable tokens are revoked.`,
    inShort:
      "`phone_number`, `email`, `preferred_channel`, `locale`: replaces the person's contact. An email address can be used after its owner confirms it. A changed contact [revokes](#where-a-code-goes) the person's tokens",
    parameters: WHOSE,
    body: {
      id: 'PutContactBody',
      description: 'A phone number, an email or both. `preferred_channel` must be one of those given.',
      anyOf: [{ required: ['phone_number'] }, { required: ['email'] }],
      allOf: CHANNELS.map((each) => ifThen(preferring(each), { required: [CHANNEL_FACTS[each].field] })),
      requests: {
        both: {
          phone_number: '+12025550143',
          email: 'ada@example.com',
          preferred_channel: 'sms',
          locale: 'en',
        },
      },
    },
    answers: { 200: { says: 'The contact as it is now.', body: () => CONTACT_ANSWER } },
    problems: [
      'contact_changed',
      'destination_not_allowed',
      'rate_limited',
      'delivery_failed',
      'store_unavailable',
      'secret_unavailable',
      'audit_unavailable',
    ],
    problemTexts: {
      422: 'The destination policy refuses the number, or the email gets no messages; `rule` says by which rule.',
      429: `\
\`rate_limited\`: a limit on confirmation emails has been reached, and nothing was changed; \`limit\` says
which. \`throttled\`: too many requests.`,
    },
  },
  getContact: {
    tag: 'contacts',
    summary: 'Where a person can be reached',
    inShort:
      'where a person can be reached, and the `email_status`: `unconfirmed`, `confirmed`, `unsubscribed`, `opted_out`, `bounced` or `complained`',
    parameters: WHOSE,
    answers: {
      200: { says: 'The contact, with the current state of its email.', body: () => CONTACT_ANSWER },
    },
    problems: ['not_found', 'delivery_failed', 'store_unavailable', 'secret_unavailable'],
  },
  confirmContact: {
    tag: 'contacts',
    summary: 'Confirm an email address by the code that it was sent',
    description: `\
With the code of the newest message, as the person typed it; it is valid for an hour. Each try counts before
it is compared, for the person and for the mailbox, and right ones are given back. Five wrong ones make the
code invalid. Where SNS sends emails, the link in its message may be pasted instead, also as a mail filter
rewrote it. If nobody has followed it before, no link in an email can end the subscription then. A confirmed
address is answered as it is.`,
    inShort:
      '`code`: confirms the email address by the code that its owner read there and typed. Where SNS sends emails, also by the pasted link. The contact, as `GET` answers it',
    parameters: WHOSE,
    body: {
      id: 'ConfirmContactBody',
      members: {
        code: { description: "The code, or the link in SNS's message. Spaces and hyphens do not count." },
      },
      requests: { code: { code: '482 135' } },
    },
    answers: { 200: { says: 'The contact, with its email confirmed.', body: () => CONTACT_ANSWER } },
    problems: [
      'not_found',
      'contact_changed',
      'no_destination',
      'confirmation_mismatch',
      'confirmation_expired',
      'locked',
      'delivery_failed',
      'store_unavailable',
      'secret_unavailable',
      'audit_unavailable',
    ],
    problemTexts: {
      404: 'This person has no contact, or none with an email.',
      422: `\
\`confirmation_mismatch\`: it is not the newest code. \`confirmation_expired\`: there is none that is valid.
\`no_destination\`: the subscription by SNS has ended.`,
      429: '`locked`: too many codes were tried. `throttled`: more requests than the service takes.',
    },
  },
  deleteContact: {
    tag: 'contacts',
    summary: "Delete a person's contact",
    description: `\
Also deletes the email's subscription and revokes all of the person's usable tokens. It is not an error if
there was no contact.`,
    inShort: "deletes the contact and [revokes](#where-a-code-goes) the person's tokens. 204",
    parameters: WHOSE,
    answers: { 204: { says: 'The person has no contact now.' } },
    problems: ['contact_changed', 'delivery_failed', 'store_unavailable', 'audit_unavailable'],
  },
});
