/** PUT /opt-outs: numbers and addresses that get no messages. */
import * as z from 'zod/mini';
import { email, kind, phoneNumber } from '../fields.ts';
import type { References, Routes } from '../route.ts';
import { ROUTE_KEYS } from '../route-keys.ts';
import { SCOPES } from '../vocabulary.ts';

/** One number or one address. */
const putOptOutBody = z
  .strictObject({
    phone_number: z.optional(phoneNumber),
    email: z.optional(email),
    opted_out: z.boolean(kind('true or false')),
  })
  .check(
    z.refine((body) => (body.phone_number === undefined) !== (body.email === undefined), {
      error: 'must have either a phone_number or an email',
    }),
  );
export type PutOptOutBody = z.infer<typeof putOptOutBody>;

export const OPT_OUT_ROUTES = {
  putOptOut: {
    ...ROUTE_KEYS.putOptOut,
    scope: SCOPES.writeLimits,
    answeredBy: 'put-opt-out',
    body: putOptOutBody,
  },
} as const satisfies Routes;

export const optOutReference = (): References<typeof OPT_OUT_ROUTES> => ({
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
      members: { opted_out: { description: 'Whether the number or address gets no messages.' } },
      requests: {
        number: { phone_number: '+12025550143', opted_out: true },
        address: { email: 'ada@example.com', opted_out: true },
      },
    },
    answers: { 204: { says: 'The opt-out list was updated.' } },
    problems: ['store_unavailable', 'secret_unavailable', 'audit_unavailable'],
  },
});
