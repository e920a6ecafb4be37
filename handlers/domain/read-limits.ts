/** What is spent, what is paused, and how far a person is from their limits. */
import type { LimitStatus, LimitsAnswer, PersonLimits, SpendStatus } from '../contract/api.ts';
import type { LimitsQuery } from '../contract/requests.ts';
import type { WindowLimit } from '../contract/settings.ts';
import { guessesOf } from './guess-lock.ts';
import type { CounterStore, PersonPurpose, PrefixTraffic, Subject } from './ports.ts';
import { personSends } from './send-limits.ts';
import { readSpend, type SpendLimit, toUsd } from './spend-breaker.ts';
import { type Window, windowBounds } from './window-bounds.ts';

export interface LimitsDesk {
  readonly counters: Pick<CounterStore, 'read'>;
  /** Absent when the pumping guard is off. */
  readonly traffic?: Pick<PrefixTraffic, 'pauses'> | undefined;
  readonly spendLimits: readonly SpendLimit[];
  readonly personLimits: readonly WindowLimit[];
  readonly guessLimits: readonly WindowLimit[];
}

/** Reads without changing anything; a person's counters only when asked for. @throws StoreUnavailable */
export async function readLimits(
  { user_id, purpose }: LimitsQuery,
  desk: LimitsDesk,
  nowSeconds: number,
): Promise<LimitsAnswer> {
  const [spent, pauses, person] = await Promise.all([
    Promise.all(desk.spendLimits.map((limit) => spendStatus(limit, desk, nowSeconds))),
    desk.traffic?.pauses(nowSeconds) ?? [],
    user_id === undefined ? undefined : readPerson({ user_id, purpose }, desk, nowSeconds),
  ]);
  return {
    ...(spent.length === 0 ? {} : { budget: Object.fromEntries(spent) }),
    paused: pauses.map(({ prefix, until }) => ({ prefix, until: isoTime(until) })),
    ...(person ? { person } : {}),
  };
}

async function spendStatus(
  limit: SpendLimit,
  { counters }: LimitsDesk,
  nowSeconds: number,
): Promise<[SpendLimit['name'], SpendStatus]> {
  const spent_usd = toUsd(await readSpend(limit, counters, nowSeconds));
  const resets_at = endOf(limit.window, nowSeconds);
  return [limit.name, { spent_usd, limit_usd: toUsd(limit.microUsd), resets_at }];
}

async function readPerson(key: PersonPurpose, desk: LimitsDesk, nowSeconds: number): Promise<PersonLimits> {
  const read = (subject: Subject, limits: readonly WindowLimit[]) =>
    Promise.all(
      limits.map(async ({ limit, windowSeconds }): Promise<LimitStatus> => {
        const count = await desk.counters.read(subject, windowSeconds, nowSeconds);
        return { count, limit, window_seconds: windowSeconds, resets_at: endOf(windowSeconds, nowSeconds) };
      }),
    );
  const [sends, wrong_tokens] = await Promise.all([
    read(personSends(key), desk.personLimits),
    read(guessesOf(key), desk.guessLimits),
  ]);
  const full = wrong_tokens.filter(({ count, limit }) => count >= limit).map(({ resets_at }) => resets_at);
  const locked_until = full.sort().at(-1);
  return {
    ...key,
    locked: locked_until !== undefined,
    ...(locked_until === undefined ? {} : { locked_until }),
    sends,
    wrong_tokens,
  };
}

const isoTime = (seconds: number): string => new Date(seconds * 1000).toISOString();

const endOf = (window: Window, nowSeconds: number): string =>
  isoTime(windowBounds(window, nowSeconds).endsAtSeconds);
