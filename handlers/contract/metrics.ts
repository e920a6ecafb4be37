/**
 * The metrics of this service: what handlers count and what GET /metrics reads, by the same names.
 *
 * Dimensions are few and their values come from closed sets, because CloudWatch keeps and bills each
 * combination as a metric of its own. Never a person, purpose, number or prefix.
 */
import type { FaultName } from './faults.ts';
import type { ProblemCode } from './problems.ts';
import { PROBLEMS } from './problems.ts';
import type { Channel, RefusalReason } from './vocabulary.ts';

export const METRICS_NAMESPACE = 'TokenCourier';

/** The value of the dimension `service`, which every metric has; a named environment adds its name. */
export const SERVICE_NAME = 'token-courier';

/** What happens once and is counted; members besides `metric` are dimensions. */
export type CountedMetric =
  /** A token was stored, or a living one goes out again. */
  | { readonly metric: 'TokensIssued' }
  /** SNS accepted the message. */
  | { readonly metric: 'TokensDelivered'; readonly channel: Channel }
  /** A message that may have been sent: SNS gave no answer that tells. Not counted when Lambda ends the step. */
  | { readonly metric: 'DeliveriesUnknown'; readonly channel: Channel }
  /** The carrier, or the mail server, says that the message arrived; the country is the number's, as ISO 3166-1. */
  | { readonly metric: 'MessagesDelivered'; readonly channel: Channel; readonly country: string }
  /** … that it did not. Why is on the token. */
  | { readonly metric: 'MessagesUndelivered'; readonly channel: Channel; readonly country: string }
  | { readonly metric: 'TokensVerified' }
  /** Somebody was shown a code. Who, and whose: in the audit log. */
  | { readonly metric: 'TokensRevealed' }
  | { readonly metric: 'VerificationsRefused'; readonly reason: RefusalReason }
  /** A request to any route was refused by policy. */
  | { readonly metric: 'RequestsRefused'; readonly reason: ProblemCode }
  /** One try of a step threw. The machine may try it again or go another way, and succeed. */
  | { readonly metric: 'StepsFailed'; readonly error: FaultName }
  /** A request to an endpoint was answered with a fault: nobody tries it again. */
  | { readonly metric: 'RequestsFailed'; readonly error: FaultName }
  | { readonly metric: 'DestinationPaused' }
  /** An address was sent a mail that asks its owner to confirm it. */
  | { readonly metric: 'ConfirmationsSent' };

/** The country where none is known: of an email, and of a number that no country has. */
export const NO_COUNTRY = 'none';

/** Countries that GET /metrics reads one by one, at two metrics each; of more it reads none. */
export const MOST_COUNTRIES_READ = 50;

/** Milliseconds from the start of the execution, which is when the request came, to SNS's acceptance. */
export const DELIVERY_LATENCY = 'DeliveryLatency';

/** AWS counts these by itself, by state machine: requests for tokens that ended in a fault. */
export const EXECUTION_FAILURES = ['ExecutionsFailed', 'ExecutionsTimedOut'] as const;

/** Answered by API Gateway and the firewall, before any function counts. */
const ANSWERED_BEFORE_FUNCTIONS = ['unauthorized', 'blocked', 'throttled'];

/** Codes that a function refuses a request with. */
export const REFUSAL_CODES = (Object.keys(PROBLEMS) as ProblemCode[]).filter(
  (code) => PROBLEMS[code].status < 500 && !ANSWERED_BEFORE_FUNCTIONS.includes(code),
);

/** Windows that GET /metrics can look back over, and the seconds that a point of its series stands for. */
export const METRIC_PERIODS = {
  hour: { seconds: 3_600, bucketSeconds: 60 },
  day: { seconds: 86_400, bucketSeconds: 900 },
} as const;
export type MetricPeriod = keyof typeof METRIC_PERIODS;
