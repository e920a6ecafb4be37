/**
 * The texts of a language. Sentences are apart, so that an SMS joins them and an email lays them out.
 *
 * They hold the variables of own words (template.ts), and `{{context}}`: what the code confirms, with its fields
 * named. They are written as the language is spelt; sms-spelling.ts finds other letters where an SMS lacks some.
 */
import type { Use } from './use.ts';

type ByUse = Readonly<Record<Use, string>>;

export interface Wording {
  /** Whether an SMS has no accents at all, because a mix of letters with and without them would look odd. */
  readonly isPlainInSms?: true;
  /** Of an email. Without the code, which lock screens would show. */
  readonly subject: ByUse;
  /** Starts with the code: autofill takes it, and whatever the context says, no other number comes first. */
  readonly code: ByUse;
  /** What the code confirms. */
  readonly context: string;
  /** How long the code is valid. */
  readonly validity: string;
  /** That nobody else may have the code, and that we never ask for it. */
  readonly warning: string;
  /** Names of context fields for people; other fields have the caller's names. */
  readonly fields: { readonly amount: string; readonly payee: string };
  /** The email that asks the owner of an address to confirm it by a code. */
  readonly confirmAddress: {
    readonly subject: string;
    readonly code: string;
    /** For people who did not request it. */
    readonly unasked: string;
  };
}
