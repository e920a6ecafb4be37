/** The judgements of the pumping guard, based on the traffic of a prefix in the last minutes and hours. */
import type { GuardBounds } from './judged-as.ts';
import type { TrafficSlice, TrafficView } from './prefix-traffic.ts';
import { SLICE_SECONDS, SLICES, sliceAt } from './traffic-reference.ts';

/** A number that was sent a code more recently than this may still verify it. */
const MATURES_AFTER_SECONDS = 120;
const IN_FLIGHT_SHARE = 2;
/** What all clients together are allowed, as a multiple of what one client is. */
const ALL_CLIENTS_SHARE = 3;
/**
 * How many returning numbers may pass, as a multiple of those that usually verify: they ask more than once,
 * and all at the same time.
 */
const RETURNS_SHARE = 2;
/** The current slice and the one before it. */
const RECENT_SLICES = 2;
const SLICES_OF_AN_HOUR = 3600 / SLICE_SECONDS;
/** Hours that the guard looks back. */
const HOURS = SLICES / SLICES_OF_AN_HOUR;

interface Ask {
  readonly client: string;
  readonly nowSeconds: number;
}

interface Sums {
  /** Numbers that did not verify: all, those that have had time to, and those of the last minutes. */
  unverified: number;
  matured: number;
  recent: number;
  verified: number;
  verifiedRecently: number;
  returnedRecently: number;
}

/** Whose new numbers look pumped: the client's, all clients' or nobody's. `more` are not yet in the view. */
export function looksPumped(
  view: TrafficView,
  { client, nowSeconds }: Ask,
  settings: GuardBounds,
  more = 0,
): 'no' | 'client' | 'all' {
  const own = view.slices.filter((slice) => slice.client === client);
  if (areTooMany(own, 1, nowSeconds, settings, more)) {
    return 'client';
  }
  return areTooMany(view.slices, ALL_CLIENTS_SHARE, nowSeconds, settings, more) ? 'all' : 'no';
}

/**
 * Judges the last hour, so that a long good record cannot hide a flood, and the last three hours, so that a
 * slow drip does not continue for long.
 */
function areTooMany(
  slices: readonly TrafficSlice[],
  share: number,
  nowSeconds: number,
  { spareNumbers, sparePerVerified, inFlightShare = IN_FLIGHT_SHARE }: GuardBounds,
  more: number,
): boolean {
  const spare = spareNumbers * share;
  const hour = sumOf(slices, SLICES_OF_AN_HOUR, nowSeconds);
  const whole = sumOf(slices, SLICES, nowSeconds);
  // In an outage nobody can verify; an attack does not stop people from verifying. So assume at least as many
  // people as in an average hour before.
  const people = Math.max(hour.verified, (whole.verified - hour.verified) / (HOURS - 1));
  const roomOfHour = spare + sparePerVerified * people - hour.matured;
  const room = spare + sparePerVerified * whole.verified - whole.matured;
  if (roomOfHour < 0 || room < 0) {
    return true;
  }
  const inFlight = whole.unverified - whole.matured + more;
  return inFlight > spare * (inFlightShare - 1) + Math.min(spare, room) + people;
}

/** Whether a paused prefix lets this number through, within the room of its client and of all clients. */
export function isHalfOpenFor(
  view: TrafficView,
  ask: Ask & { readonly returns: boolean },
  settings: GuardBounds,
  more = 0,
): boolean {
  const own = view.slices.filter((slice) => slice.client === ask.client);
  return hasRoom(own, 1, ask, settings, more) && hasRoom(view.slices, ALL_CLIENTS_SHARE, ask, settings, more);
}

/**
 * There is room for a trickle of new numbers, as little as one if nobody verified for hours, and for more
 * with each number that verified in the last minutes. Numbers that were refused and came back have their own
 * room, because floods do not come back: the trickle, and twice as many as usually verify in that time.
 */
function hasRoom(
  slices: readonly TrafficSlice[],
  share: number,
  { returns, nowSeconds }: { readonly returns: boolean; readonly nowSeconds: number },
  { trickleNumbers, sparePerVerified, leastTrickle = 1 }: GuardBounds,
  more: number,
): boolean {
  const { verified, verifiedRecently, recent, returnedRecently } = sumOf(slices, SLICES, nowSeconds);
  const trickle = Math.min(trickleNumbers, leastTrickle + verified) * share;
  if (recent + more <= trickle + sparePerVerified * verifiedRecently) {
    return true;
  }
  return returns && returnedRecently + more <= trickle + (RETURNS_SHARE * RECENT_SLICES * verified) / SLICES;
}

/** Sums over the current slice and the `back` slices before it. */
function sumOf(slices: readonly TrafficSlice[], back: number, nowSeconds: number): Sums {
  const present = sliceAt(nowSeconds) * SLICE_SECONDS;
  const oldest = present - back * SLICE_SECONDS;
  const inFlightFrom = nowSeconds - present < MATURES_AFTER_SECONDS ? present - SLICE_SECONDS : present;
  const sums: Sums = {
    unverified: 0,
    matured: 0,
    recent: 0,
    verified: 0,
    verifiedRecently: 0,
    returnedRecently: 0,
  };
  for (const { startsAtSeconds, unverified, verified, returned } of slices) {
    if (startsAtSeconds < oldest) {
      continue;
    }
    sums.unverified += unverified;
    sums.verified += verified;
    if (startsAtSeconds < inFlightFrom) {
      sums.matured += unverified;
    }
    if (startsAtSeconds < present - SLICE_SECONDS) {
      continue;
    }
    sums.recent += unverified;
    sums.verifiedRecently += verified;
    sums.returnedRecently += returned;
  }
  return sums;
}
