/** The event that a metric is, as its log line carries it; none where the deployment has no events. */
import { createHash, randomUUID } from 'node:crypto';
import { EVENTS_VARIABLE } from '../contract/environment.ts';
import type { CarriedEvent, EventRow, EventType } from '../contract/events.ts';
import { EVENT_TYPES, EVENTS } from '../contract/events.ts';
import type { CountedMetric } from '../contract/metrics.ts';
import { NO_REFERENCE } from '../domain/token/person-reference.ts';
import { serviceName } from './service-name.ts';

type Members = Readonly<Record<string, unknown>>;

/** What an invocation knows of the request that it works for. */
interface EventFacts {
  readonly request_id?: string;
  readonly user_ref?: string;
}

const TYPE_OF: ReadonlyMap<string, EventType> = new Map(
  EVENT_TYPES.map((type) => [EVENTS[type].metric, type]),
);

/** The event's type, where this metric is one and the deployment tells events. */
export const eventTypeOf = ({ metric }: CountedMetric): EventType | undefined =>
  process.env[EVENTS_VARIABLE] === 'true' ? TYPE_OF.get(metric) : undefined;

/** Dimensions are members too. */
export function carriedEvent(
  type: EventType,
  { metric, ...dimensions }: CountedMetric,
  told: object,
  { request_id, user_ref = NO_REFERENCE }: EventFacts,
): CarriedEvent {
  const members: Members = { ...dimensions, ...told };
  const data = {
    event_id: idOf(type, members),
    service: serviceName,
    ...(request_id === undefined ? {} : { request_id }),
    ...(EVENTS[type].ofPerson ? { user_ref } : {}),
    ...members,
  };
  return { type, data };
}

/** Of a UUID's form; it has no dots, which a webhook's id must not have. */
function idOf(type: EventType, members: Members): string {
  const { sameBy }: EventRow = EVENTS[type];
  if (sameBy === undefined) {
    return randomUUID();
  }
  const same = JSON.stringify([serviceName, type, ...sameBy.map((name) => members[name])]);
  const digest = createHash('sha256').update(same).digest('hex').slice(0, 32);
  return digest.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
