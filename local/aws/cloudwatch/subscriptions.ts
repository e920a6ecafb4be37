/**
 * Subscription filters of the template: lines of their groups that match go on to a function, compressed with gzip and
 * in base64, some lines at a time.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html
 * https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutSubscriptionFilter.html
 */
import { gzipSync } from 'node:zlib';
import type { Resource, Stack } from '../../cloudformation/load-stack.ts';
import { readFilterPattern } from './filter-pattern.ts';
import type { StreamEvent } from './log-streams.ts';

const FILTER_TYPE = 'AWS::Logs::SubscriptionFilter';
const PERMISSION_TYPE = 'AWS::Lambda::Permission';
const LOGS = 'logs.amazonaws.com';
/** Of a group. */
const MOST_FILTERS = 2;
/** Lines that come together are delivered together. */
const BATCH_MS = 50;

/** A subscription filter that AWS would not create, or that is not supported here. */
export class SubscriptionRefusedError extends Error {
  override readonly name = 'SubscriptionRefusedError';
}

type LoggedEvent = Pick<StreamEvent, 'group' | 'stream' | 'id' | 'timestamp' | 'message'>;

export interface Subscriptions {
  /** Hands on what matches. */
  publish(events: readonly LoggedEvent[]): void;
  stop(): void;
}

interface Filter {
  readonly name: string;
  readonly group: string;
  readonly destination: string;
  readonly matches: (message: string) => boolean;
}

/** `invokeLater` is called with the ARN of a function. @throws {SubscriptionRefusedError} */
export function createSubscriptions(
  stack: Stack,
  groups: { has(name: string): boolean },
  invokeLater: (functionArn: string, payload: string) => void,
): Subscriptions {
  const resources = [...stack.resources.values()];
  const templates = resources.filter(({ type }) => type === FILTER_TYPE);
  const permissions = resources.filter(({ type }) => type === PERMISSION_TYPE);
  const filters = templates.map((resource) =>
    readFilter(resource, { stack, groups, templates, permissions }),
  );
  /** What waits to be delivered, by filter and stream. */
  const waiting = new Map<string, { readonly filter: Filter; readonly events: LoggedEvent[] }>();
  let timer: NodeJS.Timeout | undefined;

  function deliver(): void {
    timer = undefined;
    for (const { filter, events } of waiting.values()) {
      invokeLater(filter.destination, payloadOf(filter, events, stack.accountId));
    }
    waiting.clear();
  }

  return {
    publish(events) {
      for (const event of events) {
        for (const filter of filters.filter(
          ({ group, matches }) => group === event.group && matches(event.message),
        )) {
          const key = `${filter.name} ${event.stream}`;
          const batch = waiting.get(key) ?? { filter, events: [] };
          batch.events.push(event);
          waiting.set(key, batch);
          timer ??= setTimeout(deliver, BATCH_MS).unref();
        }
      }
    },
    stop: () => clearTimeout(timer),
  };
}

function readFilter(
  { path, ref, properties }: Resource,
  parts: {
    readonly stack: Stack;
    readonly groups: { has(name: string): boolean };
    readonly templates: readonly Resource[];
    readonly permissions: readonly Resource[];
  },
): Filter {
  const { region, accountId } = parts.stack;
  const group = String(properties.LogGroupName);
  const destination = String(properties.DestinationArn);
  const why = (reason: string) =>
    new SubscriptionRefusedError(`AWS would not create the subscription filter ${path}: ${reason}`);
  if (!parts.groups.has(group)) {
    throw why('The specified log group does not exist.');
  }
  if (parts.templates.filter((each) => each.properties.LogGroupName === group).length > MOST_FILTERS) {
    throw why(`Resource limit exceeded. A log group has at most ${MOST_FILTERS}.`);
  }
  const matches = readFilterPattern(String(properties.FilterPattern ?? ''));
  if (!matches) {
    throw new SubscriptionRefusedError(
      `${path}: the local runtime supports filter patterns of the form { $.member = "text" } only.`,
    );
  }
  const arn = `arn:aws:logs:${region}:${accountId}:log-group:${group}:*`;
  const mayCall = parts.permissions.some(
    (each) =>
      each.properties.Principal === LOGS &&
      each.properties.FunctionName === destination &&
      [undefined, arn].includes(each.properties.SourceArn as string | undefined) &&
      [undefined, accountId].includes(each.properties.SourceAccount as string | undefined),
  );
  if (!mayCall) {
    throw why(
      'Could not execute the lambda function. Make sure you have given CloudWatch Logs permission to execute your function.',
    );
  }
  return { name: ref, group, destination, matches };
}

/** As "Real-time processing of log data with subscriptions" of the user guide has it. */
function payloadOf({ name, group }: Filter, events: readonly LoggedEvent[], owner: string): string {
  const batch = {
    messageType: 'DATA_MESSAGE',
    owner,
    logGroup: group,
    logStream: events[0]?.stream ?? '',
    subscriptionFilters: [name],
    logEvents: events.map(({ id, timestamp, message }) => ({ id, timestamp, message })),
  };
  return JSON.stringify({ awslogs: { data: gzipSync(JSON.stringify(batch)).toString('base64') } });
}
