/** Splits a refusal into what the form's fields can show and what is left for an alert. */
import type { Failure } from '../api/failures.ts';
import { text } from './strings.ts';

/** A form's fields by their names in the API, with the labels that people see. */
export type FormFields<Name extends string> = Readonly<
  Record<string, { readonly name: Name; readonly label: string }>
>;

export type FieldErrors<Name extends string> = Readonly<Partial<Record<Name, string>>>;

/** A cast in one place: TypeScript cannot tell that an empty object fits any set of names. */
export const noErrors = <Name extends string>(): FieldErrors<Name> => ({}) as FieldErrors<Name>;

export interface SortedFailure<Name extends string> {
  readonly fieldErrors: FieldErrors<Name>;
  /** What no field can show; absent when the fields cover everything. */
  readonly rest?: Failure;
}

/** Assigns each broken rule to the field that it names; a field shows its first rule. */
export function sortFailure<Name extends string>(
  failure: Failure,
  fields: FormFields<Name>,
): SortedFailure<Name> {
  if (failure.kind !== 'problem') {
    return { fieldErrors: noErrors(), rest: failure };
  }
  const { errors = [], code } = failure.problem;
  const fieldErrors: Partial<Record<Name, string>> = {};
  for (const { field, rule } of errors) {
    const known = fields[field];
    if (known !== undefined) {
      fieldErrors[known.name] ??= text.fieldError(known.label, rule);
    }
  }
  const elsewhere = errors.filter(({ field }) => fields[field] === undefined);
  const saidAll = code === 'invalid_request' && errors.length > 0 && elsewhere.length === 0;
  return saidAll
    ? { fieldErrors }
    : { fieldErrors, rest: { ...failure, problem: { ...failure.problem, errors: elsewhere } } };
}
