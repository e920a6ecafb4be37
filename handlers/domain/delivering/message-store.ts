/** Messages whose service says later what became of them, by the id that the service gave them. */
import type { Channel } from '../../contract/vocabulary.ts';
import type { TokenKey } from '../token/token-store.ts';

/** Which send of which token a message is. */
export interface MessageRecord extends TokenKey {
  readonly token_id: string;
  readonly sends: number;
  readonly channel: Channel;
  /** The person in logs. */
  readonly user_ref: string;
  /** Sealed: how the code may go out should this message not arrive (other-leg.ts). Absent for not at all. */
  readonly other_leg?: string;
}

/** @throws StoreUnavailable from every method, when a retry may help. */
export interface MessageStore {
  note(messageId: string, message: MessageRecord, nowSeconds: number): Promise<void>;
  /** A consistent read; undefined for a message that is somebody else's, or was forgotten. */
  find(messageId: string): Promise<MessageRecord | undefined>;
  /** Says whether it was there: of several who read it, one forgets it. */
  forget(messageId: string): Promise<boolean>;
}
