/**
 * The template's subscription filters: the events of their log groups are passed to a function, as gzip in base64,
 * some lines at a time.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html
 * https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutSubscriptionFilter.html
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import type { Resource, Stack } from '../../cloudformation/load-stack.ts';
import type { LambdaPool } from '../lambda/pool.ts';
import type { LogGroups } from './log-groups.ts';
import type { StreamEvent } from './log-streams.ts';

const FILTER_TYPE = 'AWS::Logs::SubscriptionFilter';
const PERMISSION_TYPE = 'AWS::Lambda::Permission';
const LOGS = 'logs.amazonaws.com';
/** For each group. */
const MOST_FILTERS = 2;
/** Lambda retries a failed event: on AWS after one minute, and then after two. */
const RETRIES_AFTER_MS = [1_000, 2_000];

/** A subscription filter that AWS would not create. */
export class SubscriptionRefusedError extends Error {
  override readonly name = 'SubscriptionRefusedError';
}

export interface Subscriptions {
  /** Called once everything exists that the filters need. @throws {SubscriptionRefusedError} */
  open(): void;
  /** Passes on the events of one stream. */
  publish(events: readonly StreamEvent[]): void;
}

export function createSubscriptions(
  stack: Stack,
  groups: Pick<LogGroups, 'has'>,
  invoke: LambdaPool['invoke'],
): Subscriptions {
  const resources = [...stack.resources.values()];
  const filters = resources.filter(({ type }) => type === FILTER_TYPE);
  const permissions = resources.filter(({ type }) => type === PERMISSION_TYPE);
  let isOpen = false;

  return {
    open() {
      for (const filter of filters) {
        refuse(filter, stack, groups, filters, permissions);
      }
      isOpen = true;
    },
    publish(events) {
      const [first] = events;
      if (!isOpen || first === undefined) {
        return;
      }
      for (const { logicalId, properties } of filters) {
        if (properties.LogGroupName === first.group) {
          const payload = payloadOf(events, first, logicalId, stack);
          void hand(String(properties.DestinationArn), payload, invoke);
        }
      }
    },
  };
}

function refuse(
  { path, properties }: Resource,
  { region, accountId }: Stack,
  groups: Pick<LogGroups, 'has'>,
  filters: readonly Resource[],
  permissions: readonly Resource[],
): void {
  const group = String(properties.LogGroupName);
  const why = (reason: string) =>
    new SubscriptionRefusedError(`AWS would not create the subscription filter ${path}: ${reason}`);
  if (!groups.has(group)) {
    throw why('The specified log group does not exist.');
  }
  if (filters.filter((each) => each.properties.LogGroupName === group).length > MOST_FILTERS) {
    throw why(`Resource limit exceeded. A log group has at most ${MOST_FILTERS}.`);
  }
  if (properties.FilterPattern !== '') {
    throw why('the local runtime supports the empty pattern only, which is every line.');
  }
  const arn = `arn:aws:logs:${region}:${accountId}:log-group:${group}:*`;
  const mayCall = permissions.some(
    (each) =>
      each.properties.Principal === LOGS &&
      each.properties.FunctionName === properties.DestinationArn &&
      [undefined, arn].includes(each.properties.SourceArn as string | undefined) &&
      [undefined, accountId].includes(each.properties.SourceAccount as string | undefined),
  );
  if (!mayCall) {
    throw why(
      'Could not execute the lambda function. Make sure you have given CloudWatch Logs permission to execute your function.',
    );
  }
}

/** As "Real-time processing of log data with subscriptions" of the user guide has it. */
function payloadOf(
  events: readonly StreamEvent[],
  { group, stream }: StreamEvent,
  filter: string,
  { accountId }: Stack,
): string {
  const batch = {
    messageType: 'DATA_MESSAGE',
    owner: accountId,
    logGroup: group,
    logStream: stream,
    subscriptionFilters: [filter],
    logEvents: events.map(({ id, timestamp, message }) => ({ id, timestamp, message })),
  };
  return JSON.stringify({ awslogs: { data: gzipSync(JSON.stringify(batch)).toString('base64') } });
}

async function hand(functionArn: string, payload: string, invoke: LambdaPool['invoke']): Promise<void> {
  for (const waitMs of [0, ...RETRIES_AFTER_MS]) {
    await sleep(waitMs, undefined, { ref: false });
    // While the service stops, there are no functions left to call.
    const result = await invoke(functionArn, payload).catch(() => undefined);
    if (result?.kind === 'result') {
      return;
    }
  }
}
