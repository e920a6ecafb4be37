/** What the items of the limits table hold and how they are accessed; docs/architecture.md shows it. */
import type { LimitsKey } from './limits-table.ts';
import {
  clientSends,
  confirmationSends,
  countsItem,
  DEPLOYMENT_SENDS,
  destinationSends,
  failedVerificationsOf,
  limitKeySends,
  messageItem,
  numberItem,
  OVERRIDES,
  optOutItem,
  optOutOf,
  pauseOf,
  personSends,
  prefixTraffic,
  REQUEST_LEASE_SECONDS,
  reportedNumber,
  requestClaim,
  SPEND,
  sourceSends,
  typedConfirmations,
  typedForMailbox,
  verificationClaim,
} from './limits-table.ts';

interface LimitsItem {
  readonly what: string;
  /** Names in angle brackets stand for values. */
  readonly key: LimitsKey;
}

export interface LimitsKind {
  readonly kind: string;
  readonly items: readonly LimitsItem[];
  /** In addition to the key and `expiry_time`. */
  readonly attributes: readonly string[];
  /** When `expiry_time` falls. */
  readonly expires: string;
  readonly reached: string;
}

/** A function, so that bundles leave it out. */
export const limitsKinds = (): readonly LimitsKind[] => [
  {
    kind: 'counter',
    items: counters(),
    // A number for each window of time, and marks of who counted: domain/limits/counter-entry.ts.
    attributes: ['<seconds>#<start>', 'month#<start>', 'm<owner>', 'r<place>'],
    expires: 'a minute after its last window',
    reached:
      'one conditional update counts in all windows; a `GetItem` reads them; a `Query` of the subject finds the items that unlocking deletes',
  },
  {
    kind: 'claim',
    items: [
      {
        what: 'a request for a token with an `Idempotency-Key`, and every delivery',
        key: requestClaim('<client_id>', '<digest>'),
      },
      { what: 'a verification with a key', key: verificationClaim('<client_id>', '<digest>') },
    ],
    attributes: [
      ...['user_id', 'purpose', 'client_group', 'execution_arn', 'body_hash', 'leased_until', 'answer'],
    ],
    expires: `${REQUEST_LEASE_SECONDS} s and a token's lifetime after the request, or as long as a delivery's code is valid if that is longer; a minute after a delivery without a key; five minutes after a verification`,
    reached:
      'one conditional `PutItem` claims the key; a conditional `DeleteItem`, also by the state machine, frees it; an update stores the answer',
  },
  {
    kind: 'traffic',
    items: [
      { what: 'texts to new numbers with a prefix', key: prefixTraffic('<prefix>') },
      { what: 'a number that was reported within a day', key: reportedNumber('<prefix>', '<digest>') },
    ],
    // By client and part of the window: adapters/dynamodb/prefix-item.ts.
    attributes: [
      ...['u<client><part>', 'n<client><part>', 'v<client><part>', 'r<client><part>', 'k<client><part>'],
      ...['paused_until', 'p<client>'],
      // Of resumed pauses: what the judge leaves out.
      ...['f<client><part>', 'resumed_from', 'q<client>', 'resume_count'],
    ],
    expires:
      'a quarter of an hour after its window of three hours; a number that was reported, which has no other attribute, after a day',
    reached:
      'one update counts a number and returns everything that the prefix is judged by; a conditional update notes a report',
  },
  {
    kind: 'pause',
    items: [
      { what: 'a pause of a prefix', key: pauseOf('<prefix>') },
      { what: '… for one client', key: pauseOf('<prefix>', '<client_id>') },
    ],
    attributes: ['prefix', 'client_id', 'paused_until'],
    expires: 'when the pause ends',
    reached: 'a `PutItem` lists it; a `Query` of the subject reads all; resuming deletes it',
  },
  {
    kind: 'message',
    items: [{ what: 'a message whose arrival is reported later', key: messageItem('<digest>') }],
    attributes: [
      ...['user_id', 'purpose', 'client_group', 'user_ref', 'token_id', 'sends', 'channel', 'other_leg'],
      ...['destination_digest', 'refusal_noted', 'attempt', 'leased_until'],
    ],
    expires: 'three days after the message',
    reached:
      'a `PutItem` after the message; a `GetItem` and a conditional `DeleteItem` with the report; conditional updates while its code is sent by email instead',
  },
  {
    kind: 'number',
    items: [{ what: 'who verified a number', key: numberItem('<digest>') }],
    attributes: ['verified_at', 'refused_at', 'people_<half>'],
    expires: '90 days after the last verification, or `knownDays` if longer; an hour if there was none',
    reached: 'one `GetItem` serves the guard and the limits; one update records a verification',
  },
  {
    kind: 'opt-out',
    items: [{ what: 'a number or an address that gets no messages', key: optOutItem(optOutOf('<digest>')) }],
    // Why, unless its owner opted out: contract/vocabulary.ts; and since when, in epoch seconds.
    attributes: ['reason', 'since'],
    expires: 'never',
    reached: 'a `GetItem` for each destination',
  },
  {
    kind: 'overrides',
    items: [{ what: 'what operators blocked, safe-listed and raised', key: OVERRIDES }],
    attributes: ['sealed', 'version'],
    expires: 'never',
    reached:
      'a `GetItem` together with the other reads of a request, at most once in five seconds for each running function; a `PutItem` on condition of its version, which leaves out what has ended',
  },
];

const counters = (): readonly LimitsItem[] => {
  const confirmations = typedConfirmations('<user_id>');
  const counts = (what: string, subject: string, part?: string): LimitsItem => ({
    what,
    key: { subject, window: countsItem(part) },
  });
  return [
    counts('messages to a person for a purpose', personSends({ user_id: '<user_id>', purpose: '<purpose>' })),
    counts('messages to a destination, by anybody', destinationSends('<digest>')),
    counts('… by people who are enrolled with the number', destinationSends('<digest>', 'enrolled')),
    counts('… by people who verified the number', destinationSends('<digest>', 'verified')),
    counts('messages for a client', clientSends('<client_id>')),
    counts('all messages', DEPLOYMENT_SENDS),
    counts('messages by one of `limit_keys`', limitKeySends('<name>', '<digest>')),
    counts('new numbers by one of `limit_keys`', sourceSends('<name>', '<digest>')),
    counts('confirmation emails to a person', confirmationSends('person', '<user_id>')),
    counts('… to a mailbox', confirmationSends('address', '<digest>')),
    counts('… for a client', confirmationSends('client', '<client_id>')),
    counts('wrong tokens of a person for a purpose', failedVerificationsOf('<user_id>'), '<purpose>'),
    counts("wrong codes for a person's address", confirmations.subject, confirmations.part),
    counts('… for a mailbox', typedForMailbox('<digest>')),
    counts('what texts may have cost', SPEND),
  ];
};
