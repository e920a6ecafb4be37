/** The sign of each outcome, and with it the colour. */
import type { ActivityOutcome } from '../../../../handlers/contract/activity.ts';

type Sign = 'success' | 'info' | 'warning' | 'error';

/** A refusal by policy is no fault, and neither is a wrong code. */
export const SIGNS: Readonly<Record<ActivityOutcome, Sign>> = {
  sent: 'success',
  repeated: 'info',
  verified: 'success',
  delivered: 'success',
  refused: 'warning',
  mismatch: 'warning',
  expired: 'warning',
  used: 'warning',
  not_found: 'warning',
  locked: 'warning',
  failed: 'error',
  unknown: 'warning',
  undelivered: 'error',
};
