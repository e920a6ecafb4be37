/** Reads all that Step Functions logged to CloudWatch Logs about one execution of an express machine. */
import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import type { Clock } from '../../domain/clock.ts';
import { ExecutionsUnavailable } from '../../domain/errors.ts';
import type { ExecutionLog, LoggedEvent, LogQuery } from '../../domain/reporting/execution-log.ts';
import type { FoundEvent } from '../../domain/reporting/execution-search.ts';
import { CLIENT_SETTINGS, withoutErrorMessages } from '../client-settings.ts';
import { isPassing } from '../fault-kinds.ts';
import { readExecutionEvent } from './execution-event.ts';

/** A search scans the log and takes longer than a lookup by key. */
const SEARCH_TIMEOUT_MS = 2_400;

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
      events.push(
        ...(page.events ?? []).flatMap(({ message }) => readExecutionEvent(message).map(withoutArn)),
      );
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

const withoutArn = ({ executionArn: _, ...event }: FoundEvent): LoggedEvent => event;

/** Complete when the last event has arrived, along with as many events as its id says. */
function isComplete(events: readonly LoggedEvent[]): boolean {
  const end = events.find(({ type }) => /^Execution(Succeeded|Failed|TimedOut|Aborted)$/.test(type));
  return end !== undefined && new Set(events.map(({ id }) => id)).size >= end.id;
}
