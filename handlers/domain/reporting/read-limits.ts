/** What is spent, what is paused, and how much a person has left of their limits. */
import type {
  LimitStatus,
  LimitsAnswer,
  LimitsQuery,
  PersonLimits,
  SpendStatus,
} from '../../contract/routes/limits.ts';
import type { WindowLimit } from '../../contract/setting.ts';
import type { CounterStore } from '../limits/counter-store.ts';
import { readFailedVerifications } from '../limits/failed-verification-limit.ts';
import { readSends } from '../limits/send-limits.ts';
import type { BudgetRaise, OverrideSource, Overrides } from '../overrides/overrides.ts';
import { inForce, raisedBudgets } from '../overrides/overrides.ts';
import { readTraffic } from '../pumping/judged-as.ts';
import type { Pause, PrefixTraffic } from '../pumping/prefix-traffic.ts';
import type { SmsBudgetLimit } from '../spending/sms-budget.ts';
import { raisableMicroUsd, raiseLimits, readSmsSpend, toUsd } from '../spending/sms-budget.ts';
import { openPrefix } from '../token/subject-digests.ts';
import type { KeySource } from '../token/token-keys.ts';
import type { PersonPurpose } from '../token/token-store.ts';
import type { Window } from '../window.ts';
import { windowBounds } from '../window.ts';

export interface ReadLimitsPorts {
  readonly counters: Pick<CounterStore, 'read'>;
  /** Absent when the pumping guard is off. */
  readonly traffic?: Pick<PrefixTraffic, 'pauses'> | undefined;
  /** Open the names of paused prefixes; read only when there are any. */
  readonly subjectKeys: KeySource;
  /** The name of a person in logs and traces. */
  readonly refer: (userId: string) => Promise<string>;
  /** As configured. */
  readonly smsBudgetLimits: readonly SmsBudgetLimit[];
  /** How many times a budget operators may raise it to. */
  readonly raisableTo: number;
  readonly overrides: OverrideSource;
  readonly personLimits: readonly WindowLimit[];
  readonly guessLimits: readonly WindowLimit[];
}

/** Changes nothing; reads a person's counters only on request. @throws StoreUnavailable, SecretUnavailable */
export async function readLimits(
  { user_id, purpose }: LimitsQuery,
  ports: ReadLimitsPorts,
  nowSeconds: number,
): Promise<LimitsAnswer> {
  const [overrides, spent, pauses, person] = await Promise.all([
    ports.overrides.current(),
    readSmsSpend(ports.smsBudgetLimits, ports.counters, nowSeconds),
    readPauses(ports, nowSeconds),
    user_id === undefined ? undefined : readPerson({ user_id, purpose }, ports, nowSeconds),
  ]);
  const present = inForce(overrides, nowSeconds);
  const budget = smsBudgetStatuses(spent, present, ports, nowSeconds);
  return {
    ...(budget.length === 0 ? {} : { budget: Object.fromEntries(budget) }),
    paused: pauses,
    prefixes: present.prefixes.map(({ since, until, ...rule }) => ({
      ...rule,
      since: isoTime(since),
      ...(until === undefined ? {} : { until: isoTime(until) }),
    })),
    ...(person ? { person } : {}),
  };
}

async function readPauses(
  { traffic, subjectKeys }: ReadLimitsPorts,
  nowSeconds: number,
): Promise<LimitsAnswer['paused']> {
  const pauses: readonly Pause[] = (await traffic?.pauses(nowSeconds)) ?? [];
  if (pauses.length === 0) {
    return [];
  }
  const keys = await subjectKeys.current();
  return pauses.map(({ prefix: key, clientId, until }) => {
    const { prefix, isDelivery } = readTraffic(openPrefix(key, keys));
    return {
      prefix,
      until: isoTime(until),
      key,
      ...(isDelivery ? { kind: 'delivery' as const } : {}),
      ...(clientId === undefined ? {} : { client_id: clientId }),
    };
  });
}

function smsBudgetStatuses(
  spent: readonly number[],
  overrides: Overrides,
  { smsBudgetLimits, raisableTo }: ReadLimitsPorts,
  nowSeconds: number,
): [SmsBudgetLimit['name'], SpendStatus][] {
  const limits = raiseLimits(smsBudgetLimits, raisedBudgets(overrides, nowSeconds));
  return smsBudgetLimits.map((configured, i) => {
    const { name, window } = configured;
    const raise = overrides.raises.find((each) => each.window === name);
    return [
      name,
      {
        spent_usd: toUsd(spent[i] ?? 0),
        limit_usd: toUsd(limits[i]?.microUsd ?? configured.microUsd),
        resets_at: endOf(window, nowSeconds),
        raisable_usd: toUsd(raisableMicroUsd(configured, raisableTo)),
        ...(raise === undefined ? {} : { raised: raisedOf(raise) }),
      },
    ];
  });
}

const raisedOf = ({
  microUsd,
  until,
  since,
  by,
  reason,
}: BudgetRaise): NonNullable<SpendStatus['raised']> => ({
  by_usd: toUsd(microUsd),
  until: isoTime(until),
  since: isoTime(since),
  by,
  reason,
});

async function readPerson(
  key: PersonPurpose,
  ports: ReadLimitsPorts,
  nowSeconds: number,
): Promise<PersonLimits> {
  const { counters, personLimits, guessLimits } = ports;
  const statuses = (limits: readonly WindowLimit[], counts: readonly number[]): LimitStatus[] =>
    limits.map(({ limit, windowSeconds }, i) => ({
      count: counts[i] ?? 0,
      limit,
      window_seconds: windowSeconds,
      resets_at: endOf(windowSeconds, nowSeconds),
    }));
  const [sent, guessed, user_ref] = await Promise.all([
    readSends(key, nowSeconds, { counters, personLimits }),
    readFailedVerifications(key, nowSeconds, { counters, guessLimits }),
    ports.refer(key.user_id),
  ]);
  const sends = statuses(personLimits, sent);
  const wrong_tokens = statuses(guessLimits, guessed);
  const full = wrong_tokens.filter(({ count, limit }) => count >= limit).map(({ resets_at }) => resets_at);
  const locked_until = full.sort().at(-1);
  return {
    ...key,
    user_ref,
    locked: locked_until !== undefined,
    ...(locked_until === undefined ? {} : { locked_until }),
    sends,
    wrong_tokens,
  };
}

const isoTime = (seconds: number): string => new Date(seconds * 1000).toISOString();

const endOf = (window: Window, nowSeconds: number): string =>
  isoTime(windowBounds(window, nowSeconds).endsAtSeconds);
