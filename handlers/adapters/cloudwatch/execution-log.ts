/**
 * Reads what Step Functions logs to CloudWatch Logs about executions of an express machine: one JSON document
 * per event, of which only ids, types, names and times are used.
 */
import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import * as z from 'zod/mini';
import type { Clock } from '../../domain/clock.ts';
import { ExecutionsUnavailable } from '../../domain/errors.ts';
import type { ExecutionLog, LoggedEvent, LogQuery } from '../../domain/reporting/execution-log.ts';
import { CLIENT_SETTINGS, withoutErrorMessages } from '../client-settings.ts';
import { isPassing } from '../fault-kinds.ts';

/** A search scans the log and takes longer than a lookup by key. */
const SEARCH_TIMEOUT_MS = 2_400;

/**
 * One log event, with its numbers as text. `details` holds more than the name and the error, but the rest is
 * ignored: a cause may quote what a person sent.
 */
const historyEvent = z.object({
  id: z.string(),
  type: z.string(),
  event_timestamp: z.string(),
  details: z.optional(z.object({ name: z.optional(z.string()), error: z.optional(z.string()) })),
});

export const createLogsClient = (): CloudWatchLogsClient =>
  withoutErrorMessages(
    new CloudWatchLogsClient({
      ...CLIENT_SETTINGS,
      requestHandler: { ...CLIENT_SETTINGS.requestHandler, requestTimeout: SEARCH_TIMEOUT_MS },
    }),
  );

/** Reads pages until the execution is complete, no page is left or `giveUpAtMs` has passed. */
export const cloudWatchExecutionLog = (
  client: CloudWatchLogsClient,
  logGroupName: string,
  now: Clock,
): ExecutionLog => ({
  async read(query) {
    const events: LoggedEvent[] = [];
    let nextToken: string | undefined;
    do {
      if (now() >= query.giveUpAtMs) {
        break;
      }
      const page = await search(client, logGroupName, query, nextToken);
      events.push(...(page.events ?? []).flatMap(({ message }) => readEvent(message)));
      // An empty page may be followed by one with events.
      nextToken = page.nextToken;
    } while (nextToken !== undefined && !isComplete(events));
    return events;
  },
});

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html */
async function search(
  client: CloudWatchLogsClient,
  logGroupName: string,
  { executionArn, fromMs, untilMs }: LogQuery,
  nextToken: string | undefined,
) {
  const command = new FilterLogEventsCommand({
    logGroupName,
    filterPattern: `{ $.execution_arn = "${executionArn}" }`,
    startTime: fromMs,
    endTime: untilMs,
    ...(nextToken === undefined ? {} : { nextToken }),
  });
  try {
    return await client.send(command);
  } catch (error) {
    throw isPassing(error) ? new ExecutionsUnavailable({ cause: error }) : error;
  }
}

/** Complete when the last event has arrived, along with as many events as its id says. */
function isComplete(events: readonly LoggedEvent[]): boolean {
  const end = events.find(({ type }) => /^Execution(Succeeded|Failed|TimedOut|Aborted)$/.test(type));
  return end !== undefined && new Set(events.map(({ id }) => id)).size >= end.id;
}

/** Empty for anything that is not an execution event or was truncated. */
function readEvent(message = ''): LoggedEvent[] {
  const parsed = historyEvent.safeParse(parseJson(message));
  if (!parsed.success) {
    return [];
  }
  const { id, type, event_timestamp, details: { name, error } = {} } = parsed.data;
  const event = { id: Number(id), type, atMs: Number(event_timestamp) };
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
