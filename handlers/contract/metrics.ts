/**
 * The metrics of this service: what handlers count and what GET /metrics reads, under the same names.
 *
 * Dimensions are few and their values come from closed sets, because CloudWatch keeps and bills each
 * combination as a separate metric. They never name a person, purpose, number or prefix.
 */
import type { FaultName } from './faults.ts';
import type { ProblemCode } from './problems.ts';
import { PROBLEMS } from './problems.ts';
import type { Channel, RefusalReason } from './vocabulary.ts';
import type { WebhookFailure } from './webhooks.ts';

export const METRICS_NAMESPACE = 'TokenCourier';

/** The value of the dimension `service`, which every metric has; a named environment appends its name. */
export const SERVICE_NAME = 'token-courier';

/** An event that is counted; members other than `metric` are dimensions. */
export type CountedMetric =
  /** A token was stored, or a live one is sent again. */
  | { readonly metric: 'TokensIssued' }
  /** SNS or SES accepted the message. */
  | { readonly metric: 'TokensDelivered'; readonly channel: Channel }
  /**
   * Counted besides TokensDelivered for a code that another system made. It is verified there, so conversion leaves it
   * out.
   */
  | { readonly metric: 'DeliveriesSent' }
  /**
   * A message that may have been sent: SNS gave no conclusive answer. Not counted when Lambda ends the step.
   */
  | { readonly metric: 'DeliveriesUnknown'; readonly channel: Channel }
  /** The carrier or mail server reported that it accepted the message; the country is the number's, in ISO 3166-1. */
  | { readonly metric: 'MessagesDelivered'; readonly channel: Channel; readonly country: string }
  /** It reported that the message was not delivered. The token has the reason. */
  | { readonly metric: 'MessagesUndelivered'; readonly channel: Channel; readonly country: string }
  | { readonly metric: 'TokensVerified' }
  /** Someone was shown a code. The audit log says who, and whose. */
  | { readonly metric: 'TokensRevealed' }
  | { readonly metric: 'VerificationsRefused'; readonly reason: RefusalReason }
  /** A request to any route was refused by policy. */
  | { readonly metric: 'RequestsRefused'; readonly reason: ProblemCode }
  /** One attempt of a step threw. The machine may retry it or take another path, and succeed. */
  | { readonly metric: 'StepsFailed'; readonly error: FaultName }
  /** An endpoint answered a request with a fault; nothing retries it. */
  | { readonly metric: 'RequestsFailed'; readonly error: FaultName }
  | { readonly metric: 'DestinationPaused' }
  /** A wrong code filled a window of the guess limits. */
  | { readonly metric: 'PeopleLocked' }
  /** A text did not fit into a budget: the first one in its window, as far as one environment knows. */
  | { readonly metric: 'BudgetExhausted'; readonly window: 'hour' | 'month' }
  /** EventBridge did not take what a batch of log lines holds, or not all of it. The batch comes again. */
  | { readonly metric: 'EventsNotPut' }
  /** A receiver took an event. */
  | { readonly metric: 'WebhooksSent' }
  /** One try to send an event to a receiver. It is tried again, unless the receiver is gone. */
  | { readonly metric: 'WebhooksFailed'; readonly reason: WebhookFailure }
  /** An email was sent that asks the owner of an address to confirm it. */
  | { readonly metric: 'ConfirmationsSent' }
  /** The canary was issued a code, verified it, and was refused it a second time. A run that failed writes 0. */
  | { readonly metric: 'CanarySucceeded' }
  /** The canary failed at this step; it tries no step after it. */
  | { readonly metric: 'CanaryFailed'; readonly step: CanaryStep };

/**
 * What the canary does, in this order: gets an access token, is issued a code, verifies it, and is refused the code when
 * it presents it again.
 */
export const CANARY_STEPS = ['access_token', 'issue', 'verify', 'verify_again'] as const;
export type CanaryStep = (typeof CANARY_STEPS)[number];

/** The country when none is known: that of an email, or of a number that belongs to no country. */
export const NO_COUNTRY = 'none';

/** GET /metrics reads up to this many countries, each with two metrics; with more it reads none. */
export const MOST_COUNTRIES_READ = 50;

/** Milliseconds from the start of the execution, when the request arrived, to acceptance by SNS. */
export const DELIVERY_LATENCY = 'DeliveryLatency';

/** Milliseconds that a successful canary took, from its first request to the last answer. */
export const CANARY_LATENCY = 'CanaryLatency';

/** AWS itself counts these, for each state machine: requests for tokens that ended in a fault. */
export const EXECUTION_FAILURES = ['ExecutionsFailed', 'ExecutionsTimedOut'] as const;

/** Answered by API Gateway or the firewall, before any function can count them. */
const ANSWERED_BEFORE_FUNCTIONS = ['unauthorized', 'blocked', 'throttled'];

/** Codes that a function refuses a request with. */
export const REFUSAL_CODES = (Object.keys(PROBLEMS) as ProblemCode[]).filter(
  (code) => PROBLEMS[code].status < 500 && !ANSWERED_BEFORE_FUNCTIONS.includes(code),
);

/**
 * US dollars that texts cost by `smsPricesUsd`, counted with the message that was accepted. Only where the price is
 * known when a text is sent: with a `budget`, or by country or client.
 */
export const TEXTS_COST = 'TextsCost';

/**
 * What some metrics are also counted by, each by itself: a combination would be a metric for each pair. Codes are
 * counted by their channel everywhere, and by the others with the setting `metricsBy`.
 */
export const METRIC_SLICES = ['channel', 'country', 'client_group'] as const;
export type MetricSlice = (typeof METRIC_SLICES)[number];
/** The values of one message or verification. */
export type SliceValues = Readonly<Partial<Record<MetricSlice, string>>>;

/** What is counted by no name: clients in no group, countries that are not listed. A group's name has no underscore first. */
export const OTHERS = '_other';

const MINUTE = 60;
const HOUR = 3_600;
const DAY = 86_400;

/**
 * How long CloudWatch keeps points of at least this period. Beyond that it returns no points for a shorter one, or for
 * one that is no multiple of it.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricStat.html
 */
export const METRIC_RETENTION = [
  { periodSeconds: MINUTE, keptSeconds: 15 * DAY },
  { periodSeconds: 5 * MINUTE, keptSeconds: 63 * DAY },
  { periodSeconds: HOUR, keptSeconds: 455 * DAY },
] as const;

/**
 * The ranges that GET /metrics has names for, up to now, and the seconds that each point of a series spans. The range
 * before it is read with it, so both have to be within the retention of the bucket.
 */
export const METRIC_PERIODS = {
  quarter_hour: { seconds: 15 * MINUTE, bucketSeconds: MINUTE },
  hour: { seconds: HOUR, bucketSeconds: MINUTE },
  three_hours: { seconds: 3 * HOUR, bucketSeconds: 5 * MINUTE },
  day: { seconds: DAY, bucketSeconds: 15 * MINUTE },
  week: { seconds: 7 * DAY, bucketSeconds: 3 * HOUR },
  month: { seconds: 30 * DAY, bucketSeconds: 12 * HOUR },
} as const;
export type MetricPeriod = keyof typeof METRIC_PERIODS;

/** A range between two times gets the shortest of these that makes at most MOST_POINTS points. */
export const METRIC_BUCKETS = [
  MINUTE,
  5 * MINUTE,
  15 * MINUTE,
  HOUR,
  3 * HOUR,
  12 * HOUR,
  DAY,
  7 * DAY,
] as const;
export const MOST_POINTS = 120;
