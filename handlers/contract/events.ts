/**
 * The events of this service: what EventBridge rules match and webhooks are sent.
 *
 * An event is a metric that tells more: it travels in the metric's own log line, so neither is there without the
 * other. Which metric that is, is a row here; what an event holds is in events-reference.ts.
 */
import type { CountedMetric } from './metrics.ts';

/** `source` on EventBridge, for every deployment; each has its own bus. */
export const EVENT_SOURCE = 'token-courier';

/** The member of a log line that carries an event, and what a subscription filter finds the line by. */
export const EVENT_MEMBER = 'event';
export const EVENT_TYPE_PATH = `$.${EVENT_MEMBER}.type`;

export interface EventRow {
  readonly metric: CountedMetric['metric'];
  /** Whether it is about a person, whom it then names by the reference. */
  readonly ofPerson: boolean;
  /**
   * Members that make it the same event whoever tells it: its id is made of them. Absent: each one is an event of
   * its own.
   */
  readonly sameBy?: readonly string[];
}

export const EVENTS = {
  'code.sent': { metric: 'TokensDelivered', ofPerson: true },
  'code.delivered': { metric: 'MessagesDelivered', ofPerson: true, sameBy: ['token_id', 'message_id'] },
  'code.undelivered': { metric: 'MessagesUndelivered', ofPerson: true, sameBy: ['token_id', 'message_id'] },
  'code.verified': { metric: 'TokensVerified', ofPerson: true },
  'code.refused': { metric: 'VerificationsRefused', ofPerson: true },
  'person.locked': { metric: 'PeopleLocked', ofPerson: true },
  'prefix.paused': { metric: 'DestinationPaused', ofPerson: false },
  'budget.exhausted': {
    metric: 'BudgetExhausted',
    ofPerson: false,
    sameBy: ['window', 'until', 'raised_by_usd'],
  },
  'code.revealed': { metric: 'TokensRevealed', ofPerson: true },
} as const satisfies Readonly<Record<string, EventRow>>;

export type EventType = keyof typeof EVENTS;
export const EVENT_TYPES = /* @__PURE__ */ Object.keys(EVENTS) as EventType[];

/** An event as a log line carries it. */
export interface CarriedEvent {
  readonly type: EventType;
  /** `detail` on EventBridge, `data` in a webhook. */
  readonly data: Readonly<Record<string, unknown>>;
}
