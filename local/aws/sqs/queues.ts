/**
 * The stack's queues in memory: messages are hidden while somebody works on them, and moved to the dead-letter queue
 * once they were received too often.
 * Source: SQS developer guide, "Visibility timeout" and "Dead-letter queues".
 */
import { randomUUID } from 'node:crypto';
import type { Resource, Stack } from '../../cloudformation/load-stack.ts';
import { toObject } from '../../http/json-values.ts';

const QUEUE_TYPE = 'AWS::SQS::Queue';
const DEFAULT_VISIBILITY_SECONDS = 30;
const DEFAULT_RETENTION_SECONDS = 345_600;
/** From when a message was received. */
export const LONGEST_VISIBILITY_SECONDS = 43_200;

export interface QueuedMessage {
  readonly id: string;
  readonly body: string;
  readonly sentAtMs: number;
  readonly firstReceivedAtMs: number;
  readonly receiveCount: number;
  /** Of the latest receipt. */
  readonly receiptHandle: string;
}

interface Held extends QueuedMessage {
  readonly receivedAtMs: number;
  readonly visibleAtMs: number;
  /** Its receiver hid it for later, and is done with it. */
  readonly isPutOff: boolean;
}

export interface Queue {
  readonly name: string;
  readonly arn: string;
  readonly url: string;
  readonly visibilitySeconds: number;
  readonly retentionSeconds: number;
  readonly redrive?: { readonly arn: string; readonly maxReceiveCount: number };
  send(body: string): string;
  /** Hides what it gives. */
  receive(most: number, visibilitySeconds?: number): readonly QueuedMessage[];
  /** Whether there was a message of this receipt. */
  remove(receiptHandle: string): boolean;
  /** Why not, where it cannot. */
  hide(receiptHandle: string, seconds: number): 'unknown' | 'not-in-flight' | 'too-long' | undefined;
  counts(): { readonly visible: number; readonly hidden: number };
  /** Epoch milliseconds of when the next message can be received; undefined when there is none. */
  nextVisibleAtMs(): number | undefined;
  /** Takes every message out, visible or not. */
  drain(): readonly string[];
  /** Every message, visible or not; none is received by this. */
  messages(): readonly (QueuedMessage & { readonly visibleAtMs: number })[];
  /** Ends the waits that receivers asked for. AWS cannot: it is for people who do not want to wait here. */
  hurry(): void;
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
    retentionSeconds,
    ...(redrive && { redrive }),
    send(body) {
      const id = randomUUID();
      const sentAtMs = now();
      const unseen = { receiveCount: 0, receiptHandle: '', receivedAtMs: 0, firstReceivedAtMs: 0 };
      messages.set(id, { id, body, sentAtMs, visibleAtMs: sentAtMs, isPutOff: false, ...unseen });
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
          byArn(redrive.arn)?.send(message.body);
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
      return { visible, hidden: messages.size - visible };
    },
    nextVisibleAtMs() {
      const times = [...messages.values()].map(({ visibleAtMs }) => visibleAtMs);
      return times.length === 0 ? undefined : Math.min(...times);
    },
    drain() {
      const bodies = [...messages.values()].map(({ body }) => body);
      messages.clear();
      return bodies;
    },
    messages() {
      forgetOld();
      return [...messages.values()];
    },
    hurry() {
      for (const message of messages.values()) {
        if (message.isPutOff) {
          messages.set(message.id, { ...message, visibleAtMs: now() });
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
