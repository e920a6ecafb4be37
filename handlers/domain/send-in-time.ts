/**
 * Sends a message, and again while the message service says that it did not take it and time is left.
 *
 * The state machine does not try a delivery again after a timeout, because the message may be out, and each
 * one is paid. So what is known not to be out is tried again here. What nobody answered is left alone.
 */
import { DeliveryUnavailable } from './errors.ts';
import type { Clock } from './ports.ts';

/**
 * How long after its start a step may begin another try. With the Publish call's own 2 s, and half a second
 * for a cold start, that fills DELIVERY_TIMEOUT_SECONDS; test/workflows/time-budget.test.ts adds it up.
 */
export const TRIES_BEGIN_WITHIN_MS = 1500;

const FIRST_WAIT_MS = 100;

export interface SendingTime {
  readonly now: Clock;
  /** Waits for a random part of it. */
  readonly wait: (atMostMs: number) => Promise<void>;
}

/** @throws what the last try threw */
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
