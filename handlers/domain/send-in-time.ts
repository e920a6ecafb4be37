/**
 * Sends a message, and repeats it as long as the message service does not accept it and time is left.
 *
 * The state machine does not repeat a delivery after a timeout: the message may have been sent, and each one costs
 * money. So what was certainly not sent is repeated here, and a call that got no answer is never repeated.
 */
import { DeliveryUnavailable } from './errors.ts';
import type { Clock } from './ports.ts';

/**
 * How long after its start a step may begin another attempt. With the 2 s of a Publish call and half a second for
 * a cold start, that adds up to DELIVERY_TIMEOUT_SECONDS; test/workflows/time-budget.test.ts checks it.
 */
export const TRIES_BEGIN_WITHIN_MS = 1500;

const FIRST_WAIT_MS = 100;

export interface SendingTime {
  readonly now: Clock;
  /** Waits for a random time up to this. */
  readonly wait: (atMostMs: number) => Promise<void>;
}

/** @throws the error of the last attempt */
export async function sendInTime(
  send: () => Promise<void>,
  startedAtMs: number,
  { now, wait }: SendingTime,
): Promise<void> {
  for (let waitMs = FIRST_WAIT_MS; ; waitMs *= 2) {
    try {
      return await send();
    } catch (error) {
      const mayBeOut = !(error instanceof DeliveryUnavailable) || error.isOutcomeUnknown;
      if (mayBeOut || now() + waitMs - startedAtMs > TRIES_BEGIN_WITHIN_MS) throw error;
    }
    await wait(waitMs);
  }
}
