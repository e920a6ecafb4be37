/** Strings of the form that verifies a token, and of its result. */
import type { RefusalReason } from '../../../../handlers/contract/vocabulary.ts';

export const text = {
  detail: 'Checks a code as your auth system would. A correct code is consumed.',
  submit: 'Verify',
  tokenHint: 'As the person received it.',
  tokenMissing: 'Enter the token.',
  resultTitle: 'Result',
  resultEmpty: 'Once a code is checked, this shows whether it was correct and how many attempts are left.',
  verified: 'The code is correct and is now used',
  verifiedAt: 'Verified at',
  reasons: {
    mismatch: 'The code is wrong',
    expired: 'The code has expired',
    used: 'The code has already been used',
    not_found: 'There is no live token for this person and purpose',
    locked: 'Too many wrong codes were tried',
  } satisfies Record<RefusalReason, string>,
  attemptsLeft: (count: number) => (count === 1 ? '1 attempt left.' : `${count} attempts left.`),
} as const;
