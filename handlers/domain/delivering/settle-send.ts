/**
 * Keeps what was counted for a message consistent with the outcome of its delivery.
 *
 * A text that is sent first was counted, and its price reserved, when its request was admitted. A text that
 * is a fallback reserves its price here, before it is sent. If a message was certainly not sent, its counts
 * are taken back: a text's price and the guard's count immediately, the limits when no other channel is left
 * to try. If the outcome is unknown (no answer in time), everything stays counted, because the message may
 * have been sent. A second attempt then reserves its own price.
 */
import type { Channel } from '../../contract/vocabulary.ts';
import type { AdmittedRequest, Counted } from '../../contract/workflow.ts';
import { isLast, textLeg } from '../delivery-route.ts';
import { BudgetExhausted, DeliveryRefused, StoreUnavailable } from '../errors.ts';
import type { OnBudgetExhausted, SmsBudgetLimit } from '../spending/sms-budget.ts';
import {
  exhaustedBudget,
  isReservation,
  raiseLimits,
  reserve,
  withoutReservations,
} from '../spending/sms-budget.ts';
import type { SecondMessage } from './send-in-time.ts';
import type { SendCountPorts } from './take-back-send.ts';
import { isCertainlyUnsent, isUnsent, takeBackCounted, wasNotRun } from './take-back-send.ts';

interface SettleSendPorts {
  /** Called only when there is something to write, which is rare. */
  readonly open: () => Promise<SendCountPorts>;
  /** Called for each fault that leaves something counted; the step still ends with the message's error. */
  readonly onFault: (error: unknown) => void;
}

export interface SettleTextPorts extends SettleSendPorts {
  /** Empty when there is no budget. */
  readonly smsBudgetLimits: readonly SmsBudgetLimit[];
  readonly onBudgetExhausted?: OnBudgetExhausted | undefined;
}

export interface SettleFreePorts extends SettleSendPorts {
  /** Waits for the work, but at most this long. */
  readonly within: (work: Promise<unknown>, atMostMs: number) => Promise<void>;
}

/**
 * How long a free message waits for the take-back that runs in parallel, counted from its own start: less
 * than its slowest delivery takes (test/workflows/time-budget.test.ts). A longer wait could time out the
 * step, and a sent message would be answered as `unknown`. What is not taken back by then may stay counted.
 */
export const TAKEN_BACK_WITHIN_MS = 2000;

/**
 * Sends a text and accounts for it. `owner` belongs to this send alone, so its price is reserved only
 * once.
 * @throws DeliveryRefused also when the budget has no room for the text
 */
export async function accountForText<T>(
  request: AdmittedRequest,
  owner: string,
  nowSeconds: number,
  ports: SettleTextPorts,
  send: (second: SecondMessage) => Promise<T>,
): Promise<T> {
  let reserved: readonly Counted[] = [];
  try {
    reserved = await reservationOf(request, owner, nowSeconds, ports);
    return await send(secondText(request, `${owner}#2`, nowSeconds, ports));
  } catch (error) {
    const text = textLeg(request);
    const endsUnsent = text && isLast(text.channel, request) && isCertainlyUnsent(request);
    const counted = endsUnsent ? [...new Set([...request.counted, ...reserved])] : reserved;
    if (isUnsent(error)) {
      await takeBack(counted, request.guard_counted, ports);
    }
    throw error;
  }
}

/**
 * Sends a message that costs nothing and accounts for it. In parallel, it takes back what was counted for
 * an earlier text that Lambda did not run.
 *
 * If the message fails, its counts in the limits are taken back, but no reservation: that was the text's, and
 * was already returned if the text was certainly not sent. Another count may since have overwritten its mark
 * (limits/counter-entry.ts), and taking back twice would undo that other count.
 */
export async function accountForFree<T>(
  channel: Channel,
  request: AdmittedRequest,
  ports: SettleFreePorts,
  send: () => Promise<T>,
): Promise<T> {
  const textTakenBack = takeBackUnrunText(request, ports);
  try {
    return await send();
  } catch (error) {
    if (isUnsent(error) && isLast(channel, request) && isCertainlyUnsent(request)) {
      await takeBack(withoutReservations(request.counted), '', ports);
    }
    throw error;
  } finally {
    await textTakenBack;
  }
}

/** Takes back the price and guard count of a text that Lambda did not run and that is never sent. */
async function takeBackUnrunText(request: AdmittedRequest, ports: SettleFreePorts): Promise<void> {
  const text = textLeg(request);
  if (text === undefined || !wasNotRun(request, text.channel)) {
    return;
  }
  const reservations = request.counted.filter(isReservation);
  const takenBack = takeBack(reservations, request.guard_counted, ports).catch(ports.onFault);
  await ports.within(takenBack, TAKEN_BACK_WITHIN_MS);
}

const priceOf = (request: AdmittedRequest): number => textLeg(request)?.text.price ?? 0;

/** The budgets as they were raised when the request was admitted, seconds ago. */
const raisedFor = (request: AdmittedRequest, limits: readonly SmsBudgetLimit[]): readonly SmsBudgetLimit[] =>
  raiseLimits(limits, textLeg(request)?.text.raised);

async function reservationOf(
  request: AdmittedRequest,
  owner: string,
  nowSeconds: number,
  { smsBudgetLimits, open, onBudgetExhausted }: SettleTextPorts,
): Promise<readonly Counted[]> {
  const admitted = request.counted.filter(isReservation);
  if (smsBudgetLimits.length === 0 || admitted.length > 0) {
    return admitted;
  }
  const { counters } = await open();
  const limits = raisedFor(request, smsBudgetLimits);
  const reservation = await reserve(priceOf(request), limits, counters, owner, nowSeconds);
  if (!reservation.counted) {
    onBudgetExhausted?.(exhaustedBudget(reservation, limits, nowSeconds));
    throw new DeliveryRefused({ cause: new BudgetExhausted() });
  }
  return [reservation.entry];
}

/** A second text needs room in the budget like the first. It is not sent if the store does not respond. */
function secondText(
  request: AdmittedRequest,
  owner: string,
  nowSeconds: number,
  ports: SettleTextPorts,
): SecondMessage {
  const { smsBudgetLimits, open, onBudgetExhausted } = ports;
  let entry: Counted | undefined;
  return {
    async reserve() {
      if (smsBudgetLimits.length === 0) {
        return true;
      }
      try {
        const { counters } = await open();
        const limits = raisedFor(request, smsBudgetLimits);
        const reservation = await reserve(priceOf(request), limits, counters, owner, nowSeconds);
        if (reservation.counted) {
          entry = reservation.entry;
        } else {
          onBudgetExhausted?.(exhaustedBudget(reservation, limits, nowSeconds));
        }
        return reservation.counted;
      } catch (error) {
        if (error instanceof StoreUnavailable) {
          return false;
        }
        throw error;
      }
    },
    // Must not throw: an error would end the step as if the first text had not been sent either.
    async giveBack() {
      if (entry === undefined) {
        return;
      }
      await takeBack([entry], '', ports).catch(ports.onFault);
    },
  };
}

/** Best effort: what stays counted errs on the side of fewer messages. */
async function takeBack(
  counted: readonly Counted[],
  guard_counted: string,
  { open, onFault }: SettleSendPorts,
): Promise<void> {
  if (counted.length === 0 && guard_counted === '') {
    return;
  }
  const calls = takeBackCounted(counted, guard_counted, await open());
  for (const result of await Promise.allSettled(calls)) {
    if (result.status === 'rejected') {
      onFault(result.reason);
    }
  }
}
