/**
 * Lambda's pollers: each event source mapping takes messages out of its queue in batches, calls its function with
 * them, and deletes those that the function does not name as failed.
 * Source: Lambda developer guide, "Using Lambda with Amazon SQS" and "Handling errors for an SQS event source".
 */
import type { Resource, Stack } from '../../cloudformation/load-stack.ts';
import { isObject, toList, toObject, toText, toTextList } from '../../http/json-values.ts';
import type { InvocationResult, LambdaPool } from '../lambda/pool.ts';
import { md5 } from './md5.ts';
import { eventAttributes } from './message-attributes.ts';
import type { Queue, QueuedMessage, Queues } from './queues.ts';
import { systemAttributes } from './sqs.ts';

const MAPPING_TYPE = 'AWS::Lambda::EventSourceMapping';
const DEFAULT_BATCH = 10;
/** Where the mapping says nothing; AWS begins with five, and goes up from there. */
const DEFAULT_CONCURRENCY = 5;
/** A timer longer than this overflows. */
const LONGEST_TIMER_MS = 2_147_483_647;

interface EventSources {
  stop(): void;
}

/** @throws when a mapping polls something other than a queue of the stack */
export function startEventSources(stack: Stack, queues: Queues, invoke: LambdaPool['invoke']): EventSources {
  const mappings = [...stack.resources.values()].filter(({ type }) => type === MAPPING_TYPE);
  const pollers = mappings.map((mapping) => startPoller(mapping, { stack, queues, invoke }));
  return {
    stop() {
      for (const poller of pollers) {
        poller.stop();
      }
    },
  };
}

function startPoller(
  { path, properties }: Resource,
  parts: { readonly stack: Stack; readonly queues: Queues; readonly invoke: LambdaPool['invoke'] },
): EventSources {
  const queue = parts.queues.byArn(toText(properties.EventSourceArn));
  if (!queue) {
    throw new Error(`${path}: the local runtime polls queues of the stack only.`);
  }
  const batchSize = Number(properties.BatchSize ?? DEFAULT_BATCH);
  const most = Number(toObject(properties.ScalingConfig).MaximumConcurrency ?? DEFAULT_CONCURRENCY);
  const reportsFailures = toTextList(properties.FunctionResponseTypes).includes('ReportBatchItemFailures');
  let running = 0;
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;

  function poll(): void {
    clearTimeout(timer);
    while (!isStopped && running < most) {
      const messages = queue?.receive(batchSize) ?? [];
      if (messages.length === 0) {
        wakeAt(queue?.nextVisibleAtMs());
        return;
      }
      running += 1;
      void work(queue as Queue, messages).finally(() => {
        running -= 1;
        poll();
      });
    }
  }
  function wakeAt(atMs: number | undefined): void {
    if (atMs !== undefined && !isStopped) {
      timer = setTimeout(poll, Math.min(Math.max(0, atMs - Date.now()), LONGEST_TIMER_MS));
      timer.unref();
    }
  }
  async function work(from: Queue, messages: readonly QueuedMessage[]): Promise<void> {
    const event = { Records: messages.map((message) => recordOf(message, from, parts.stack.region)) };
    // What throws here is Lambda's own error: the messages come again, as after a function's.
    const result = await parts
      .invoke(toText(properties.FunctionName), JSON.stringify(event))
      .catch(() => undefined);
    const failed = failedOf(result, messages, reportsFailures);
    for (const { id, receiptHandle } of messages) {
      if (!failed.has(id)) {
        from.remove(receiptHandle);
      }
    }
  }

  queue.onChange(poll);
  return {
    stop() {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}

const recordOf = (message: QueuedMessage, { arn }: Queue, awsRegion: string) => ({
  messageId: message.id,
  receiptHandle: message.receiptHandle,
  body: message.body,
  attributes: systemAttributes(message),
  messageAttributes: eventAttributes(message.attributes),
  md5OfBody: md5(message.body),
  eventSource: 'aws:sqs',
  eventSourceARN: arn,
  awsRegion,
});

/** An answer that is not as it has to be, or that names what was not in the batch, fails all of it. */
function failedOf(
  result: InvocationResult | undefined,
  messages: readonly QueuedMessage[],
  reportsFailures: boolean,
): ReadonlySet<string> {
  const all = new Set(messages.map(({ id }) => id));
  if (result?.kind !== 'result') {
    return all;
  }
  const answer: unknown = JSON.parse(result.payload);
  const failures = isObject(answer) ? answer.batchItemFailures : answer;
  if (!reportsFailures || failures === undefined || failures === null) {
    return new Set();
  }
  const named = toList(failures).map((each) => toText(toObject(each).itemIdentifier));
  return Array.isArray(failures) && named.every((id) => all.has(id)) ? new Set(named) : all;
}
