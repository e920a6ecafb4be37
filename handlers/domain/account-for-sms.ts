/**
 * Keeps the accounts of a text in step with what becomes of it.
 *
 * A text that is the first thing sent was counted and reserved when its request was admitted. One that
 * stands in for an email reserves here, before it is sent. One that is refused for good has cost nothing
 * and is taken back. One that nobody knows about (no answer in time) stays counted: it may have been sent. If it is
 * then sent a second time, that reserves its own price.
 */
import type { AdmittedRequest } from '../contract/workflow.ts';
import { BudgetExhausted, DeliveryRefused, StoreUnavailable } from './errors.ts';
import type { Counted, CounterStore, PrefixTraffic } from './ports.ts';
import type { SecondMessage } from './send-in-time.ts';
import { giveBack, isReserved, reserve, type SpendLimit } from './spend-breaker.ts';

/** Where sends are counted. */
export interface SmsBooks {
  readonly counters: CounterStore;
  /** Absent when the pumping guard is off. */
  readonly traffic?: Pick<PrefixTraffic, 'takeBackSend'> | undefined;
}

export interface SmsAccounts {
  /** Empty when there is no budget. */
  readonly spendLimits: readonly SpendLimit[];
  /** Asked for only when there is something to write, which is seldom. */
  readonly open: () => Promise<SmsBooks>;
}

/** Sends a text that is accounted for. @throws DeliveryRefused also when the budget has no room for it */
export async function accountForSms<T>(
  request: AdmittedRequest,
  nowSeconds: number,
  accounts: SmsAccounts,
  send: (second: SecondMessage) => Promise<T>,
): Promise<T> {
  const reserved = await reservationOf(request, nowSeconds, accounts);
  try {
    return await send(secondText(request, nowSeconds, accounts));
  } catch (error) {
    if (error instanceof DeliveryRefused) await takeBack(request, reserved, nowSeconds, accounts);
    throw error;
  }
}

async function reservationOf(
  { sms_price, counted }: AdmittedRequest,
  nowSeconds: number,
  { spendLimits, open }: SmsAccounts,
): Promise<readonly Counted[]> {
  if (spendLimits.length === 0 || isReserved(counted)) return counted;
  const { counters } = await open();
  const reservation = await reserve(sms_price, spendLimits, counters, nowSeconds);
  if (!reservation.reserved) throw new DeliveryRefused({ cause: new BudgetExhausted() });
  return reservation.entries;
}

/** Within the budget like the first; when the store does not answer, there is none. */
function secondText(
  { sms_price }: AdmittedRequest,
  nowSeconds: number,
  { spendLimits, open }: SmsAccounts,
): SecondMessage {
  let entries: readonly Counted[] = [];
  return {
    async reserve() {
      if (spendLimits.length === 0) return true;
      try {
        const reservation = await reserve(sms_price, spendLimits, (await open()).counters, nowSeconds);
        if (reservation.reserved) entries = reservation.entries;
        return reservation.reserved;
      } catch (error) {
        if (error instanceof StoreUnavailable) return false;
        throw error;
      }
    },
    async giveBack() {
      if (entries.length > 0) await giveBack(entries, (await open()).counters);
    },
  };
}

/** As well as it can: what stays counted errs on the side of fewer messages. */
async function takeBack(
  { number_prefix }: AdmittedRequest,
  reserved: readonly Counted[],
  nowSeconds: number,
  { open }: SmsAccounts,
): Promise<void> {
  if (!isReserved(reserved) && number_prefix === '') return;
  const { counters, traffic } = await open();
  await giveBack(reserved, counters);
  if (number_prefix !== '') await Promise.allSettled([traffic?.takeBackSend(number_prefix, nowSeconds)]);
}
