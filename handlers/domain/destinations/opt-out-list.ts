/** Who wants no messages, and which addresses cannot be reached. */
import type { FeedbackReason } from '../../contract/vocabulary.ts';

/** Subjects that stay on the list until they are removed. @throws StoreUnavailable from every method */
export interface OptOutList {
  /** A consistent read. */
  has(subject: string): Promise<boolean>;
  /** Of a subject that is there: why, where it is not its owner's wish. */
  why(subject: string): Promise<FeedbackReason | undefined>;
  /** When it was added, epoch seconds; undefined where an earlier release did not note it. */
  since(subject: string): Promise<number | undefined>;
  /** With a reason it leaves what is there already, but a complaint replaces a bounce. */
  add(subject: string, reason?: FeedbackReason): Promise<void>;
  remove(subject: string): Promise<void>;
}
