/** What an app is given. */
import type { Accounts } from './accounts.ts';
import type { Signatures } from './cookies.ts';

export interface AppParts {
  readonly signatures: Signatures;
  readonly accounts: Accounts;
  readonly nowMs: () => number;
}
