/**
 * Sends a message, and retries while the message service is unavailable and time is left.
 *
 * The state machine does not retry a delivery after a timeout: the message may have been sent, and each one
 * costs money. So a message that was certainly not sent is retried here. A call without a conclusive answer
 * may have sent it: it is retried at most once, and only after the second message is paid for too. Whatever
 * happens then, the outcome is either `sent` or `unknown`, never a refusal.
 */
import type { DeliveryOutcome } from '../../contract/vocabulary.ts';
import type { Clock } from '../clock.ts';
import { DeliveryUnavailable } from '../errors.ts';
import type { SentMessage } from './sent-message.ts';

/**
 * How long after its start a step may start another attempt. Together with 2 s for a Publish call and half a
 * second for a cold start, this is DELIVERY_TIMEOUT_SECONDS; test/workflows/time-budget.test.ts checks it.
 */
export const TRIES_BEGIN_WITHIN_MS = 1500;

const FIRST_WAIT_MS = 100;

export interface SendInTimePorts {
  readonly now: Clock;
  /** Waits for a random time of at most this. */
  readonly wait: (atMostMs: number) => Promise<void>;
  /** Called for each call after which the message may have been sent. */
  readonly onDoubt?: (error: unknown) => void;
}

/** How sending ended, with the id given by the service that accepted the message. */
export interface SentInTime extends SentMessage {
  readonly outcome: DeliveryOutcome;
}

/** Whether it was sent is unknown, and so is its id. */
export const UNKNOWN_SENT: SentInTime = { outcome: 'unknown', messageId: '' };

/** The payment for a second message. */
export interface SecondMessage {
  /** Pays for it; returns false if it must not be sent. */
  reserve(): Promise<boolean>;
  /** Returns the payment, because it was not sent. */
  giveBack(): Promise<void>;
}

/** For a channel that costs nothing. */
export const FREE_MESSAGE: SecondMessage = { reserve: async () => true, giveBack: async () => undefined };

/** @throws the error of the last attempt, if certainly no attempt sent the message */
export async function sendInTime(
  send: () => Promise<SentMessage>,
  second: SecondMessage,
  startedAtMs: number,
  { now, wait, onDoubt }: SendInTimePorts,
): Promise<SentInTime> {
  let mayBeOut = false;
  for (let waitMs = FIRST_WAIT_MS; ; waitMs *= 2) {
    const isLate = () => now() + waitMs - startedAtMs > TRIES_BEGIN_WITHIN_MS;
    try {
      const { messageId } = await send();
      return { outcome: 'sent', messageId };
    } catch (error) {
      const isPassing = error instanceof DeliveryUnavailable;
      const isInDoubt = isPassing && error.isOutcomeUnknown;
      if (isInDoubt) {
        onDoubt?.(error);
      }
      if (isInDoubt && (mayBeOut || isLate() || !(await second.reserve()))) {
        return UNKNOWN_SENT;
      }
      mayBeOut ||= isInDoubt;
      if (!isPassing || isLate()) {
        if (!mayBeOut) {
          throw error;
        }
        await second.giveBack();
        return UNKNOWN_SENT;
      }
    }
    await wait(waitMs);
  }
}
