/**
 * Amazon CloudWatch Logs: the log groups to which the stack's state machines log their executions, and the
 * streams to which functions and SNS write. The former are derived on demand from the stored executions,
 * so no event is late or missing.
 */
import type { Resource, Stack } from '../../cloudformation/load-stack.ts';
import { toList } from '../../http/json-values.ts';
import type { LoggedDefinition } from '../step-functions/execution-history.ts';
import { executionHistory } from '../step-functions/execution-history.ts';
import type { ExecutionStore } from '../step-functions/execution-store.ts';
import { readDefinition } from '../step-functions/state-machine-definition.ts';
import { AwsError } from '../wire/aws-error.ts';
import type { JsonOperations } from '../wire/wire.ts';
import { readFilterPattern } from './filter-pattern.ts';
import type { LogGroups } from './log-groups.ts';
import { createLogGroups } from './log-groups.ts';
import type { LogStreams } from './log-streams.ts';
import { createLogStreams, pageOfStream } from './log-streams.ts';
import type { LogEvent } from './search-pages.ts';
import { pageOfSearch, readLimit } from './search-pages.ts';

const MACHINE_TYPE = 'AWS::StepFunctions::StateMachine';
/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html */
const MAX_PATTERN_LENGTH = 1_024;

interface LoggedMachine extends LoggedDefinition {
  /** The prefix of its executions' ARNs. */
  readonly executionPrefix: string;
  readonly logGroupArn: string;
}

type Input = Record<string, unknown>;

/** The operations on the log groups of a stack. */
export function createCloudWatchLogs(
  stack: Stack,
  executions: ExecutionStore,
  streams: LogStreams = createLogStreams(stack),
  groups: LogGroups = createLogGroups(stack),
): JsonOperations {
  const machines = readLoggedMachines(stack);

  return {
    ...groups.operations,
    FilterLogEvents(input) {
      checkTimes(input);
      const group = groups.find(input);
      const isWanted = readFilter(input);
      const events = machines
        .filter(({ logGroupArn }) => logGroupArn === group.arn)
        .flatMap((machine) => eventsOf(machine, executions))
        .concat(
          streams
            .eventsOf(group.name)
            .map(({ stream, id, ...event }) => ({ logStreamName: stream, eventId: id, ...event })),
        )
        .filter(isWanted)
        .sort((one, other) => one.timestamp - other.timestamp);
      return { ...pageOfSearch(events, input), searchedLogStreams: [] };
    },
    PutLogEvents(input) {
      const { name } = groups.find(input);
      const stream = streams.requireStream(name, input.logStreamName);
      return streams.put({ group: name, stream, events: toList(input.logEvents) });
    },
    GetLogEvents(input) {
      checkTimes(input);
      const { name } = groups.find(input);
      const stream = streams.requireStream(name, input.logStreamName);
      const from = typeof input.startTime === 'number' ? input.startTime : Number.NEGATIVE_INFINITY;
      const until = typeof input.endTime === 'number' ? input.endTime : Number.POSITIVE_INFINITY;
      // Unlike in FilterLogEvents, endTime is exclusive.
      const events = streams
        .eventsOf(name, stream)
        .filter(({ timestamp }) => timestamp >= from && timestamp < until);
      const page = pageOfStream(events, {
        limit: readLimit(input.limit),
        fromHead: input.startFromHead === true,
        nextToken: input.nextToken,
      });
      return {
        ...page,
        events: page.events.map(({ timestamp, ingestionTime, message }) => ({
          timestamp,
          ingestionTime,
          message,
        })),
      };
    },
  };
}

/** The machines that log at level ALL. Others log only some of the events, and have no log here. */
function readLoggedMachines(stack: Stack): LoggedMachine[] {
  return [...stack.resources.values()]
    .filter(({ type }) => type === MACHINE_TYPE)
    .flatMap((resource) => {
      const { Level, Destinations = [] } = (resource.properties.LoggingConfiguration ?? {}) as {
        Level?: string;
        Destinations?: { CloudWatchLogsLogGroup?: { LogGroupArn?: string } }[];
      };
      const logGroupArn = Destinations[0]?.CloudWatchLogsLogGroup?.LogGroupArn;
      if (Level !== 'ALL' || logGroupArn === undefined) {
        return [];
      }
      const executionPrefix = `${resource.ref.replace(':stateMachine:', ':express:')}:`;
      return [{ executionPrefix, logGroupArn, ...loggedDefinition(resource, stack.region) }];
    });
}

/** What the log of a machine tells about it. */
export const loggedDefinition = (resource: Resource, region: string): LoggedDefinition => ({
  definition: readDefinition(resource),
  roleArn: String(resource.properties.RoleArn),
  region,
});

const eventsOf = ({ executionPrefix, ...machine }: LoggedMachine, executions: ExecutionStore): LogEvent[] =>
  executions
    .list()
    .filter(({ execution_arn }) => execution_arn.startsWith(executionPrefix))
    .flatMap((execution) => executionHistory(execution, machine))
    .map((event) => ({
      logStreamName: `states/${executionPrefix.split(':').at(-2)}/local`,
      timestamp: Number(event.event_timestamp),
      message: JSON.stringify(event),
      ingestionTime: Number(event.event_timestamp),
      eventId: `${event.execution_arn}/${event.id}`,
    }));

/**
 * Times before 1970 are refused: https://github.com/elastic/integrations/issues/10564
 * https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html
 */
function checkTimes(input: Input): void {
  for (const name of ['startTime', 'endTime']) {
    const value = input[name];
    if (typeof value === 'number' && value < 0) {
      throw new AwsError(
        'InvalidParameterException',
        `1 validation error detected: Value '${value}' at '${name}' failed to satisfy constraint: Member must have value greater than or equal to 0`,
      );
    }
  }
}

/** startTime and endTime are both inclusive, as the API reference says. */
function readFilter({ filterPattern, startTime, endTime }: Input): (event: LogEvent) => boolean {
  const from = typeof startTime === 'number' ? startTime : Number.NEGATIVE_INFINITY;
  const until = typeof endTime === 'number' ? endTime : Number.POSITIVE_INFINITY;
  const matches = readPattern(filterPattern);
  return ({ timestamp, message }) => timestamp >= from && timestamp <= until && matches(message);
}

function readPattern(pattern: unknown = ''): (message: string) => boolean {
  const text = String(pattern);
  if (text.length > MAX_PATTERN_LENGTH) {
    throw new AwsError(
      'InvalidParameterException',
      `1 validation error detected: Value at 'filterPattern' failed to satisfy constraint: Member must have length less than or equal to ${MAX_PATTERN_LENGTH}`,
    );
  }
  const matches = readFilterPattern(text);
  if (!matches) {
    throw new AwsError(
      'InvalidParameterException',
      'The local runtime supports filter patterns of the form { $.member = "text" } only, with &&, || and *.',
    );
  }
  return matches;
}
