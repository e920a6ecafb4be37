/**
 * What Step Functions writes of an express machine's executions into CloudWatch Logs: a JSON document
 * for every event, of which only names and times are read.
 */
import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import * as z from 'zod/mini';
import type { Clock } from '../../domain/clock.ts';
import { ExecutionsUnavailable } from '../../domain/errors.ts';
import type { ExecutionLog, LoggedEvent, LogQuery } from '../../domain/reporting/execution-log.ts';
import { CLIENT_SETTINGS, withoutErrorMessages } from '../client-settings.ts';
import { isPassing } from '../fault-kinds.ts';

/** A search reads through the log and takes longer than a look-up by key. */
const SEARCH_TIMEOUT_MS = 2_400;

/**
 * One log event, numbers as text. `details` holds more than its name and error, none of it for us: a
 * cause may quote what a person sent.
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

/** The log in a log group. */
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
      // A page without events may still be followed by one with some.
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

/** Nothing is missing when the last event is there and as many events as its number says. */
function isComplete(events: readonly LoggedEvent[]): boolean {
  const end = events.find(({ type }) => /^Execution(Succeeded|Failed|TimedOut|Aborted)$/.test(type));
  return end !== undefined && new Set(events.map(({ id }) => id)).size >= end.id;
}

/** Empty for what is not an event of an execution, or was cut off. */
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
