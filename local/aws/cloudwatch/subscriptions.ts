/**
 * Subscription filters: what functions log, delivered to other functions, compressed and in batches.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html
 */
import { randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { Resource, Stack } from '../../cloudformation/load-stack.ts';
import { toObject, toText } from '../../http/json-values.ts';
import type { LogLine } from '../lambda/log-store.ts';
import { readFilterPattern } from './filter-pattern.ts';

const FILTER_TYPE = 'AWS::Logs::SubscriptionFilter';
const FUNCTION_TYPE = 'AWS::Lambda::Function';
const PERMISSION_TYPE = 'AWS::Lambda::Permission';
/** With and without the region. */
const LOGS_PRINCIPAL = /^logs\.([a-z0-9-]+\.)?amazonaws\.com$/;
const MOST_FILTERS = 2;
/** Lines that come together are delivered together. */
const BATCH_MS = 50;

interface Filter {
  readonly name: string;
  readonly logGroup: string;
  readonly matches: (message: string) => boolean;
  readonly destination: string;
}

export interface Subscriptions {
  read(line: LogLine): void;
  stop(): void;
}

/** @throws when AWS would refuse a filter, or its pattern is not supported here */
export function createSubscriptions(
  stack: Stack,
  invokeLater: (functionName: string, payload: string) => void,
): Subscriptions {
  const filters = [...stack.resources.values()]
    .filter(({ type }) => type === FILTER_TYPE)
    .map((resource) => readFilter(resource, stack));
  refuseTooMany(filters);
  const groupOf = new Map(
    [...stack.resources.values()]
      .filter(({ type }) => type === FUNCTION_TYPE)
      .map(({ shortName, properties }) => [shortName, toText(toObject(properties.LoggingConfig).LogGroup)]),
  );
  const waiting = new Map<Filter, LogLine[]>();
  let timer: NodeJS.Timeout | undefined;

  function deliver(): void {
    timer = undefined;
    for (const [filter, lines] of waiting) {
      invokeLater(filter.destination, JSON.stringify(deliveryOf(filter, lines, stack.accountId)));
    }
    waiting.clear();
  }

  return {
    read(line) {
      for (const filter of filters) {
        if (filter.logGroup === groupOf.get(line.function) && filter.matches(line.line)) {
          waiting.set(filter, [...(waiting.get(filter) ?? []), line]);
          timer ??= setTimeout(deliver, BATCH_MS).unref();
        }
      }
    },
    stop: () => clearTimeout(timer),
  };
}

function readFilter({ path, ref, properties }: Resource, stack: Stack): Filter {
  const matches = readFilterPattern(toText(properties.FilterPattern));
  if (!matches) {
    throw new Error(
      `${path}: the local runtime supports filter patterns of the form { $.member = "text" } only.`,
    );
  }
  const destination = toText(properties.DestinationArn);
  if (!mayCall(destination, stack)) {
    throw new Error(`${path}: no permission lets CloudWatch Logs invoke the function.`);
  }
  return { name: ref, logGroup: toText(properties.LogGroupName), matches, destination };
}

/** AWS tries it when the filter is created, and refuses the filter. */
const mayCall = (destination: string, stack: Stack): boolean =>
  [...stack.resources.values()].some(
    ({ type, properties }) =>
      type === PERMISSION_TYPE &&
      properties.FunctionName === destination &&
      properties.Action === 'lambda:InvokeFunction' &&
      LOGS_PRINCIPAL.test(toText(properties.Principal)),
  );

function refuseTooMany(filters: readonly Filter[]): void {
  const crowded = filters.find(
    ({ logGroup }) => filters.filter((each) => each.logGroup === logGroup).length > MOST_FILTERS,
  );
  if (crowded) {
    throw new Error(`${crowded.logGroup} has more than ${MOST_FILTERS} subscription filters, which AWS refuses.`);
  }
}

function deliveryOf({ name, logGroup }: Filter, lines: readonly LogLine[], owner: string): object {
  const batch = {
    messageType: 'DATA_MESSAGE',
    owner,
    logGroup,
    logStream: 'local',
    subscriptionFilters: [name],
    logEvents: lines.map(({ at, line }) => ({ id: randomUUID(), timestamp: Date.parse(at), message: line })),
  };
  return { awslogs: { data: gzipSync(JSON.stringify(batch)).toString('base64') } };
}
