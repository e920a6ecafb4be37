/**
 * What each event holds, for docs/events.md and the schemas beside it, and for the types of what functions tell.
 * No bundle carries it.
 *
 * Never a code, number, address, raw user_id or credential; a person is named by the reference that logs have. The
 * prefix of paused numbers is told, as it is in the log: it is what somebody has to look at.
 */
import * as z from 'zod/mini';
import { described } from './described.ts';
import type { EventType } from './events.ts';
import { channel, clientGroup, purpose, tokenId } from './fields.ts';
import { CODE_KINDS, REFUSAL_REASONS, UNDELIVERED_REASONS } from './vocabulary.ts';

interface EventReference {
  /** When it happens; for docs, in Markdown. */
  readonly when: string;
  readonly members: () => Readonly<Record<string, z.ZodMiniType>>;
  /** Of the members. */
  readonly example: Readonly<Record<string, unknown>>;
}

const time = (what: string) => described(z.iso.datetime(), what);

const kind = () =>
  described(
    z.enum(CODE_KINDS),
    '`token`: a code that is verified here. `delivery`: one that another system made and verifies.',
  );

const ofToken = () => ({
  kind: kind(),
  token_id: described(
    tokenId,
    'As in the answer of `POST /tokens`, or the `delivery_id` of `POST /deliveries`.',
  ),
  purpose: described(purpose, 'What the code is for.'),
  client_group: described(clientGroup, 'Whose code it is: a client id, or `@` and the name of a group.'),
});

const ofMessage = () => ({
  ...ofToken(),
  channel: described(channel, 'What the message went by.'),
  message_id: described(z.string(), "The message service's id of the message."),
  country: described(
    z.string(),
    'Where the number is, ISO 3166-1; `none` where there is none, as for an email.',
  ),
});

const TOKEN_EXAMPLE = {
  kind: 'token',
  token_id: '7b0f8f0e-3f6b-4c43-9c39-3a4bfb7c3f55',
  purpose: 'login',
  client_group: '1example23456789abcdefghij',
};
const MESSAGE_EXAMPLE = {
  ...TOKEN_EXAMPLE,
  channel: 'sms',
  message_id: '34d9b400-c6dd-5444-820d-fbeb0f1f54cf',
  country: 'IN',
};

export const EVENT_REFERENCE = {
  'code.sent': {
    when: 'The message service accepted the message. A delivery with an unknown outcome is not an event.',
    members: () => ({ ...ofToken(), channel: described(channel, 'What the message goes by.') }),
    example: { ...TOKEN_EXAMPLE, channel: 'sms' },
  },
  'code.delivered': {
    when: 'The carrier or mail server reported that it accepted the message. Whether the person got it is not reported.',
    members: ofMessage,
    example: MESSAGE_EXAMPLE,
  },
  'code.undelivered': {
    when: 'The carrier or mail server reported that the message was not delivered.',
    members: () => ({
      ...ofMessage(),
      reason: described(z.enum(UNDELIVERED_REASONS), 'Why, as the token has it.'),
    }),
    example: { ...MESSAGE_EXAMPLE, reason: 'phone_unreachable' },
  },
  'code.verified': {
    when: 'A correct code was presented and consumed.',
    members: () => ({
      ...ofToken(),
      channel: described(channel, 'The weakest channel that the code was handed to.'),
    }),
    example: { ...TOKEN_EXAMPLE, channel: 'sms' },
  },
  'code.refused': {
    when: 'A presented code did not verify. Repeating the answer to the same `Idempotency-Key` is not an event.',
    members: () => ({
      kind: kind(),
      purpose: ofToken().purpose,
      client_group: described(clientGroup, 'Who presented it: a client id, or `@` and the name of a group.'),
      reason: described(z.enum(REFUSAL_REASONS), 'As in the answer of `POST /tokens/verify`.'),
      attempts_remaining: described(z.int().check(z.nonnegative()), 'Wrong codes that may still be tried.'),
    }),
    example: {
      kind: 'token',
      purpose: 'login',
      client_group: '1example23456789abcdefghij',
      reason: 'mismatch',
      attempts_remaining: 4,
    },
  },
  'person.locked': {
    when: 'A wrong code filled a window of `guessLimits`: the person gets no code for the purpose until it ends.',
    members: () => ({
      purpose: ofToken().purpose,
      until: time('When the window ends, unless somebody unlocks the person before.'),
    }),
    example: { purpose: 'login', until: '2026-11-23T00:00:00.000Z' },
  },
  'prefix.paused': {
    when: 'The pumping guard paused a prefix: few of its new numbers get texts.',
    members: () => ({
      kind: described(
        z.enum(CODE_KINDS),
        'Which texts paused it, and are paused: the two are counted apart.',
      ),
      number_prefix: described(z.string(), 'First digits of the numbers.'),
      until: time('When the pause ends, if nothing prolongs it.'),
      client_id: described(z.optional(z.string()), 'For which client; absent when it is for all.'),
    }),
    example: { kind: 'token', number_prefix: '+91987', until: '2026-11-22T10:15:00.000Z' },
  },
  'budget.exhausted': {
    when: 'A text did not fit into the `budget`. Reported once per window, and once more when an operator raised it and that is used up too. Several functions may report it, with the same `event_id`.',
    members: () => ({
      window: described(z.enum(['hour', 'month']), 'Which budget.'),
      until: time('When the next window begins.'),
      raised_by_usd: described(
        z.optional(z.number()),
        'By how much an operator had raised the budget, US dollars; absent when nobody had.',
      ),
    }),
    example: { window: 'hour', until: '2026-11-22T11:00:00.000Z' },
  },
  'code.revealed': {
    when: 'Somebody was shown a code. The audit log says who, by `request_id`.',
    members: () => ({ kind: kind(), purpose: ofToken().purpose }),
    example: { kind: 'token', purpose: 'login' },
  },
} as const satisfies Readonly<Record<EventType, EventReference>>;

/** What every event has. */
export const commonMembers = () => ({
  event_id: described(
    z.string().check(z.regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)),
    'The same for every copy of the event, so that receivers can detect duplicates.',
  ),
  service: described(z.string(), 'The deployment: `token-courier`, or with `-` and its `environment`.'),
  request_id: described(z.optional(z.string()), "The request's id, as in logs and answers."),
});

/** What an event about a person has besides. */
export const personMember = () => ({
  user_ref: described(
    z.string().check(z.regex(/^([\w-]{16}|unavailable)$/)),
    "The person's reference, as in logs; `unavailable` if the secret could not be read.",
  ),
});
