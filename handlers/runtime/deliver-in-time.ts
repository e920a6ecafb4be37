/** Has codes delivered for a caller with a deadline. */
import { setTimeout as sleep } from 'node:timers/promises';
import { NO_TIME } from '../contract/faults.ts';
import type { Clock } from '../domain/clock.ts';
import type { Decision, Refusal } from '../domain/decision.ts';
import { accept } from '../domain/decision.ts';
import type { DeliveryRequest } from '../domain/deliveries/delivery-request.ts';
import type { Delivered } from '../domain/integrations/hook.ts';
import type { MayBegin } from '../domain/issuing/start-issue.ts';

type Deliver = (request: DeliveryRequest, mayBegin: MayBegin) => Promise<Decision<Delivered>>;

/** A delivery that begins later could not be handed over before the answer, after which Lambda stops the function. */
const BEGINS_BEFORE_MS = 300;

const UNKNOWN = accept<Delivered>({ delivery_id: '', status: 'unknown' });
const TOO_LATE: Decision<never> = {
  ok: false,
  refusal: { ...NO_TIME, countAs: { metric: 'RequestsFailed', error: 'DeliveryUnavailable' } },
};

/**
 * The worst outcome: a refusal before one that is unknown, and that before one that is `sent`. What has none by
 * `dueMs` is unknown if its execution may have begun, and goes on. What has not begun by then never does: Lambda
 * would go on with it in another call, perhaps an hour later, and somebody would get a code that is long dead.
 */
export async function deliverInTime(
  requests: readonly DeliveryRequest[],
  deliver: Deliver,
  dueMs: number,
  now: Clock,
): Promise<Decision<Delivered>> {
  const hasTime = (): boolean => dueMs - now() >= BEGINS_BEFORE_MS;
  if (!hasTime()) {
    return TOO_LATE;
  }
  const timer = new AbortController();
  const late = sleep(dueMs - now(), true, { signal: timer.signal }).catch(() => true);
  let isAnswered = false;
  const inTime = (request: DeliveryRequest): Promise<Decision<Delivered>> => {
    let hasBegun = false;
    const mayBegin = (): boolean => {
      hasBegun = !isAnswered && hasTime();
      return hasBegun;
    };
    return Promise.race([
      deliver(request, mayBegin).then(unlessUnknown),
      late.then(() => (hasBegun ? UNKNOWN : TOO_LATE)),
    ]);
  };
  try {
    const decisions = await Promise.all(requests.map(inTime));
    return (
      decisions.find((decision) => !decision.ok) ??
      decisions.find((decision) => !isSent(decision)) ??
      decisions[0] ??
      UNKNOWN
    );
  } finally {
    isAnswered = true;
    timer.abort();
  }
}

/** A system that takes a message for failed forgets its code, or sends another; this one may yet arrive. */
const unlessUnknown = (decision: Decision<Delivered>): Decision<Delivered> =>
  !decision.ok && mayBeSent(decision.refusal) ? UNKNOWN : decision;

/** Also where another try of the same call is sending this code. */
const mayBeSent = ({ code, isOutcomeUnknown }: Refusal): boolean =>
  isOutcomeUnknown === true || code === 'request_in_progress';

const isSent = (decision: Decision<Delivered>): boolean => decision.ok && decision.value.status === 'sent';
