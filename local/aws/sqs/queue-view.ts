/** What waits in the stack's queues, for people: SQS itself shows a message only to whoever receives it. */
import type { Queues } from './queues.ts';

export interface WaitingMessage {
  readonly id: string;
  /** ISO 8601 UTC. */
  readonly sent_at: string;
  readonly receive_count: number;
  /** ISO 8601 UTC: when it can be received; a time in the past means now. */
  readonly visible_at: string;
  readonly body: string;
  /** By name; nothing else of them matters to people. */
  readonly attributes: Readonly<Record<string, string>>;
}

export interface ViewedQueue {
  readonly name: string;
  /** Names of the queues whose dead letters it holds. */
  readonly dead_letters_of: readonly string[];
  readonly messages: readonly WaitingMessage[];
}

export interface QueueView {
  list(): readonly ViewedQueue[];
  clear(): void;
  /** Makes every message visible that was put off. */
  hurry(): void;
}

/** `dueAttribute`: where a message says until when it waits, if the stack's functions put messages off by it. */
export const queueView = ({ list: queues }: Queues, dueAttribute?: string): QueueView => ({
  list: () =>
    queues.map(({ name, arn, messages }) => ({
      name,
      dead_letters_of: queues.filter(({ redrive }) => redrive?.arn === arn).map((each) => each.name),
      messages: messages().map(({ id, sentAtMs, receiveCount, visibleAtMs, body, attributes }) => ({
        id,
        sent_at: new Date(sentAtMs).toISOString(),
        receive_count: receiveCount,
        visible_at: new Date(visibleAtMs).toISOString(),
        body,
        attributes: Object.fromEntries(
          Object.entries(attributes).map(([attribute, { StringValue }]) => [attribute, StringValue]),
        ),
      })),
    })),
  clear() {
    for (const queue of queues) {
      queue.drain();
    }
  },
  hurry() {
    for (const queue of queues) {
      queue.hurry(dueAttribute);
    }
  },
});
