/**
 * With which other texts a text is judged, and by what bounds.
 *
 * Codes that are delivered for somebody else come back to whoever made them, so here they look like pumping: nobody
 * verifies them. They are counted apart. Otherwise they would pause a prefix whose own codes are verified, or hide
 * among those. What they are judged by is their number: how many new numbers of a prefix there are in three hours.
 * Only what is reported back to us (deliveries/report-delivery.ts) counts as verified and makes room for more.
 */
import type { PumpingGuardSettings } from '../../contract/settings/texts.ts';
import type { CodeKind } from '../../contract/vocabulary.ts';
import { SLICE_SECONDS, SLICES } from './traffic-reference.ts';

export interface GuardBounds extends PumpingGuardSettings {
  /** New numbers that a pause lets through in ten minutes even if nobody verified for hours. Default: 1. */
  readonly leastTrickle?: number;
  /**
   * How many new numbers may be in flight at once, as a multiple of `spareNumbers`. Default: 2. More than 1 is for
   * codes that may still verify.
   */
  readonly inFlightShare?: number;
}

export interface JudgedAs {
  /** What is named (token/subject-digests.ts) and counted. */
  readonly traffic: string;
  readonly bounds: GuardBounds;
}

const OF_DELIVERIES = ' deliveries';
const TRICKLE_SECONDS = 600;

/** The name that texts of a kind are counted under, before it is sealed. */
export const trafficOf = (prefix: string, kind: CodeKind): string =>
  kind === 'token' ? prefix : prefix + OF_DELIVERIES;

/** `prefix` is a country code and some digits. */
export function judgedAs(prefix: string, kind: CodeKind, settings: PumpingGuardSettings): JudgedAs {
  if (kind === 'token') {
    return { traffic: trafficOf(prefix, kind), bounds: settings };
  }
  const { spareDeliveries } = settings;
  // As many as are usual: a pause cannot tell people from pumping, so it lets the bound itself through.
  const trickle = Math.ceil((spareDeliveries * TRICKLE_SECONDS) / (SLICES * SLICE_SECONDS));
  return {
    traffic: trafficOf(prefix, kind),
    bounds: {
      ...settings,
      spareNumbers: spareDeliveries,
      trickleNumbers: trickle,
      leastTrickle: trickle,
      // None of them will verify, so those in flight have no room beyond the bound.
      inFlightShare: 1,
    },
  };
}

/** What was counted under this name. */
export const readTraffic = (traffic: string): { readonly prefix: string; readonly isDelivery: boolean } =>
  traffic.endsWith(OF_DELIVERIES)
    ? { prefix: traffic.slice(0, -OF_DELIVERIES.length), isDelivery: true }
    : { prefix: traffic, isDelivery: false };
