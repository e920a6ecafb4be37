/** The activity log: what happened to each request, kept for days. */
import type { ActivityIndex, ActivityKind, ActivityOutcome } from '../../contract/activity.ts';
import type { FaultName } from '../../contract/faults.ts';
import type { ProblemCode } from '../../contract/problems.ts';
import type { Channel, UndeliveredReason } from '../../contract/vocabulary.ts';

/**
 * An entry as it is stored: flat, and without the members that are not known. It never holds a code, a full number or
 * a full address.
 */
export interface ActivityRecord {
  /** Unique: the name of the request's execution, or of what the entry is about. */
  readonly entry_id: string;
  /** ISO 8601 UTC, with milliseconds. */
  readonly at: string;
  readonly kind: ActivityKind;
  readonly outcome: ActivityOutcome;
  readonly problem?: ProblemCode | undefined;
  /** The name of a fault, of ours or of AWS. */
  readonly error?: FaultName | string | undefined;
  readonly rule?: string | undefined;
  readonly reason?: UndeliveredReason | undefined;
  readonly user_id?: string | undefined;
  readonly purpose?: string | undefined;
  readonly channel?: Channel | undefined;
  readonly destination_masked?: string | undefined;
  /** Keyed (destinations/digest-destination.ts). */
  readonly destination_digest?: string | undefined;
  /** `sms:DeliveryRefused`, and a space between two. */
  readonly tried?: string | undefined;
  /** ISO 3166-1. */
  readonly country?: string | undefined;
  /** Millionths of a US dollar. */
  readonly price?: number | undefined;
  readonly sends?: number | undefined;
  readonly token_id?: string | undefined;
  readonly client_id?: string | undefined;
  readonly client_group?: string | undefined;
  readonly request_id?: string | undefined;
  readonly execution_arn?: string | undefined;
}

export interface ActivityLog {
  /** Appends; an entry that is there stays as it is. @throws StoreUnavailable */
  append(record: ActivityRecord): Promise<void>;
}

/** Which entries of an index, and from where on. */
export interface ActivityRange {
  readonly index: ActivityIndex;
  /** The value of the attribute that the index is keyed by. */
  readonly key: string;
  /** Times or positions (positionOf); inclusive and exclusive. */
  readonly from: string;
  readonly before: string;
  readonly limit: number;
}

export interface ActivityReader {
  /** The newest entries of a range that have not expired, at most `limit`. @throws StoreUnavailable */
  newest(range: ActivityRange): Promise<readonly ActivityRecord[]>;
  /** @throws StoreUnavailable */
  get(entryId: string): Promise<ActivityRecord | undefined>;
}

/** By which entries are in order: the time, and the key for ties. */
export const positionOf = ({ at, entry_id }: Pick<ActivityRecord, 'at' | 'entry_id'>): string =>
  `${at}#${entry_id}`;
