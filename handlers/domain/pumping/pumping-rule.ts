/** The rule of the pumping guard: no texts to new numbers of a prefix whose codes are not verified. */
import { lineOf } from '../../contract/phone-lines.ts';
import type { CodeKind } from '../../contract/vocabulary.ts';
import { accept, refuseUntil } from '../decision.ts';
import { firstText, numberPrefixOf, withoutTexts, withTextFacts } from '../delivery-route.ts';
import type { NumberMemory } from '../destinations/number-memory.ts';
import { numberPrefix } from '../destinations/number-prefix.ts';
import type { Rule } from '../issue-rule.ts';
import type { CounterStore } from '../limits/counter-store.ts';
import type { LimitKeysPorts } from '../limits/limit-keys.ts';
import { limitKeysOf } from '../limits/limit-keys.ts';
import type { OverridePorts } from '../overrides/block-rule.ts';
import { ruleFor } from '../overrides/overrides.ts';
import { kindOf } from '../token/delivery-slot.ts';
import { namePrefix } from '../token/subject-digests.ts';
import type { KeySource } from '../token/token-keys.ts';
import { judgedAs } from './judged-as.ts';
import { guardBySource } from './new-sources.ts';
import type { Pause } from './prefix-traffic.ts';
import type { PumpingGuardPorts } from './pumping-guard.ts';
import { isCounted } from './traffic-reference.ts';

/** The guard, told whose texts a pause is for. */
interface GuardOfKinds extends Omit<PumpingGuardPorts, 'onPaused'> {
  readonly onPaused: (pause: Pause, kind: CodeKind) => void;
}

export interface PumpingRulePorts extends Pick<LimitKeysPorts, 'limitKeys'>, OverridePorts {
  readonly counters: CounterStore;
  /** Absent when the guard is off. */
  readonly pumpingGuard?: GuardOfKinds | undefined;
  readonly numbers: Pick<NumberMemory, 'read'>;
  /** From the secret that is never rotated: a different key would restart the counts. */
  readonly subjectKeys: KeySource;
}

/** Looks up what is remembered about the number; separate, so that it runs in parallel with other reads. */
export const findNumber: Rule<PumpingRulePorts> = async (candidate, { pumpingGuard, numbers }) => {
  const { request, nowSeconds } = candidate;
  const text = firstText(request);
  if (pumpingGuard === undefined || text === undefined) {
    return accept(candidate);
  }
  const number = await numbers.read(text.digest, request.user_id, nowSeconds);
  return accept({ ...candidate, number });
};

/**
 * Keeps the guard's count of a number that is about to be texted but was counted by another request a moment
 * ago: that request may still fail and take its count back. Runs after the limits, so that a request that
 * they refuse counts nothing. Not needed for a resend, if the token's earlier text has the same reference.
 */
export const keepNumber: Rule<Pick<PumpingRulePorts, 'pumpingGuard'>> = async (
  candidate,
  { pumpingGuard },
) => {
  const { request, nowSeconds, existing } = candidate;
  const { guard_counted } = request;
  const number_prefix = numberPrefixOf(request);
  const isOwn =
    guard_counted !== '' || (existing?.number_prefix === number_prefix && existing.status === 'sent');
  if (pumpingGuard !== undefined && isCounted(number_prefix) && !isOwn) {
    await pumpingGuard.traffic.keepSend(number_prefix, nowSeconds);
  }
  return accept(candidate);
};

/**
 * Counts the text in its prefix. If the guard refuses it, uses the remaining channels or refuses. What goes to a
 * safe-listed prefix is neither judged nor counted: it must not be held against the prefix when that is over.
 */
export const pumpingRule: Rule<PumpingRulePorts> = async (candidate, policy) => {
  const { asked, request, nowSeconds, undoLog, number: known } = candidate;
  const { pumpingGuard, subjectKeys, counters } = policy;
  const text = firstText(request);
  if (pumpingGuard === undefined || known === undefined || text === undefined) {
    return accept(candidate);
  }
  if (ruleFor(text.address, 'safe_listed', await policy.overrides.current(), nowSeconds) !== undefined) {
    return accept(candidate);
  }
  const prefix = numberPrefix(lineOf(text.address), pumpingGuard.settings.prefixDigits);
  const kind = kindOf(request);
  const { traffic, bounds } = judgedAs(prefix, kind, pumpingGuard.settings);
  const name = namePrefix(traffic, await subjectKeys.current());
  const newNumber = { prefix: name, clientId: asked.clientId, number: text.digest };
  const onPaused: PumpingGuardPorts['onPaused'] = (pause) =>
    pumpingGuard.onPaused({ ...pause, prefix }, kind);
  const keys = await limitKeysOf(asked.body.limit_keys, policy);
  const sources = { keys, counters, owner: asked.executionArn };
  const ports = { ...pumpingGuard, settings: bounds, onPaused };
  const send = await guardBySource(newNumber, sources, known, nowSeconds, ports);
  if (!send.paused) {
    const { reference, added = '' } = send;
    if (added !== '') {
      undoLog.onRefusal(() => pumpingGuard.traffic.takeBackSend(added));
    }
    const counted = withTextFacts({ ...request, guard_counted: added }, { number_prefix: reference });
    return accept({ ...candidate, request: counted });
  }
  const instead = withoutTexts(request);
  if (instead) {
    return accept({ ...candidate, request: instead });
  }
  const detail =
    kind === 'token'
      ? 'Many codes were sent to new numbers with the same prefix, and few were verified.'
      : 'Codes were delivered to more new numbers with the same prefix than are allowed.';
  return refuseUntil('destination_paused', detail, send.retryAfterSeconds);
};
