/** What the form holds, and what becomes of it on the way to the API and back. */
import type { RequestedChannel } from '../../../../handlers/contract/vocabulary.ts';
import type { TokenRequest } from '../../api/api-client.ts';
import type { Failure } from '../../api/failures.ts';
import { strings } from '../../strings.ts';

export interface FormValues {
  readonly userId: string;
  readonly channel: RequestedChannel;
  readonly phoneNumber: string;
}

export type FieldName = keyof FormValues;
export type FieldErrors = Readonly<Partial<Record<FieldName, string>>>;

export const EMPTY_FORM: FormValues = { userId: '', channel: 'auto', phoneNumber: '' };

/** The API's names of the form's fields. */
const FIELDS: Readonly<Record<string, FieldName>> = {
  user_id: 'userId',
  channel: 'channel',
  phone_number: 'phoneNumber',
};

export interface SortedFailure {
  readonly fieldErrors: FieldErrors;
  /** What no field can show; absent when the fields say everything. */
  readonly rest?: Failure;
}

/** Email goes to the person's contact, so a phone number is left out with it. */
export function toRequest({ userId, channel, phoneNumber }: FormValues): TokenRequest {
  const phone = phoneNumber.trim();
  return {
    user_id: userId.trim(),
    channel,
    ...(phone === '' || channel === 'email' ? {} : { phone_number: phone }),
  };
}

/** Puts each broken rule at the field that it names; the first rule of a field wins. */
export function sortFailure(failure: Failure): SortedFailure {
  const errors = failure.kind === 'problem' ? (failure.problem.errors ?? []) : [];
  const fieldErrors: Partial<Record<FieldName, string>> = {};
  for (const { field, rule } of errors) {
    const name = FIELDS[field];
    if (name !== undefined) {
      fieldErrors[name] ??= strings.generate.fieldError(strings.generate[name], rule);
    }
  }
  if (failure.kind !== 'problem') {
    return { fieldErrors, rest: failure };
  }
  const elsewhere = errors.filter(({ field }) => FIELDS[field] === undefined);
  const saidAll = failure.problem.code === 'invalid_request' && errors.length > 0 && elsewhere.length === 0;
  return saidAll
    ? { fieldErrors }
    : { fieldErrors, rest: { ...failure, problem: { ...failure.problem, errors: elsewhere } } };
}
