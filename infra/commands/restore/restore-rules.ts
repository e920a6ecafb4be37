/**
 * What becomes of each kind of item in the limits table when it is restored. The rule behind all of them: a
 * restore may make the service stricter, never laxer. It brings back no code, no answer and no claim, it withdraws
 * no opt-out, and it lowers no count.
 */
import { LIMIT_SUBJECTS } from '../../../handlers/contract/limits-table.ts';

/**
 * - `add`: written where the table has no such item.
 * - `raise`: windows of a counter are raised to what they were.
 * - `leave`: not restored, for the reason beside it.
 */
export type Rule = 'add' | 'raise' | 'leave';

export const RULES: Readonly<Record<keyof typeof LIMIT_SUBJECTS, Rule>> = {
  // An answer that is given again would belong to a code that is over.
  claims: 'leave',
  guesses: 'raise',
  mailboxGuesses: 'raise',
  // Reports on messages whose codes are over.
  messages: 'leave',
  numbers: 'add',
  optOuts: 'add',
  // A safe-listed prefix or a raised budget would make it laxer. Operators block anew.
  overrides: 'leave',
  // The guard judges three hours, and pauses anew.
  pauses: 'leave',
  prefixes: 'leave',
  sends: 'raise',
  spend: 'raise',
  verifications: 'leave',
};

/** The kind of an item, by its `subject`. Undefined: a later version wrote it, and it is left alone. */
export function kindOf(subject: string): keyof typeof LIMIT_SUBJECTS | undefined {
  // The longest first, because one may begin with another.
  const kinds = Object.entries(LIMIT_SUBJECTS).sort(([, one], [, other]) => other.length - one.length);
  return kinds.find(([, prefix]) => subject.startsWith(prefix))?.[0] as
    | keyof typeof LIMIT_SUBJECTS
    | undefined;
}
