/**
 * The stack's queues in memory: messages are hidden while somebody works on them, and moved to the dead-letter queue
 * once they were received too often.
 * Source: SQS developer guide, "Visibility timeout", "Message timers" and "Dead-letter queues".
 */
import { randomUUID } from 'node:crypto';
import type { Resource, Stack } from '../../cloudformation/load-stack.ts';
import { toObject } from '../../http/json-values.ts';
import type { MessageAttributes } from './message-attributes.ts';

const QUEUE_TYPE = 'AWS::SQS::Queue';
const DEFAULT_VISIBILITY_SECONDS = 30;
const DEFAULT_RETENTION_SECONDS = 345_600;
/** From when a message was received. */
export const LONGEST_VISIBILITY_SECONDS = 43_200;

export interface QueuedMessage {
  readonly id: string;
  readonly body: string;
  readonly attributes: MessageAttributes;
  /** ARN of the queue whose redrive policy moved it here. */
  readonly movedFrom?: string;
  readonly sentAtMs: number;
  readonly firstReceivedAtMs: number;
  readonly receiveCount: number;
  /** Of the latest receipt. */
  readonly receiptHandle: string;
}

interface Held extends QueuedMessage {
  readonly receivedAtMs: number;
  readonly visibleAtMs: number;
  /** Somebody wants it later: its receiver hid it, or its sender delayed it. */
  readonly isPutOff: boolean;
}

interface Sending {
  readonly attributes?: MessageAttributes;
  /** Default: the queue's. */
  readonly delaySeconds?: number;
  readonly movedFrom?: string;
  /** Default: now. */
  readonly sentAtMs?: number;
}

export interface Queue {
  readonly name: string;
  readonly arn: string;
  readonly url: string;
  readonly visibilitySeconds: number;
  readonly delaySeconds: number;
  readonly retentionSeconds: number;
  readonly redrive?: { readonly arn: string; readonly maxReceiveCount: number };
  send(body: string, how?: Sending): string;
  /** Hides what it gives. */
  receive(most: number, visibilitySeconds?: number): readonly QueuedMessage[];
  /** Whether there was a message of this receipt. */
  remove(receiptHandle: string): boolean;
  /** Why not, where it cannot. */
  hide(receiptHandle: string, seconds: number): 'unknown' | 'not-in-flight' | 'too-long' | undefined;
  counts(): { readonly visible: number; readonly hidden: number; readonly delayed: number };
  /** Epoch milliseconds of when the next message can be received; undefined when there is none. */
  nextVisibleAtMs(): number | undefined;
  /** Takes every message out, visible or not. */
  drain(): void;
  /** Sends each message to where it goes, as a new one; it stays where that is nowhere. */
  moveAll(to: (message: QueuedMessage) => Queue | undefined): void;
  /** Every message, visible or not; none is received by this. */
  messages(): readonly (QueuedMessage & { readonly visibleAtMs: number })[];
  /**
   * Ends the waits that receivers and senders asked for, and forgets the attribute in which a message says that it is
   * not due. AWS cannot: it is for people who do not want to wait here.
   */
  hurry(dueAttribute?: string): void;
  /** Called when a message was sent or can be received sooner than before. */
  onChange(listener: () => void): void;
}

export interface Queues {
  readonly list: readonly Queue[];
  byArn(arn: string): Queue | undefined;
  byUrl(url: string): Queue | undefined;
}

export function createQueues(stack: Stack, now: () => number = Date.now): Queues {
  const list: Queue[] = [];
  const byArn = (arn: string) => list.find((queue) => queue.arn === arn);
  for (const resource of stack.resources.values()) {
    if (resource.type === QUEUE_TYPE) {
      list.push(createQueue(resource, now, byArn));
    }
  }
  return { list, byArn, byUrl: (url) => list.find((queue) => queue.url === url) };
}

function createQueue(
  { ref, arn = '', properties }: Resource,
  now: () => number,
  byArn: (arn: string) => Queue | undefined,
): Queue {
  const messages = new Map<string, Held>();
  const listeners: (() => void)[] = [];
  const visibilitySeconds = Number(properties.VisibilityTimeout ?? DEFAULT_VISIBILITY_SECONDS);
  const retentionSeconds = Number(properties.MessageRetentionPeriod ?? DEFAULT_RETENTION_SECONDS);
  const queueDelaySeconds = Number(properties.DelaySeconds ?? 0);
  const redrive = redriveOf(properties.RedrivePolicy);
  const changed = () => {
    for (const listener of listeners) {
      listener();
    }
  };
  const forgetOld = () => {
    for (const { id, sentAtMs } of messages.values()) {
      if (sentAtMs + retentionSeconds * 1000 <= now()) {
        messages.delete(id);
      }
    }
  };
  const withReceipt = (handle: string) =>
    [...messages.values()].find(({ receiptHandle }) => receiptHandle === handle);

  return {
    name: arn.split(':').at(-1) ?? '',
    arn,
    url: ref,
    visibilitySeconds,
    delaySeconds: queueDelaySeconds,
    retentionSeconds,
    ...(redrive && { redrive }),
    send(body, { attributes = {}, delaySeconds = queueDelaySeconds, movedFrom, sentAtMs = now() } = {}) {
      const id = randomUUID();
      const unseen = { receiveCount: 0, receiptHandle: '', receivedAtMs: 0, firstReceivedAtMs: 0 };
      messages.set(id, {
        id,
        body,
        attributes,
        ...(movedFrom !== undefined && { movedFrom }),
        sentAtMs,
        visibleAtMs: now() + delaySeconds * 1000,
        isPutOff: delaySeconds > 0,
        ...unseen,
      });
      changed();
      return id;
    },
    receive(most, seconds = visibilitySeconds) {
      forgetOld();
      const given: QueuedMessage[] = [];
      for (const message of messages.values()) {
        if (given.length === most || message.visibleAtMs > now()) {
          continue;
        }
        if (redrive && message.receiveCount >= redrive.maxReceiveCount) {
          messages.delete(message.id);
          // It stays as old as it is.
          const { body, attributes, sentAtMs } = message;
          byArn(redrive.arn)?.send(body, { attributes, sentAtMs, movedFrom: arn });
          continue;
        }
        const receivedAtMs = now();
        const received = {
          ...message,
          receivedAtMs,
          firstReceivedAtMs: message.firstReceivedAtMs || receivedAtMs,
          receiveCount: message.receiveCount + 1,
          receiptHandle: randomUUID(),
          visibleAtMs: receivedAtMs + seconds * 1000,
          isPutOff: false,
        };
        messages.set(message.id, received);
        given.push(received);
      }
      return given;
    },
    remove(handle) {
      const message = withReceipt(handle);
      return message !== undefined && messages.delete(message.id);
    },
    hide(handle, seconds) {
      const message = withReceipt(handle);
      if (message === undefined) {
        return 'unknown';
      }
      if (message.visibleAtMs <= now()) {
        return 'not-in-flight';
      }
      const visibleAtMs = now() + seconds * 1000;
      if (visibleAtMs > message.receivedAtMs + LONGEST_VISIBILITY_SECONDS * 1000) {
        return 'too-long';
      }
      messages.set(message.id, { ...message, visibleAtMs, isPutOff: true });
      changed();
      return undefined;
    },
    counts() {
      forgetOld();
      const visible = [...messages.values()].filter(({ visibleAtMs }) => visibleAtMs <= now()).length;
      const delayed = [...messages.values()].filter(
        ({ visibleAtMs, receiveCount }) => visibleAtMs > now() && receiveCount === 0,
      ).length;
      return { visible, hidden: messages.size - visible - delayed, delayed };
    },
    nextVisibleAtMs() {
      const times = [...messages.values()].map(({ visibleAtMs }) => visibleAtMs);
      return times.length === 0 ? undefined : Math.min(...times);
    },
    drain: () => messages.clear(),
    moveAll(to) {
      for (const message of [...messages.values()]) {
        const target = to(message);
        if (target !== undefined) {
          messages.delete(message.id);
          target.send(message.body, { attributes: message.attributes });
        }
      }
    },
    messages() {
      forgetOld();
      return [...messages.values()];
    },
    hurry(dueAttribute = '') {
      for (const message of messages.values()) {
        if (message.isPutOff) {
          const { [dueAttribute]: _due, ...attributes } = message.attributes;
          messages.set(message.id, { ...message, attributes, visibleAtMs: now() });
        }
      }
      changed();
    },
    onChange(listener) {
      listeners.push(listener);
    },
  };
}

function redriveOf(policy: unknown): Queue['redrive'] {
  const { deadLetterTargetArn, maxReceiveCount } = toObject(policy);
  return typeof deadLetterTargetArn === 'string'
    ? { arn: deadLetterTargetArn, maxReceiveCount: Number(maxReceiveCount) }
    : undefined;
}
