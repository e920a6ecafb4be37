/**
 * Sends a message, and repeats it as long as the message service does not accept it and time is left.
 *
 * The state machine does not repeat a delivery after a timeout: the message may have been sent, and each one costs
 * money. So what was certainly not sent is repeated here. A call that got no telling answer may have sent it: it is
 * repeated once at most, and only after that second message is paid for too. Whatever comes of that, the outcome is
 * then either known to be good or not known, and never a refusal.
 */
import type { DeliveryOutcome } from '../../contract/vocabulary.ts';
import type { Clock } from '../clock.ts';
import { DeliveryUnavailable } from '../errors.ts';
import type { SentMessage } from './sent-message.ts';

/**
 * How long after its start a step may begin another attempt. With the 2 s of a Publish call and half a second for
 * a cold start, that adds up to DELIVERY_TIMEOUT_SECONDS; test/workflows/time-budget.test.ts checks it.
 */
export const TRIES_BEGIN_WITHIN_MS = 1500;

const FIRST_WAIT_MS = 100;

export interface SendInTimePorts {
  readonly now: Clock;
  /** Waits for a random time up to this. */
  readonly wait: (atMostMs: number) => Promise<void>;
  /** Told of each call after which the message may be out. */
  readonly onDoubt?: (error: unknown) => void;
}

/** What became of it, and what the service that accepted it calls it. */
export interface SentInTime extends SentMessage {
  readonly outcome: DeliveryOutcome;
}

/** Nobody knows whether it was sent, so nobody knows its name. */
export const UNKNOWN_SENT: SentInTime = { outcome: 'unknown', messageId: '' };

/** What a second message costs. */
export interface SecondMessage {
  /** Whether it may be sent; if so, it is paid for. */
  reserve(): Promise<boolean>;
  /** It was not sent. */
  giveBack(): Promise<void>;
}

/** Of a channel that costs nothing. */
export const FREE_MESSAGE: SecondMessage = { reserve: async () => true, giveBack: async () => undefined };

/** @throws the error of the last attempt, when certainly none sent the message */
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
