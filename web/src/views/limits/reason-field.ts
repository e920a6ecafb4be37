/** The reason that operators give for what they change. */
import type { FormFields } from '../../forms/field-errors.ts';
import { text } from './strings.ts';

export const REASON_FIELD = {
  reason: { name: 'reason', label: text.reason },
} as const satisfies FormFields<'reason'>;

export const missingReason = (reason: string): { reason?: string } =>
  reason.trim() === '' ? { reason: text.reasonMissing } : {};
