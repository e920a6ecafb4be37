/** The messages that SNS would have sent: one inbox for all recipients. */
import { randomUUID } from 'node:crypto';
import type { Keeper } from '../../persistence/keeper.ts';
import { forgets } from '../../persistence/keeper.ts';

const MAX_MESSAGES = 1_000;

export interface Message {
  readonly id: string;
  /** ISO 8601 UTC. */
  readonly at: string;
  /** The channel it was sent on, such as `sms`. */
  readonly channel: string;
  /** E.164 number or email address. */
  readonly to: string;
  /** The header, of an email by SES. */
  readonly from?: string;
  readonly subject?: string;
  readonly body: string;
  /** The HTML part of an email. */
  readonly html?: string;
}

export interface MessageStore {
  add(message: Omit<Message, 'at'> | Omit<Message, 'at' | 'id'>): Message;
  /** Newest first; the latest 1,000. */
  list(): readonly Message[];
  clear(): void;
}

/** An inbox that starts with the messages kept from an earlier run. */
export function createMessageStore(
  now: () => number = Date.now,
  keeper: Keeper<readonly Message[]> = forgets(),
): MessageStore {
  let messages: readonly Message[] = keeper.kept ?? [];
  const save = () => keeper.save(() => messages);
  return {
    add(message) {
      const stored: Message = { id: randomUUID(), ...message, at: new Date(now()).toISOString() };
      messages = [stored, ...messages].slice(0, MAX_MESSAGES);
      save();
      return stored;
    },
    list: () => messages,
    clear() {
      messages = [];
      save();
    },
  };
}
