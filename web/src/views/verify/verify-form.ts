/** The form's values, and their conversion to the API's. */
import { DEFAULT_PURPOSE } from '../../../../handlers/contract/vocabulary.ts';
import type { Verification } from '../../api/api-client.ts';
import type { FieldErrors, FormFields } from '../../forms/field-errors.ts';
import type { Draft } from '../../session/drafts.ts';
import { shared } from '../../strings.ts';
import { text } from './strings.ts';

export interface VerifyValues {
  readonly userId: string;
  readonly purpose: string;
  readonly token: string;
}

export type FieldName = keyof VerifyValues;

/** From top to bottom of the form. */
export const FIELDS: FormFields<FieldName> = {
  user_id: { name: 'userId', label: shared.userId },
  purpose: { name: 'purpose', label: shared.purpose },
  token: { name: 'token', label: shared.token },
};

export function checkForm({ userId, token }: VerifyValues): FieldErrors<FieldName> {
  return {
    ...(userId === '' ? { userId: shared.userIdMissing } : {}),
    ...(token.trim() === '' ? { token: text.tokenMissing } : {}),
  };
}

export function toVerification({ userId, purpose, token }: VerifyValues): Verification {
  return {
    user_id: userId,
    token: token.trim(),
    ...(purpose.trim() === '' ? {} : { purpose: purpose.trim() }),
  };
}

/** The token is never stored. */
export const toDraft = ({ userId, purpose }: VerifyValues): Draft => ({ userId, purpose });

export const fromDraft = ({ userId = '', purpose = DEFAULT_PURPOSE }: Draft): VerifyValues => ({
  userId,
  purpose,
  token: '',
});
