/**
 * Logs, traces and metrics, the same for every function: one line and one subsegment per invocation.
 *
 * Only ids and outcomes go in, each chosen by name. Events, results and the messages of foreign errors never
 * do: they hold tokens, phone numbers, addresses and access tokens. So Powertools' decorators and middleware,
 * which capture responses, are not used.
 */
import { Logger } from '@aws-lambda-powertools/logger';
import { Tracer } from '@aws-lambda-powertools/tracer';
import type { Context } from 'aws-lambda';
import { EVENTS } from '../contract/events.ts';
import type { CanaryStep, CountedMetric, SliceValues } from '../contract/metrics.ts';
import { DELIVERY_LATENCY } from '../contract/metrics.ts';
import type { ProblemCode } from '../contract/problems.ts';
import type { Told } from '../contract/told-event.ts';
import type { Channel, UndeliveredReason } from '../contract/vocabulary.ts';
import { errorName } from '../domain/errors.ts';
import type { Doubt } from '../domain/integrations/hook.ts';
import { carriedEvent, eventTypeOf } from './events.ts';
import { emitCount, emitMilliseconds, emitTextCost } from './metrics.ts';
import { serviceName } from './service-name.ts';
import { memoryMb, ShortLines } from './short-lines.ts';

const SERVICE = { serviceName };
const logger = new Logger({ ...SERVICE, logFormatter: new ShortLines() });
const tracer = new Tracer({ ...SERVICE, captureHTTPsRequests: false });

/** What may be noted about an invocation: ids, channels, outcomes, counts. */
interface Facts {
  readonly request_id?: string;
  /** Callers may use an address or a number as the id, so `user_ref` represents the person. */
  readonly user_id?: never;
  readonly user_ref?: string;
  readonly purpose?: string;
  readonly token_id?: string;
  readonly channel?: string;
  readonly outcome?: string;
  readonly count?: number;
  readonly hook?: string;
  readonly doubt?: Doubt;
  readonly webhook?: string;
  readonly event_id?: string;
  readonly status?: number;
  readonly reason?: UndeliveredReason;
  readonly country?: string;
  readonly canary_step?: CanaryStep;
}

type Sent = Told<Extract<CountedMetric, { readonly metric: 'TokensDelivered' }>>[0];
/** Every message has a channel. */
type SentSlices = SliceValues & { readonly channel: Channel };
type Announced = Extract<CountedMetric, { readonly metric: 'DestinationPaused' | 'BudgetExhausted' }>;

export interface Notes {
  add(facts: Facts): void;
  /** Whom the invocation is about. Only the log line waits for the reference. */
  person(reference: Promise<string>): void;
  /** Where the metric is an event, also takes what the event says; one line holds both. */
  count<Counted extends CountedMetric>(counted: Counted, ...told: Told<Counted>): void;
  /** As `count`, and also by each of the slices. */
  countBy<Counted extends CountedMetric>(slices: SliceValues, counted: Counted, ...told: Told<Counted>): void;
  /** What a text costs, in US dollars. */
  cost(usd: number, slices: SliceValues): void;
  /** A refusal by policy: its code is noted as the outcome and counted. */
  refused(code: ProblemCode): void;
  /** Counts a message that was accepted; one with a code of another system apart as well. */
  sent(told: Sent, slices: SentSlices): void;
  /** As `sent`, and how long that took; `askedAt` is when it was requested, ISO 8601. */
  delivered(askedAt: string, told: Sent, slices: SentSlices): void;
  /** Something that operators may want to know: a log line named after a metric, which is counted too. */
  event<Counted extends Announced>(counted: Counted, ...told: Told<Counted>): void;
  /** A separate log line, for an invocation that concerns several people. */
  line(message: string, facts: Facts): void;
  /** A fault that the caller does not see. */
  warn(message: string, error: unknown, facts?: Facts): void;
}

/** Adds an AWS client's calls to the trace. */
export const traced = <T>(client: T): T => tracer.captureAWSv3Client(client);

/**
 * Runs an invocation inside a subsegment, logs what was noted and how it ended, and counts it if it failed;
 * with no `failure` the caller counts.
 */
export async function observed<T>(
  name: string,
  context: Context,
  failure: 'StepsFailed' | 'RequestsFailed' | undefined,
  run: (notes: Notes) => Promise<T>,
): Promise<T> {
  const segment = tracer.isTracingEnabled() ? tracer.getSegment() : undefined;
  const subsegment = segment?.addNewSubsegment(`## ${name}`);
  if (subsegment) {
    tracer.setSegment(subsegment);
  }
  const beganMs = performance.now();
  const start = startFacts();
  logger.addContext(context);
  tracer.annotateColdStart();
  tracer.addServiceNameAnnotation();
  let facts: Facts = {};
  let person: Promise<string> | undefined;
  const waiting: (() => void)[] = [];
  const notes: Notes = {
    add: (more) => {
      facts = { ...facts, ...more };
    },
    person(reference) {
      person = reference;
    },
    count: (counted: CountedMetric, ...told: readonly object[]) => countWith(counted, told[0]),
    countBy: (slices: SliceValues, counted: CountedMetric, ...told: readonly object[]) =>
      countWith(counted, told[0], slices),
    cost: emitTextCost,
    refused(code) {
      notes.add({ outcome: code });
      notes.count({ metric: 'RequestsRefused', reason: code });
    },
    sent(told, slices) {
      notes.countBy(slices, { metric: 'TokensDelivered', channel: slices.channel }, told);
      if (told.kind === 'delivery') {
        notes.countBy(slices, { metric: 'DeliveriesSent' });
      }
    },
    delivered(askedAt, told, slices) {
      notes.sent(told, slices);
      const latencyMs = Date.now() - Date.parse(askedAt);
      // Clocks that disagree, or a missing time, must not turn a sent message into a fault.
      if (latencyMs >= 0) {
        emitMilliseconds(DELIVERY_LATENCY, latencyMs);
      }
    },
    event: (counted: Announced, ...told: readonly object[]) => {
      const { metric, ...dimensions } = counted;
      logger.warn(metric, { ...facts, ...dimensions, ...told[0] });
      countWith(counted, told[0]);
    },
    line: (message, more) => logger.info(message, { ...facts, ...more }),
    warn: (message, error, more) => logger.warn(message, { ...facts, ...more, error: describe(error) }),
  };
  /** At once, unless the line names a person whose reference is still being made: then beside the log line. */
  const countWith = (counted: CountedMetric, told: object = {}, slices: SliceValues = {}) => {
    const type = eventTypeOf(counted);
    if (type === undefined) {
      emitCount(counted, undefined, slices);
    } else if (EVENTS[type].ofPerson && !('user_ref' in { ...facts, ...told }) && person !== undefined) {
      waiting.push(() => emitCount(counted, carriedEvent(type, counted, told, facts), slices));
    } else {
      emitCount(counted, carriedEvent(type, counted, told, facts), slices);
    }
  };
  const addPerson = async () => {
    const user_ref = await person;
    if (user_ref !== undefined) {
      notes.add({ user_ref });
    }
    for (const emit of waiting.splice(0)) {
      emit();
    }
  };
  try {
    const result = await run(notes);
    await addPerson();
    logger.info(name, { ...facts, ...start, duration_ms: elapsedMs(beganMs) });
    return result;
  } catch (error) {
    notes.add({ outcome: nameOf(error) });
    await addPerson();
    if (failure !== undefined) {
      notes.count({ metric: failure, error: errorName(error) });
    }
    logger.error(name, { ...facts, ...start, duration_ms: elapsedMs(beganMs), error: describe(error) });
    subsegment?.addErrorFlag();
    throw error;
  } finally {
    for (const [key, value] of Object.entries(facts)) {
      tracer.putAnnotation(key, value);
    }
    if (segment && subsegment) {
      subsegment.close();
      tracer.setSegment(segment);
    }
  }
}

/** In tenths, which tell a wait for DynamoDB from none. */
const elapsedMs = (sinceMs: number): number => Math.round((performance.now() - sinceMs) * 10) / 10;

let isWarm = false;

/**
 * What Lambda's own line said about the start of an environment, for its first invocation: how long it took to
 * get here, and how much memory it has in use.
 */
function startFacts(): { init_ms: number; memory_mb: number } | undefined {
  if (isWarm) {
    return undefined;
  }
  isWarm = true;
  return {
    init_ms: Math.round(performance.now()),
    memory_mb: memoryMb(),
  };
}

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : typeof error);

/**
 * An error without its message: the names along the chain of causes, and where the innermost one was thrown.
 */
function describe(error: unknown): object {
  const names: string[] = [];
  let at: string | undefined;
  for (let each = error; each instanceof Error && names.length < 5; each = each.cause) {
    names.push('code' in each && typeof each.code === 'string' ? `${each.name} ${each.code}` : each.name);
    at =
      each.stack
        ?.split('\n')
        .find((line) => /^\s+at /.test(line))
        ?.trim() ?? at;
  }
  return { names, at };
}
