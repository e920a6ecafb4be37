/** Messages whose fate is reported later, by the id that their service gave them. */
import type { Channel } from '../../contract/vocabulary.ts';
import type { TokenKey } from '../token/token-store.ts';

/** The token and send that a message belongs to. */
export interface MessageRecord extends TokenKey {
  readonly token_id: string;
  readonly sends: number;
  readonly channel: Channel;
  /** Keyed: by which the activity log finds what is reported. Absent where there is no such log. */
  readonly destination_digest?: string;
  /** How logs refer to the person. */
  readonly user_ref: string;
  /** Sealed: how the code may be sent if this message does not arrive (other-leg.ts). Absent if it may not. */
  readonly other_leg?: string;
  /** Present once its refusal is noted and counted, while its code may still be sent by the other leg. */
  readonly refusal_noted?: boolean;
  /** The attempt that sends the code by the other leg. Absent before one begins, and after one certainly failed. */
  readonly attempt?: string;
  /** Epoch seconds; an attempt that has not said by then how it ended never will. */
  readonly leased_until?: number;
}

/** @throws StoreUnavailable from every method, when a retry may help. */
export interface MessageStore {
  note(messageId: string, message: MessageRecord, nowSeconds: number): Promise<void>;
  /** A consistent read; undefined for a message of another service, or one that was forgotten. */
  find(messageId: string): Promise<MessageRecord | undefined>;
  /** Returns whether it existed: of several runs that read it, one forgets it. */
  forget(messageId: string): Promise<boolean>;
  /** Notes that its refusal is noted. True for one of several runs. */
  keepRefused(messageId: string): Promise<boolean>;
  /** Leases it to an attempt. False if it was forgotten or belongs to another attempt, however old. */
  lease(messageId: string, attempt: string, untilSeconds: number): Promise<boolean>;
  /** Ends the lease of an attempt that certainly sent nothing, so that another may begin. */
  endLease(messageId: string, attempt: string): Promise<void>;
}
