/**
 * Tells SMS pumping from people: a prefix of numbers that is sent many codes and gives few of them back
 * is paused for a while.
 *
 * Pumpers have codes sent to blocks of numbers that pay them for the traffic, and verify none, so the
 * share of sent codes that verify (the conversion) is what gives them away; a rate alone would not tell
 * them from a busy morning. It is judged over the latest sends, as far back as it takes to have enough
 * of them: so a flood is stopped after a number of messages, whatever its speed, and a good past covers
 * for it only as long as the past is recent.
 * https://docs.aws.amazon.com/sms-voice/latest/userguide/protect.html
 */
import type { PumpingGuardSettings } from '../contract/settings.ts';
import type { PrefixTraffic, TrafficBucket } from './ports.ts';

/** A prefix that was paused lately is judged on this part of `minSends`: it has lost its good name. */
const PROBATION_SHARE = 1 / 5;

export interface PumpingGuard {
  readonly settings: PumpingGuardSettings;
  readonly traffic: PrefixTraffic;
  /** Told once of each pause that begins. */
  readonly onPaused: (prefix: string, untilSeconds: number) => void;
}

export type GuardedSend =
  | { readonly paused: false }
  | { readonly paused: true; readonly retryAfterSeconds: number };

/** Counts a send to a prefix, unless it is paused or has to be from now on. @throws StoreUnavailable */
export async function guardSend(
  prefix: string,
  nowSeconds: number,
  { settings, traffic, onPaused }: PumpingGuard,
): Promise<GuardedSend> {
  const count = await traffic.countSend(prefix, nowSeconds);
  if (!count.counted) return { paused: true, retryAfterSeconds: count.pausedUntil - nowSeconds };
  const onProbation = nowSeconds < (count.pausedUntil ?? 0) + settings.windowSeconds;
  const minSends = onProbation ? Math.ceil(settings.minSends * PROBATION_SHARE) : settings.minSends;
  if (!looksPumped(count.buckets, minSends, settings.minConversion)) return { paused: false };

  const untilSeconds = nowSeconds + settings.pauseSeconds;
  if (await traffic.pause(prefix, untilSeconds, nowSeconds)) onPaused(prefix, untilSeconds);
  return { paused: true, retryAfterSeconds: settings.pauseSeconds };
}

/** Judges the newest buckets that hold `minSends` together; with fewer sends than that, nothing is said. */
export function looksPumped(
  newestFirst: readonly TrafficBucket[],
  minSends: number,
  minConversion: number,
): boolean {
  let sends = 0;
  let conversions = 0;
  for (const bucket of newestFirst) {
    sends += bucket.sends;
    conversions += bucket.conversions;
    if (sends >= minSends) return conversions < minConversion * sends;
  }
  return false;
}
