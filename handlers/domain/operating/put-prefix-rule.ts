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
  if (namesFewNumbers(prefix)) {
    return refuseFields([
      { field: 'prefix', rule: `must leave out at least the last ${LEFT_OUT_DIGITS} digits of numbers` },
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

/** E.164 */
const MOST_DIGITS = 15;

/**
 * Whether it may be somebody's number, or nearly: it is in URLs and in the audit log, which have nobody's. Numbers begin
 * so that have few digits more, and none that have as many as a prefix leaves out. Length alone does not tell, because
 * some countries have numbers of four digits, and others of any length.
 */
function namesFewNumbers(prefix: string): boolean {
  const isBegunBy = (digitsMore: number): boolean =>
    [...'0123456789'].some((digit) =>
      parsePhoneNumberFromString(prefix + digit.repeat(digitsMore))?.isValid(),
    );
  const upTo = MOST_DIGITS + 1 - prefix.length;
  const lengths = Array.from({ length: Math.max(LEFT_OUT_DIGITS, upTo + 1) }, (_, digits) => digits);
  return lengths.slice(0, LEFT_OUT_DIGITS).some(isBegunBy) && !lengths.slice(LEFT_OUT_DIGITS).some(isBegunBy);
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
