/**
 * Searches the machine's log with FilterLogEvents, newest first.
 *
 * Rather than CloudWatch Logs Insights, which Step Functions' own console uses: a query there is billed by what it
 * scans, 30 run at a time in an account, its results have to be polled for, and the right to read results is not
 * limited to a log group. FilterLogEvents is free of charge and answers at once, in one call where the log is small. It
 * stops after a part of a large log, with a token to go on: hence `giveUpAtMs`, cursors, and periods.
 * https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html
 * https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_StartQuery.html
 */
import type { CloudWatchLogsClient, FilterLogEventsCommandInput } from '@aws-sdk/client-cloudwatch-logs';
import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import type { Clock } from '../../domain/clock.ts';
import { ExecutionsUnavailable } from '../../domain/errors.ts';
import type { ExecutionSearch, FoundEvent, Search } from '../../domain/reporting/execution-search.ts';
import { isPassing, isServiceFault } from '../fault-kinds.ts';
import { readExecutionEvent } from './execution-event.ts';
import { executionPattern } from './execution-pattern.ts';

/** The newest events come first only in searches that begin here or later. */
const EARLIEST_MS = Date.UTC(2024, 0, 1);

/** What FilterLogEvents answers to an invalid token; the other parameters have been validated by then. */
const INVALID = 'InvalidParameterException';

export const cloudWatchExecutionSearch = (
  client: CloudWatchLogsClient,
  logGroupName: string,
  stateMachineArn: string,
  now: Clock,
): ExecutionSearch => ({
  async search({ wanted, fromMs, untilMs, limit, cursor, giveUpAtMs }: Search) {
    const events: FoundEvent[] = [];
    const startTime = Math.max(fromMs ?? EARLIEST_MS, EARLIEST_MS);
    if (untilMs !== undefined && untilMs < startTime) {
      return { events };
    }
    let nextToken = cursor;
    do {
      const page = await ask(client, {
        logGroupName,
        filterPattern: executionPattern(wanted, stateMachineArn),
        startTime,
        ...(untilMs === undefined ? {} : { endTime: untilMs }),
        startFromHead: false,
        limit: limit - events.length,
        ...(nextToken === undefined ? {} : { nextToken }),
      });
      if (page === undefined) {
        return undefined;
      }
      events.push(...(page.events ?? []).flatMap(({ message }) => readExecutionEvent(message)));
      // An empty page may be followed by one with events.
      nextToken = page.nextToken;
    } while (nextToken !== undefined && events.length < limit && now() < giveUpAtMs);
    return { events, ...(nextToken === undefined ? {} : { cursor: nextToken }) };
  },
});

/** Undefined for an invalid token. */
async function ask(client: CloudWatchLogsClient, input: FilterLogEventsCommandInput) {
  try {
    return await client.send(new FilterLogEventsCommand(input));
  } catch (error) {
    if (input.nextToken !== undefined && isServiceFault(error) && error.name === INVALID) {
      return undefined;
    }
    throw isPassing(error) ? new ExecutionsUnavailable({ cause: error }) : error;
  }
}
