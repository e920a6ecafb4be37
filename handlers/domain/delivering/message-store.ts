/** Messages whose fate is reported later, by the id that their service gave them. */
import type { Channel } from '../../contract/vocabulary.ts';
import type { TokenKey } from '../token/token-store.ts';

/** The token and send that a message belongs to. */
export interface MessageRecord extends TokenKey {
  readonly token_id: string;
  readonly sends: number;
  readonly channel: Channel;
  /** How logs refer to the person. */
  readonly user_ref: string;
  /** Sealed: how the code may be sent if this message does not arrive (other-leg.ts). Absent if it may not. */
  readonly other_leg?: string;
}

/** @throws StoreUnavailable from every method, when a retry may help. */
export interface MessageStore {
  note(messageId: string, message: MessageRecord, nowSeconds: number): Promise<void>;
  /** A consistent read; undefined for a message of another service, or one that was forgotten. */
  find(messageId: string): Promise<MessageRecord | undefined>;
  /** Returns whether it existed: of several runs that read it, one forgets it. */
  forget(messageId: string): Promise<boolean>;
}
