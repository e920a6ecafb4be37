/**
 * The texts of a language. Sentences are apart, so that an SMS joins them and an email lays them out.
 *
 * They hold the variables of own words (template.ts), and `{{context}}`: what the code confirms, with its fields
 * named. They are written as the language is spelt; sms-spelling.ts finds other letters where an SMS lacks some.
 */
import type { Use } from './use.ts';

type ByUse = Readonly<Record<Use, string>>;

export interface Wording {
  /** Whether an SMS has no accent at all, where some without and some with would look odd. */
  readonly isPlainInSms?: true;
  /** Of an email. Without the code, which lock screens would show. */
  readonly subject: ByUse;
  /** Begins with the code: whatever a context says, no other number comes before it, and autofill takes it. */
  readonly code: ByUse;
  /** What the code confirms. */
  readonly context: string;
  /** How long the code is valid. */
  readonly validity: string;
  /** That nobody else may have the code, and nobody of ours asks for it. */
  readonly warning: string;
  /** What people call fields of a context; others are called what the caller calls them. */
  readonly fields: { readonly amount: string; readonly payee: string };
  /** The email that asks the owner of an address to confirm it by a code. */
  readonly confirmAddress: {
    readonly subject: string;
    readonly code: string;
    /** For somebody who did not ask for it. */
    readonly unasked: string;
  };
}
