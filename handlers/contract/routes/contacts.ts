/** PUT, GET and DELETE /contacts/{user_id}: where people can be reached. */
import * as z from 'zod/mini';
import type { Answered, Component } from '../described.ts';
import { described, ifThen } from '../described.ts';
import { channel, email, locale, phoneNumber, userId, userPath } from '../fields.ts';
import type { References, Routes } from '../route.ts';
import { CHANNEL_FACTS, CHANNELS, SCOPES } from '../vocabulary.ts';
import { WHOSE } from './described-fields.ts';

/** It replaces the whole contact. */
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

export const CONTACT_ROUTES = {
  putContact: {
    method: 'PUT',
    path: '/contacts/{user_id}',
    scope: SCOPES.writeContacts,
    answeredBy: 'put-contact',
    params: userPath,
    body: putContactBody,
  },
  getContact: {
    method: 'GET',
    path: '/contacts/{user_id}',
    scope: SCOPES.readContacts,
    answeredBy: 'get-contact',
    params: userPath,
  },
  deleteContact: {
    method: 'DELETE',
    path: '/contacts/{user_id}',
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
        described(z.boolean(), 'Whether the owner confirmed the address; nothing is sent to it before.'),
      ),
      preferred_channel: z.optional(channel),
      locale: z.optional(locale),
    }),
  dependentRequired: { email: ['email_confirmed'], email_confirmed: ['email'] },
  examples: [
    { user_id: 'ada', phone_number: '+12025550143', email: 'ada@example.com', email_confirmed: false },
  ],
} satisfies Component;
export type ContactAnswer = Answered<typeof CONTACT_ANSWER>;

const preferring = (preferred: string) => ({
  required: ['preferred_channel'],
  properties: { preferred_channel: { const: preferred } },
});

export const contactReference = (): References<typeof CONTACT_ROUTES> => ({
  putContact: {
    tag: 'contacts',
    summary: 'Enrol where a person can be reached',
    description: `\
Replaces the whole contact. A new email is sent a confirmation and counts once its owner has followed
it. The same contact again, while it waits, sends another confirmation, after five minutes at the
earliest. A confirmed email stays confirmed, in its first spelling, when only its letter case differs.
When the phone number or the email changes, every token of the person that can still be used is revoked.`,
    inShort:
      "`phone_number`, `email`, `preferred_channel`, `locale`: replaces the person's contact. An email address can be used after its owner confirms it. A changed contact [revokes](#where-a-code-goes) the person's tokens",
    parameters: WHOSE,
    body: {
      id: 'PutContactBody',
      description: 'With a phone number, an email or both, and a preferred channel only among these.',
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
      422: "The destination policy refuses the number, or the email's owner opted out; `rule` says by which rule.",
      429: `\
\`rate_limited\`: as many confirmations were sent as a limit allows, and nothing was changed; \`limit\` says
which. \`throttled\`: more requests than the service takes.`,
    },
  },
  getContact: {
    tag: 'contacts',
    summary: 'Where a person can be reached',
    inShort: 'where a person can be reached, and whether the email address is confirmed',
    parameters: WHOSE,
    answers: {
      200: { says: 'The contact, with the present state of its email.', body: () => CONTACT_ANSWER },
    },
    problems: ['not_found', 'delivery_failed', 'store_unavailable', 'secret_unavailable'],
  },
  deleteContact: {
    tag: 'contacts',
    summary: 'Forget where a person can be reached',
    description: `\
The email's subscription goes too, and every token of the person that can still be used is revoked. That
there was no contact is no error.`,
    inShort: "forgets it, and [revokes](#where-a-code-goes) the person's tokens. 204",
    parameters: WHOSE,
    answers: { 204: { says: 'There is no contact now.' } },
    problems: ['contact_changed', 'delivery_failed', 'store_unavailable', 'audit_unavailable'],
  },
});
