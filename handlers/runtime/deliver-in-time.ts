/** Has codes delivered for a caller who waits so long and no longer. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Decision, Refusal } from '../domain/decision.ts';
import { accept, refuse } from '../domain/decision.ts';
import type { DeliveryRequest } from '../domain/deliveries/delivery-request.ts';
import type { Delivered } from '../domain/integrations/hook.ts';

type Deliver = (request: DeliveryRequest) => Promise<Decision<Delivered>>;

/** A delivery that begins later could not be handed over before the answer, after which Lambda stops the function. */
const BEGINS_BEFORE_MS = 300;

const UNKNOWN = accept<Delivered>({ delivery_id: '', status: 'unknown' });

/**
 * The first outcome that is not `sent`, or else the first. What has none after `leftMs` is unknown, as its execution
 * goes on; and what could not begin in time does not begin.
 */
export async function deliverInTime(
  requests: readonly DeliveryRequest[],
  deliver: Deliver,
  leftMs: number,
): Promise<Decision<Delivered>> {
  if (leftMs < BEGINS_BEFORE_MS) {
    return refuse('service_unavailable', 'There was no time left to send the code.');
  }
  const timer = new AbortController();
  const late = sleep(leftMs, UNKNOWN, timer).catch(() => UNKNOWN);
  try {
    const decisions = await Promise.all(
      requests.map((request) => Promise.race([deliver(request).then(unlessUnknown), late])),
    );
    return decisions.find((decision) => !isSent(decision)) ?? decisions[0] ?? UNKNOWN;
  } finally {
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
