/** The rule of the pumping guard: no texts to a prefix that is paused, or has to be from now on. */
import { lineOf } from '../contract/phone-lines.ts';
import { byEmail, textsFirst } from './by-email.ts';
import { accept, refuseUntil } from './decision.ts';
import type { Rule } from './issue-rule.ts';
import { numberPrefix } from './number-prefix.ts';
import { guardSend, type PumpingGuard } from './pumping-guard.ts';

export interface PumpingPause {
  /** Absent when the guard is off. */
  readonly pumpingGuard?: PumpingGuard | undefined;
}

/** Counts the text to its prefix, or sends an email instead where it can, or refuses. */
export const pumpingPause: Rule<PumpingPause> = async (candidate, { pumpingGuard }) => {
  const { request, nowSeconds, tally } = candidate;
  if (pumpingGuard === undefined || !textsFirst(request)) return accept(candidate);
  const prefix = numberPrefix(lineOf(request.phone_number), pumpingGuard.settings.prefixDigits);
  const send = await guardSend(prefix, nowSeconds, pumpingGuard);
  if (!send.paused) {
    tally.onRefusal(() => pumpingGuard.traffic.takeBackSend(prefix, nowSeconds));
    return accept({ ...candidate, request: { ...request, number_prefix: prefix } });
  }
  const instead = byEmail(request);
  if (instead) return accept({ ...candidate, request: instead });
  const detail = 'Many codes were sent to numbers that begin like this one, and few came back.';
  return refuseUntil('destination_paused', detail, send.retryAfterSeconds);
};
