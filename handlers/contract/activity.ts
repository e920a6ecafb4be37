/**
 * What the activity log records: one entry a request, written when its outcome is known, and one for each report of
 * a carrier. It never holds a code, a full number or a full address.
 *
 * An entry is one item, found by its request, and by three indexes: who it was for, where it went, and when it was.
 * So it costs four write units, as long as it stays within 1 KB. docs/architecture.md#activity compares other designs.
 */

/** What was asked for; `report` is what a carrier or mail server said later about a message. */
export const ACTIVITY_KINDS = ['issue', 'delivery', 'verification', 'report'] as const;
export type ActivityKind = (typeof ACTIVITY_KINDS)[number];

/**
 * Outcomes by how much attention they need. The log is indexed by these classes, so that what failed is found without
 * reading what did not.
 */
export const OUTCOME_CLASSES = {
  done: ['sent', 'repeated', 'verified', 'delivered'],
  refused: ['refused', 'mismatch', 'expired', 'used', 'not_found', 'locked'],
  failed: ['failed', 'unknown', 'undelivered'],
} as const;
export type OutcomeClass = keyof typeof OUTCOME_CLASSES;
export const OUTCOME_CLASS_NAMES = Object.keys(OUTCOME_CLASSES) as readonly OutcomeClass[];

export const ACTIVITY_OUTCOMES = [
  ...OUTCOME_CLASSES.done,
  ...OUTCOME_CLASSES.refused,
  ...OUTCOME_CLASSES.failed,
] as const;
export type ActivityOutcome = (typeof ACTIVITY_OUTCOMES)[number];

/** The class of an outcome. */
export const classOf = (outcome: ActivityOutcome): OutcomeClass =>
  OUTCOME_CLASS_NAMES.find((name) => (OUTCOME_CLASSES[name] as readonly string[]).includes(outcome)) ??
  'failed';

/** A sentence each, for the reference and for operators. */
export const ACTIVITY_OUTCOME_TEXTS: Readonly<Record<ActivityOutcome, string>> = {
  sent: 'The message was accepted for delivery.',
  repeated: 'The request was a repeat: it got the first answer again, and nothing was sent.',
  verified: 'The code was right.',
  delivered: 'The carrier or mail server accepted the message.',
  refused: 'A rule refused the request, and `problem` says which. Nothing was sent or checked.',
  mismatch: 'The code was wrong.',
  expired: 'The code had expired.',
  used: 'The code had been used before.',
  not_found: 'There was no code to compare with.',
  locked: 'Too many wrong codes had been tried.',
  failed: 'The service could not do it, and `error` says why. Nothing was sent or checked.',
  unknown: 'The message may have been sent: the message service gave no conclusive answer.',
  undelivered: 'The carrier or mail server did not deliver the message, and `reason` says why.',
};

/** The key of the table: the name of the request's execution, or of what the entry is about. */
export const ACTIVITY_KEY = 'entry_id';

/** Each index sorts by this attribute: the time, and the key for ties. */
export const ACTIVITY_ORDER = 'at_entry';

/** The indexes, each by the attribute that it is keyed by. An entry without the attribute is not in the index. */
export const ACTIVITY_INDEXES = {
  'by-person': 'user_id',
  'by-destination': 'destination_digest',
  'by-time': 'outcome_shard',
} as const;
export type ActivityIndex = keyof typeof ACTIVITY_INDEXES;

/**
 * Partitions of the index by time, for each class of outcomes. One takes 1,000 writes a second, and a hot one throttles
 * the table's own writes. So each class has room for 8,000: 4,000 codes a second that are sent and verified.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-partition-key-design.html
 */
export const ACTIVITY_SHARDS = 8;

export const outcomeShard = (outcomeClass: OutcomeClass, shard: number): string => `${outcomeClass}#${shard}`;
