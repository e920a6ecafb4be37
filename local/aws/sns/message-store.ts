/** What SNS and SES would have sent: the inbox of everybody. */
import { randomUUID } from 'node:crypto';
import type { Keeper } from '../../persistence/keeper.ts';
import { forgets } from '../../persistence/keeper.ts';

const MAX_MESSAGES = 1_000;

export interface Message {
  readonly id: string;
  /** ISO 8601 UTC. */
  readonly at: string;
  /** What it went by, such as `sms`. */
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

/** An inbox that begins with what an earlier one kept. */
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
