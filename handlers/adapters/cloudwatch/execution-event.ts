/**
 * What Step Functions logs about executions of an express machine: one JSON document per event, of which only ids,
 * types, names and times are used.
 */
import * as z from 'zod/mini';
import type { FoundEvent } from '../../domain/reporting/execution-search.ts';

/**
 * One log event, with its numbers as text. `details` holds more than the name and the error, but the rest is
 * ignored: a cause may quote what a person sent.
 */
const historyEvent = z.object({
  id: z.string(),
  type: z.string(),
  event_timestamp: z.string(),
  execution_arn: z.string(),
  details: z.optional(z.object({ name: z.optional(z.string()), error: z.optional(z.string()) })),
});

/** Empty for anything that is not an execution event or was truncated. */
export function readExecutionEvent(message = ''): FoundEvent[] {
  const parsed = historyEvent.safeParse(parseJson(message));
  if (!parsed.success) {
    return [];
  }
  const { id, type, event_timestamp, execution_arn, details: { name, error } = {} } = parsed.data;
  const event = { id: Number(id), type, atMs: Number(event_timestamp), executionArn: execution_arn };
  if (!Number.isSafeInteger(event.id) || !Number.isSafeInteger(event.atMs)) {
    return [];
  }
  return [
    { ...event, ...(name === undefined ? {} : { state: name }), ...(error === undefined ? {} : { error }) },
  ];
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
