/** The rule of the pumping guard: no texts to a prefix that is paused, or has to be from now on. */
import { byEmail, textsFirst } from './by-email.ts';
import { accept, refuseUntil } from './decision.ts';
import type { Rule } from './issue-rule.ts';
import { numberPrefix } from './number-prefix.ts';
import type { KeySource } from './ports.ts';
import { guardSend, type PumpingGuard } from './pumping-guard.ts';
import { namePrefix } from './subject-digests.ts';

export interface PumpingPause {
  /** Of the secret that is never rotated: another key would forget what was counted. */
  readonly subjectKeys: KeySource;
  /** Absent when the guard is off. */
  readonly pumpingGuard?: PumpingGuard | undefined;
}

/** Counts the text to its prefix, or sends an email instead where it can, or refuses. */
export const pumpingPause: Rule<PumpingPause> = async (candidate, { pumpingGuard, subjectKeys }) => {
  const { request, nowSeconds, tally } = candidate;
  if (pumpingGuard === undefined || !textsFirst(request)) return accept(candidate);
  const prefix = numberPrefix(request.phone_number, pumpingGuard.settings.prefixDigits);
  const name = namePrefix(prefix, await subjectKeys.current());
  const onPaused: PumpingGuard['onPaused'] = (_, until) => pumpingGuard.onPaused(prefix, until);
  const send = await guardSend(name, nowSeconds, { ...pumpingGuard, onPaused });
  if (!send.paused) {
    tally.onRefusal(() => pumpingGuard.traffic.takeBackSend(name, nowSeconds));
    return accept({ ...candidate, request: { ...request, number_prefix: name } });
  }
  const instead = byEmail(request);
  if (instead) return accept({ ...candidate, request: instead });
  const detail = 'Many codes were sent to numbers that begin like this one, and few came back.';
  return refuseUntil('destination_paused', detail, send.retryAfterSeconds);
};
