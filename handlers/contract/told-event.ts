/** What has to be told along with a metric that is an event: a metric without its event does not compile. */
import type { EVENTS, EventType } from './events.ts';
import type { EVENT_REFERENCE } from './events-reference.ts';
import type { CountedMetric } from './metrics.ts';

type Output<Schema> = Schema extends { readonly _zod: { readonly output: infer Out } } ? Out : never;

type Members<Type extends EventType> = ReturnType<(typeof EVENT_REFERENCE)[Type]['members']>;

/** What is told of an event of this type, besides what all have. */
type Values<Type extends EventType> = {
  readonly [Name in keyof Members<Type>]: Output<Members<Type>[Name]>;
};

type OptionalKeys<T> = { [Name in keyof T]: undefined extends T[Name] ? Name : never }[keyof T];

type WithOptional<T> = Omit<T, OptionalKeys<T>> & Partial<Pick<T, OptionalKeys<T>>>;

/** The event that a metric carries; never, where it is none. */
type EventOf<Metric extends CountedMetric['metric']> = {
  [Type in EventType]: Metric extends (typeof EVENTS)[Type]['metric'] ? Type : never;
}[EventType];

/** Whom the event is about, where it is another than the invocation's person. */
interface OfPerson {
  readonly user_ref?: string;
}

/** The event's members that are not dimensions of the metric already; nothing for a metric that is no event. */
export type Told<Counted extends CountedMetric> = [EventOf<Counted['metric']>] extends [never]
  ? []
  : [told: Omit<WithOptional<Values<EventOf<Counted['metric']>>>, keyof Counted> & OfPerson];
