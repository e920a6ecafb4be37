/**
 * Keeps the accounts of a message in step with what becomes of it.
 *
 * A text that is the first thing sent was counted and reserved when its request was admitted. One that
 * follows another channel reserves here, before it is sent. What was certainly not sent is taken back: the text's
 * price and the guard's count at once, the limits when no other channel is left to try. What nobody knows about
 * (no answer in time) stays counted: it may have been sent. If it is then sent a second time, that reserves its own
 * price.
 */
import type { Channel } from '../../contract/vocabulary.ts';
import type { AdmittedRequest, Counted } from '../../contract/workflow.ts';
import { BudgetExhausted, DeliveryRefused, StoreUnavailable } from '../errors.ts';
import { isLast, textLeg } from '../route.ts';
import type { SmsBudgetLimit } from '../spending/sms-budget.ts';
import { isReservation, reserve, withoutReservations } from '../spending/sms-budget.ts';
import type { SecondMessage } from './send-in-time.ts';
import type { SendCountPorts } from './take-back-send.ts';
import { isCertainlyUnsent, isUnsent, takeBackCounted, wasNotRun } from './take-back-send.ts';

interface SettleSendPorts {
  /** Asked for only when there is something to write, which is seldom. */
  readonly open: () => Promise<SendCountPorts>;
  /** Told of each fault that leaves something counted: the message's own error is what the step ends with. */
  readonly onFault: (error: unknown) => void;
}

export interface TextAccounts extends SettleSendPorts {
  /** Empty when there is no budget. */
  readonly smsBudgetLimits: readonly SmsBudgetLimit[];
}

export interface FreeAccounts extends SettleSendPorts {
  /** Waits for work, and no longer than this. */
  readonly within: (work: Promise<unknown>, atMostMs: number) => Promise<void>;
}

/**
 * How long such a message waits for what is taken back along with it, from its own start: less than its slowest delivery
 * takes (test/workflows/time-budget.test.ts). Otherwise a message that is out could be answered as one of which nobody
 * knows, because the step ended too late. What is not taken back by then may stay counted.
 */
export const TAKEN_BACK_WITHIN_MS = 2000;

/**
 * Sends a text that is accounted for. `owner` is this send's alone: what it reserves is reserved once.
 * @throws DeliveryRefused also when the budget has no room for it
 */
export async function accountForText<T>(
  request: AdmittedRequest,
  owner: string,
  nowSeconds: number,
  accounts: TextAccounts,
  send: (second: SecondMessage) => Promise<T>,
): Promise<T> {
  let reserved: readonly Counted[] = [];
  try {
    reserved = await reservationOf(request, owner, nowSeconds, accounts);
    return await send(secondText(request, `${owner}#2`, nowSeconds, accounts));
  } catch (error) {
    const text = textLeg(request);
    const endsUnsent = text && isLast(text.channel, request) && isCertainlyUnsent(request);
    const counted = endsUnsent ? [...new Set([...request.counted, ...reserved])] : reserved;
    if (isUnsent(error)) {
      await takeBack(counted, request.guard_counted, accounts);
    }
    throw error;
  }
}

/**
 * Sends a message that costs nothing and is accounted for: the limits have counted it. Along with it goes what was
 * counted for a text before it that was not sent. No reservation is taken back with the message: it was the text's,
 * and where the text was certainly not sent it is given back already. Since then another's count may have taken the
 * place of its mark (limits/counter-entry.ts), and a second taking back would count as that one's.
 */
export async function accountForFree<T>(
  channel: Channel,
  request: AdmittedRequest,
  accounts: FreeAccounts,
  send: () => Promise<T>,
): Promise<T> {
  const textTakenBack = takeBackUnrunText(request, accounts);
  try {
    return await send();
  } catch (error) {
    if (isUnsent(error) && isLast(channel, request) && isCertainlyUnsent(request)) {
      await takeBack(withoutReservations(request.counted), '', accounts);
    }
    throw error;
  } finally {
    await textTakenBack;
  }
}

/** Of a text that Lambda did not run nobody took back the price and the guard's count, and it will not be sent. */
async function takeBackUnrunText(request: AdmittedRequest, accounts: FreeAccounts): Promise<void> {
  const text = textLeg(request);
  if (text === undefined || !wasNotRun(request, text.channel)) {
    return;
  }
  const reservations = request.counted.filter(isReservation);
  const takenBack = takeBack(reservations, request.guard_counted, accounts).catch(accounts.onFault);
  await accounts.within(takenBack, TAKEN_BACK_WITHIN_MS);
}

const priceOf = (request: AdmittedRequest): number => textLeg(request)?.text.price ?? 0;

async function reservationOf(
  request: AdmittedRequest,
  owner: string,
  nowSeconds: number,
  { smsBudgetLimits, open }: TextAccounts,
): Promise<readonly Counted[]> {
  const admitted = request.counted.filter(isReservation);
  if (smsBudgetLimits.length === 0 || admitted.length > 0) {
    return admitted;
  }
  const { counters } = await open();
  const reservation = await reserve(priceOf(request), smsBudgetLimits, counters, owner, nowSeconds);
  if (!reservation.counted) {
    throw new DeliveryRefused({ cause: new BudgetExhausted() });
  }
  return [reservation.entry];
}

/** Within the budget like the first; when the store does not answer, there is none. */
function secondText(
  request: AdmittedRequest,
  owner: string,
  nowSeconds: number,
  accounts: TextAccounts,
): SecondMessage {
  const { smsBudgetLimits, open } = accounts;
  let entry: Counted | undefined;
  return {
    async reserve() {
      if (smsBudgetLimits.length === 0) {
        return true;
      }
      try {
        const { counters } = await open();
        const reservation = await reserve(priceOf(request), smsBudgetLimits, counters, owner, nowSeconds);
        if (reservation.counted) {
          entry = reservation.entry;
        }
        return reservation.counted;
      } catch (error) {
        if (error instanceof StoreUnavailable) {
          return false;
        }
        throw error;
      }
    },
    // An error would end the step as if the first text were not out either.
    async giveBack() {
      if (entry === undefined) {
        return;
      }
      await takeBack([entry], '', accounts).catch(accounts.onFault);
    },
  };
}

/** As well as it can: what stays counted errs on the side of fewer messages. */
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
