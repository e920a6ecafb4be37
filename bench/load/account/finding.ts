/** One line of the account: what was counted, what a rule explains, and what is lost. */

export interface Finding {
  readonly what: string;
  readonly counted: number;
  /** How many are as they should be only by a rule, by that rule. */
  readonly explained: Readonly<Record<string, number>>;
  /** What no rule explains; a run with any of these has failed. */
  readonly lost: readonly string[];
}

/** Collects a finding. */
export interface Tally {
  count(more?: number): void;
  /** Something differs, and this rule says why. */
  explain(rule: string, times?: number): void;
  lose(what: string): void;
  finding(): Finding;
}

export function tally(what: string): Tally {
  let counted = 0;
  const explained: Record<string, number> = {};
  const lost: string[] = [];
  return {
    count(more = 1) {
      counted += more;
    },
    explain(rule, times = 1) {
      if (times > 0) {
        explained[rule] = (explained[rule] ?? 0) + times;
      }
    },
    lose(what) {
      lost.push(what);
    },
    finding: () => ({ what, counted, explained, lost }),
  };
}
