/** What the form for trying a token holds, and how it reaches the API. */
import { DEFAULT_PURPOSE } from '../../../../handlers/contract/vocabulary.ts';
import type { Verification } from '../../api/api-client.ts';
import type { FieldErrors, FormFields } from '../../forms/field-errors.ts';
import type { Draft } from '../../session/drafts.ts';
import { strings } from '../../strings.ts';

const text = strings.verify;

export interface VerifyValues {
  readonly userId: string;
  readonly purpose: string;
  readonly token: string;
}

export type FieldName = keyof VerifyValues;

/** In the order of the form. */
export const FIELDS: FormFields<FieldName> = {
  user_id: { name: 'userId', label: text.userId },
  purpose: { name: 'purpose', label: text.purpose },
  token: { name: 'token', label: text.token },
};

export function checkForm({ userId, token }: VerifyValues): FieldErrors<FieldName> {
  return {
    ...(userId === '' ? { userId: text.userIdMissing } : {}),
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

/** The token is never kept. */
export const toDraft = ({ userId, purpose }: VerifyValues): Draft => ({ userId, purpose });

export const fromDraft = ({ userId = '', purpose = DEFAULT_PURPOSE }: Draft): VerifyValues => ({
  userId,
  purpose,
  token: '',
});
