/** PUT /prefixes/{prefix}: blocks or safe-lists the numbers with a prefix, or takes that back. */
import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import type { PutPrefixRuleBody } from '../../contract/routes/overrides.ts';
import type { Decision } from '../decision.ts';
import { accept, refuse, refuseFields } from '../decision.ts';
import { LEFT_OUT_DIGITS } from '../destinations/number-prefix.ts';
import type { OverrideStore } from '../overrides/change-overrides.ts';
import { changeOverrides } from '../overrides/change-overrides.ts';
import type { Overrides, PrefixRule } from '../overrides/overrides.ts';
import { readTraffic } from '../pumping/judged-as.ts';
import type { PrefixTraffic } from '../pumping/prefix-traffic.ts';
import { openPrefix } from '../token/subject-digests.ts';
import type { KeySource } from '../token/token-keys.ts';

/** Few enough for an operator to see through, and for the item that every request reads. */
const MOST_PREFIXES = 30;

export interface PutPrefixRulePorts {
  readonly overrides: OverrideStore;
  /** Absent when the pumping guard is off. */
  readonly traffic?: Pick<PrefixTraffic, 'pauses' | 'resume'> | undefined;
  /** Open the names of paused prefixes. */
  readonly subjectKeys: KeySource;
}

/**
 * Safe-listing also ends the pauses that it covers, so that the numbers that they were for do not count when it ends.
 * First calls `record`. @throws StoreUnavailable, SecretUnavailable, and what `record` throws
 */
export async function putPrefixRule(
  { prefix, by, ...asked }: PutPrefixRuleBody & { readonly prefix: string; readonly by: string },
  ports: PutPrefixRulePorts,
  nowSeconds: number,
  record: (until: number | undefined) => Promise<void>,
): Promise<Decision<void>> {
  const { rule, lasts_seconds, reason } = asked;
  if (isWholeNumber(prefix)) {
    return refuseFields([
      { field: 'prefix', rule: 'must be the first digits of numbers, not a whole number' },
    ]);
  }
  if (rule === 'safe_listed' && ports.traffic === undefined) {
    return refuseFields([{ field: 'rule', rule: 'must not be safe_listed: the pumping guard is off' }]);
  }
  const until = lasts_seconds === undefined ? undefined : nowSeconds + lasts_seconds;
  await record(until);
  const put: PrefixRule | undefined =
    rule === 'none'
      ? undefined
      : { prefix, rule, since: nowSeconds, by, reason, ...(until === undefined ? {} : { until }) };
  const changed = await changeOverrides(ports.overrides, nowSeconds, (present) =>
    withRule(present, prefix, put),
  );
  if (changed.ok && rule === 'safe_listed') {
    await resumeCovered(prefix, ports, nowSeconds);
  }
  return changed;
}

/** A prefix has one rule. */
function withRule(present: Overrides, prefix: string, put: PrefixRule | undefined): Decision<Overrides> {
  const others = present.prefixes.filter((each) => each.prefix !== prefix);
  if (put !== undefined && others.length >= MOST_PREFIXES) {
    return refuse(
      'invalid_request',
      `At most ${MOST_PREFIXES} prefixes can be blocked or safe-listed: remove one first.`,
    );
  }
  return accept({ ...present, prefixes: put === undefined ? others : [...others, put] });
}

/**
 * Whether it may be somebody's number: it is valid, and no number begins so that is longer by what a prefix leaves out.
 * Length alone does not tell, because some countries have numbers of four digits, and others of any length.
 */
function isWholeNumber(prefix: string): boolean {
  const isValid = (number: string): boolean => parsePhoneNumberFromString(number)?.isValid() === true;
  const isContinued = [...'0123456789'].some((digit) => isValid(prefix + digit.repeat(LEFT_OUT_DIGITS)));
  return isValid(prefix) && !isContinued;
}

async function resumeCovered(
  prefix: string,
  { traffic, subjectKeys }: PutPrefixRulePorts,
  nowSeconds: number,
): Promise<void> {
  const pauses = (await traffic?.pauses(nowSeconds)) ?? [];
  const keys = await subjectKeys.current();
  const covered = pauses.filter((pause) =>
    readTraffic(openPrefix(pause.prefix, keys)).prefix.startsWith(prefix),
  );
  await Promise.all(covered.map((pause) => traffic?.resume(pause, nowSeconds)));
}
