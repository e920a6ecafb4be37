/**
 * Distinguishes SMS pumping from genuine traffic, and stops it with little harm to people.
 *
 * Pumpers request codes for blocks of numbers that pay them for the traffic, and verify few of the codes. So
 * a prefix is judged by its new numbers: how many were sent a code and never verified it, compared with how
 * many did. The guard counts numbers, not messages, because people who get no code ask again. Numbers that
 * were sent a code a moment ago are not failures yet. The client that makes the request is judged first, by
 * its own numbers.
 * https://docs.aws.amazon.com/sms-voice/latest/userguide/protect.html
 *
 * A pause is half-open. Numbers that verified recently always pass. A trickle of new numbers is let through,
 * and the more of them verify, the more may follow. So once an attack ends, people reopen the prefix within
 * minutes.
 */
import type { PumpingGuardSettings } from '../../contract/settings/texts.ts';
import type { KnownNumber, NumberMemory } from '../destinations/number-memory.ts';
import { isHalfOpenFor, looksPumped } from './judge-traffic.ts';
import type { GuardBounds } from './judged-as.ts';
import type { NewNumber, Pause, PrefixTraffic, SendCount, TrafficView } from './prefix-traffic.ts';
import { clientKey, NOTHING_NEW, referenceTo, SLICE_SECONDS, SLICES } from './traffic-reference.ts';

const DAY_SECONDS = 86_400;
/** How long a pause lasts before the prefix is judged again. */
const PAUSE_SECONDS = 600;
/** When refused numbers are told to come back: at random times, so that they do not all come at once. */
const RETRY_AFTER_SECONDS = { least: 30, most: 90 };
/** When a refused number counts as coming back. Clock skew may make it a little earlier than told. */
const RETURNS_SECONDS = { least: 25, most: 3600 };

export interface PumpingGuardPorts {
  readonly settings: GuardBounds;
  readonly traffic: PrefixTraffic;
  readonly numbers: NumberMemory;
  /** A random whole number from 0 (inclusive) to the bound (exclusive). */
  readonly integerBelow: (bound: number) => number;
  /** Called once for each pause that begins after a quiet time. */
  readonly onPaused: (pause: Pause) => void;
}

export type GuardedSend =
  /**
   * The reference is stored with the token. For a known number it is empty, or NOTHING_NEW if its
   * verification need not be noted.
   */
  | {
      readonly paused: false;
      readonly reference: string;
      readonly counted: boolean;
      /** From countSend. */
      readonly added?: string;
    }
  | { readonly paused: true; readonly retryAfterSeconds: number };

/** Whether a number verified recently. Known numbers are texted whatever the state of their prefix. */
export const isKnown = (
  { verifiedAt = Number.NEGATIVE_INFINITY }: KnownNumber,
  nowSeconds: number,
  { knownDays }: PumpingGuardSettings,
): boolean => nowSeconds - verifiedAt < knownDays * DAY_SECONDS;

/**
 * Counts a text to a number, or refuses it. `known` is what the memory holds about the number.
 * @throws StoreUnavailable
 */
export async function guardSend(
  send: NewNumber,
  known: KnownNumber,
  nowSeconds: number,
  ports: PumpingGuardPorts,
): Promise<GuardedSend> {
  const { settings, traffic } = ports;
  if (isKnown(known, nowSeconds, settings)) {
    return { paused: false, reference: known.isFresh ? NOTHING_NEW : '', counted: false };
  }
  const passed = { paused: false, reference: referenceTo(send, nowSeconds), counted: true } as const;
  const returns = isReturning(known, nowSeconds);
  const ask = { client: clientKey(send.clientId), returns, nowSeconds };

  const first = await traffic.countSend(send, nowSeconds);
  if (first.counted) {
    const pumped = looksPumped(first, ask, settings);
    if (pumped === 'no') {
      return withAdded(passed, first);
    }
    await pause(pumped, send, first, nowSeconds, ports);
    if (isHalfOpenFor(first, ask, settings)) {
      return withAdded(passed, first);
    }
    await takeBack(first, traffic);
    return refuse(send, known, nowSeconds, ports);
  }
  if (!mayPass(first, ask, settings, 1)) {
    return refuse(send, known, nowSeconds, ports);
  }
  const second = await traffic.countSend(send, nowSeconds, returns ? 'return' : 'trickle');
  if (mayPass(second, ask, settings)) {
    return withAdded(passed, second);
  }
  // Others passed at the same time and used up the room.
  await takeBack(second, traffic);
  return refuse(send, known, nowSeconds, ports);
}

type Added = Pick<SendCount, 'added'>;

const withAdded = <Passed extends { readonly paused: false }>(
  passed: Passed,
  { added }: Added,
): Passed & Added => ({ ...passed, ...(added === undefined ? {} : { added }) });

/** A number that was already counted stays counted, because a text may have been sent to it. */
const takeBack = async (count: Added, traffic: PrefixTraffic): Promise<void> => {
  if (count.added !== undefined) {
    await traffic.takeBackSend(count.added);
  }
};

interface Ask {
  readonly client: string;
  readonly returns: boolean;
  readonly nowSeconds: number;
}

/** Whether a number may pass during a pause; `more` counts numbers not yet in the view. */
const mayPass = (view: TrafficView, ask: Ask, settings: GuardBounds, more = 0): boolean =>
  looksPumped(view, ask, settings, more) === 'no' || isHalfOpenFor(view, ask, settings, more);

async function pause(
  reach: 'client' | 'all',
  { prefix, clientId }: NewNumber,
  view: TrafficView,
  nowSeconds: number,
  { traffic, onPaused }: PumpingGuardPorts,
): Promise<void> {
  const begun = { prefix, until: nowSeconds + PAUSE_SECONDS, ...(reach === 'client' ? { clientId } : {}) };
  const before = reach === 'client' ? view.clientPausedUntil : view.pausedUntil;
  const isNew = before === undefined || before < nowSeconds - SLICES * SLICE_SECONDS;
  if ((await traffic.pause(begun, nowSeconds, view)) && isNew) {
    onPaused(begun);
  }
}

async function refuse(
  { number }: NewNumber,
  { refusedAt }: KnownNumber,
  nowSeconds: number,
  { numbers, integerBelow }: PumpingGuardPorts,
): Promise<GuardedSend> {
  const isRemembered = refusedAt !== undefined && nowSeconds - refusedAt < RETURNS_SECONDS.most;
  if (!isRemembered) {
    await numbers.noteRefused(number, nowSeconds);
  }
  const { least, most } = RETRY_AFTER_SECONDS;
  return { paused: true, retryAfterSeconds: least + integerBelow(most - least + 1) };
}

function isReturning({ refusedAt }: KnownNumber, nowSeconds: number): boolean {
  if (refusedAt === undefined) {
    return false;
  }
  const since = nowSeconds - refusedAt;
  return since >= RETURNS_SECONDS.least && since < RETURNS_SECONDS.most;
}
