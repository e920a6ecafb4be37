/**
 * What operators decided for a time, beside the configuration: blocked and safe-listed prefixes, and raised budgets.
 * They are few, and every request for a text is judged by them, so they are kept and read together.
 */
import { spellingsOf } from '../../contract/phone-lines.ts';
import type { BudgetWindow, PrefixRuleName } from '../../contract/vocabulary.ts';
import type { RaisedBudgets } from '../../contract/workflow.ts';

/** Who decided it, and why. Times are epoch seconds. */
interface Decided {
  readonly since: number;
  /** The name that an operator signs in with, or the id of a client. */
  readonly by: string;
  readonly reason: string;
}

export interface PrefixRule extends Decided {
  /** How the numbers begin, in E.164. */
  readonly prefix: string;
  readonly rule: PrefixRuleName;
  /** Absent: until it is removed. */
  readonly until?: number;
}

export interface BudgetRaise extends Decided {
  readonly window: BudgetWindow;
  /** Millionths of a dollar on top of the configured budget. */
  readonly microUsd: number;
  readonly until: number;
}

export interface Overrides {
  readonly prefixes: readonly PrefixRule[];
  readonly raises: readonly BudgetRaise[];
}

export const NO_OVERRIDES: Overrides = { prefixes: [], raises: [] };

/** What the rules of a request read. @throws StoreUnavailable, SecretUnavailable */
export interface OverrideSource {
  current(): Promise<Overrides>;
}

/** Without what has ended. */
export const inForce = ({ prefixes, raises }: Overrides, nowSeconds: number): Overrides => ({
  prefixes: prefixes.filter(({ until = Number.POSITIVE_INFINITY }) => until > nowSeconds),
  raises: raises.filter(({ until }) => until > nowSeconds),
});

/**
 * The rule of this kind that an E.164 number falls under. Of several, the one that ends last: after another, the
 * number would still not be texted.
 */
export function ruleFor(
  number: string,
  rule: PrefixRuleName,
  overrides: Overrides,
  nowSeconds: number,
): PrefixRule | undefined {
  const candidates = inForce(overrides, nowSeconds).prefixes.filter((each) => each.rule === rule);
  if (candidates.length === 0) {
    return undefined;
  }
  const spellings = spellingsOf(number);
  return candidates
    .filter(({ prefix }) => spellings.some((spelling) => spelling.startsWith(prefix)))
    .toSorted((one, other) => endOf(other) - endOf(one))[0];
}

const endOf = ({ until = Number.POSITIVE_INFINITY }: PrefixRule): number => until;

/** By how much the budgets are raised at this moment; undefined while none is. */
export function raisedBudgets(overrides: Overrides, nowSeconds: number): RaisedBudgets | undefined {
  const { raises } = inForce(overrides, nowSeconds);
  return raises.length === 0
    ? undefined
    : Object.fromEntries(raises.map(({ window, microUsd }) => [window, microUsd]));
}
