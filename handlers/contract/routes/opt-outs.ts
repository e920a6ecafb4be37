/** PUT /opt-outs and POST /opt-outs/find: numbers and addresses that get no messages. */
import * as z from 'zod/mini';
import type { Answered, Component } from '../described.ts';
import { described, ifThen } from '../described.ts';
import { email, kind, phoneNumber, reason } from '../fields.ts';
import type { References, Routes } from '../route.ts';
import { ROUTE_KEYS } from '../route-keys.ts';
import { OPT_OUT_REASONS, SCOPES } from '../vocabulary.ts';
import { time } from './answer-parts.ts';

const ONE_DESTINATION = 'must have either a phone_number or an email';
type OneDestination = { readonly phone_number?: string | undefined; readonly email?: string | undefined };
const isOneDestination = (body: OneDestination): boolean =>
  (body.phone_number === undefined) !== (body.email === undefined);

/** One number or one address. */
const putOptOutBody = z
  .strictObject({
    phone_number: z.optional(phoneNumber),
    email: z.optional(email),
    opted_out: z.boolean(kind('true or false')),
    reason: z.optional(reason),
  })
  .check(z.refine<OneDestination>(isOneDestination, { error: ONE_DESTINATION }));
export type PutOptOutBody = z.infer<typeof putOptOutBody>;

const findOptOutBody = z
  .strictObject({ phone_number: z.optional(phoneNumber), email: z.optional(email) })
  .check(z.refine<OneDestination>(isOneDestination, { error: ONE_DESTINATION }));
export type FindOptOutBody = z.infer<typeof findOptOutBody>;

export const OPT_OUT_ROUTES = {
  putOptOut: {
    ...ROUTE_KEYS.putOptOut,
    scope: SCOPES.writeLimits,
    answeredBy: 'put-opt-out',
    body: putOptOutBody,
  },
  findOptOut: {
    ...ROUTE_KEYS.findOptOut,
    scope: SCOPES.writeLimits,
    answeredBy: 'find-opt-out',
    body: findOptOutBody,
    isRepeatable: true,
  },
} as const satisfies Routes;

const FOUND_OPT_OUT = {
  id: 'FoundOptOut',
  schema: () =>
    described(
      z.strictObject({
        opted_out: described(z.boolean(), 'Whether the number or address gets no messages.'),
        how: z.optional(
          described(
            z.enum(OPT_OUT_REASONS),
            'Present when opted out. `recorded`: by `PUT /opt-outs`. `stop_word`: its owner answered STOP, or the like, to a text. `bounced`, `complained`: SES told so of an address.',
          ),
        ),
        since: z.optional(described(time(), 'Present where it is known.')),
      }),
      ifThen({ properties: { opted_out: { const: true } } }, { required: ['how'] }),
    ),
  description: 'Whether a number or an address is opted out.',
  examples: [{ opted_out: true, how: 'recorded', since: '2026-03-14T09:26:53.000Z' }, { opted_out: false }],
} satisfies Component;
export type FoundOptOut = Answered<typeof FOUND_OPT_OUT>;

export const optOutReference = (): References<
  typeof OPT_OUT_ROUTES,
  { findOptOut: typeof FOUND_OPT_OUT }
> => ({
  putOptOut: {
    tag: 'limits',
    summary: 'Opt a number or an address out of messages, or back in',
    description: `\
May be repeated. The number or address is in the body because URLs are logged. All spellings of a number
that reach the same line count as one. In an address, letter case and what follows a \`+\` are ignored.`,
    inShort:
      '`phone_number` or `email`, and `opted_out`: adds a number or an address to the opt-out list, or removes it. 204',
    body: {
      id: 'PutOptOutBody',
      oneOf: [{ required: ['phone_number'] }, { required: ['email'] }],
      members: {
        opted_out: { description: 'Whether the number or address gets no messages.' },
        reason: { description: 'Why, for the audit log. No personal data.' },
      },
      requests: {
        number: { phone_number: '+12025550143', opted_out: true },
        address: { email: 'ada@example.com', opted_out: true },
      },
    },
    answers: { 204: { says: 'The opt-out list was updated.' } },
    problems: ['store_unavailable', 'secret_unavailable', 'audit_unavailable'],
  },
  findOptOut: {
    tag: 'limits',
    summary: 'Look up whether a number or an address is opted out',
    description: `\
Changes nothing. The number or address is in the body because URLs are logged. For a number it also asks SNS,
which keeps those whose owners answered STOP.`,
    inShort:
      '`phone_number` or `email`: whether it is opted out, since when and how. The destination is in the body because URLs are logged',
    body: {
      id: 'FindOptOutBody',
      oneOf: [{ required: ['phone_number'] }, { required: ['email'] }],
      requests: {
        number: { phone_number: '+12025550143' },
        address: { email: 'ada@example.com' },
      },
    },
    answers: { 200: { says: 'What the lists say.', body: () => FOUND_OPT_OUT } },
    problems: ['store_unavailable', 'secret_unavailable'],
  },
});
