/**
 * Amazon EventBridge: PutEvents, the events that AWS services put on the default bus, and what the rules of the stack
 * do with both.
 * Sources: EventBridge API reference, PutEvents; its error texts as public reports quote them.
 */
import { randomUUID } from 'node:crypto';
import type { Stack } from '../../cloudformation/load-stack.ts';
import { isObject, toList, toObject, toTextList } from '../../http/json-values.ts';
import { AwsError } from '../wire/aws-error.ts';
import type { JsonOperations } from '../wire/wire.ts';
import type { BusEvent, EventStore } from './event-store.ts';
import type { Receivers } from './rules.ts';
import { busesOf, DEFAULT_BUS, rulesOf } from './rules.ts';

const MOST_ENTRIES = 10;
/** Of all entries together: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html */
const MAX_BYTES = 1_048_576;
const TIME_BYTES = 14;
const REQUIRED = ['Source', 'DetailType', 'Detail'] as const;

type Entry = Record<string, unknown>;

interface EntryError {
  readonly ErrorCode: string;
  readonly ErrorMessage: string;
}

/** What a service says of an event; EventBridge adds the rest. */
export interface ServiceEvent {
  /** Such as `aws.ses`. */
  readonly source: string;
  readonly detailType: string;
  readonly resources: readonly string[];
  readonly detail: Readonly<Record<string, unknown>>;
}

export interface EventBridge {
  readonly operations: JsonOperations;
  /** Puts a service's event on the default bus; it is not kept in the store, because nobody of the stack put it. */
  publish(event: ServiceEvent): void;
}

export function createEventBridge(
  stack: Stack,
  receivers: Receivers,
  store: EventStore,
  now: () => number = Date.now,
): EventBridge {
  const buses = busesOf(stack);
  const rules = rulesOf(stack, receivers);

  const wrap = ({ source, detailType, resources, detail }: ServiceEvent, time: Date): BusEvent => ({
    version: '0',
    id: randomUUID(),
    'detail-type': detailType,
    source,
    account: stack.accountId,
    time: `${time.toISOString().slice(0, 19)}Z`,
    region: stack.region,
    resources,
    detail,
  });

  /** Gives the event to the targets of the rules that it matches; returns the names of those. */
  function deliver(bus: string, event: BusEvent): readonly string[] {
    const matched = rules.filter((rule) => rule.bus === bus && rule.matches(event));
    for (const send of matched.flatMap((rule) => rule.targets)) {
      send(JSON.stringify(event));
    }
    return matched.map(({ name }) => name);
  }

  function put(entry: Entry): { EventId: string } | EntryError {
    const bus = busName(entry.EventBusName);
    const error = errorIn(entry) ?? (buses.has(bus) ? undefined : noSuchBus(bus));
    if (error) {
      return error;
    }
    const event = wrap(
      {
        source: String(entry.Source),
        detailType: String(entry.DetailType),
        resources: toTextList(entry.Resources),
        detail: JSON.parse(String(entry.Detail)),
      },
      new Date(typeof entry.Time === 'number' ? entry.Time * 1000 : now()),
    );
    store.add({ ...event, bus, rules: deliver(bus, event) });
    return { EventId: event.id };
  }

  const operations: JsonOperations = {
    PutEvents({ Entries }) {
      const entries = toList(Entries).map(toObject);
      if (!Array.isArray(Entries) || entries.length < 1 || entries.length > MOST_ENTRIES) {
        const rule =
          entries.length > MOST_ENTRIES
            ? `less than or equal to ${MOST_ENTRIES}`
            : 'greater than or equal to 1';
        throw new AwsError(
          'ValidationException',
          `1 validation error detected: Value at 'entries' failed to satisfy constraint: Member must have length ${rule}`,
        );
      }
      if (entries.reduce((sum, entry) => sum + sizeOf(entry), 0) > MAX_BYTES) {
        throw new AwsError(
          'ValidationException',
          'Total size of the entries in the request is over the limit.',
        );
      }
      const results = entries.map(put);
      return { FailedEntryCount: results.filter((each) => 'ErrorCode' in each).length, Entries: results };
    },
  };
  return {
    operations,
    publish: (event) => void deliver(DEFAULT_BUS, wrap(event, new Date(now()))),
  };
}

/** A bus may be named by its ARN. */
const busName = (named: unknown): string =>
  named === undefined ? DEFAULT_BUS : (String(named).split('event-bus/').at(-1) ?? '');

/** The other entries of the call are put all the same. */
function errorIn(entry: Entry): EntryError | undefined {
  const missing = REQUIRED.find((name) => typeof entry[name] !== 'string' || entry[name] === '');
  if (missing) {
    const ErrorMessage = `Parameter ${missing} is not valid. Reason: ${missing} is a required argument.`;
    return { ErrorCode: 'InvalidArgument', ErrorMessage };
  }
  if (String(entry.Source).startsWith('aws.')) {
    return {
      ErrorCode: 'NotAuthorizedForSourceException',
      ErrorMessage: 'Not authorized for the source.',
    };
  }
  return isJsonObject(String(entry.Detail))
    ? undefined
    : { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' };
}

const noSuchBus = (bus: string): EntryError => ({
  ErrorCode: 'ResourceNotFoundException',
  ErrorMessage: `Event bus ${bus} does not exist.`,
});

function isJsonObject(text: string): boolean {
  try {
    return isObject(JSON.parse(text));
  } catch {
    return false;
  }
}

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html, "Calculating event entry size" */
const sizeOf = ({ Time, Source, DetailType, Detail, Resources }: Entry): number =>
  (Time === undefined ? 0 : TIME_BYTES) +
  [Source, DetailType, Detail, ...toList(Resources)]
    .filter((text) => typeof text === 'string')
    .reduce((sum, text) => sum + Buffer.byteLength(text), 0);
