/** Sorts a refusal by the fields of a form: what a field can show, and what is left for an alert. */
import type { Failure } from '../api/failures.ts';
import { text } from './strings.ts';

/** A form's fields by their names in the API, with the labels that people see. */
export type FormFields<Name extends string> = Readonly<
  Record<string, { readonly name: Name; readonly label: string }>
>;

export type FieldErrors<Name extends string> = Readonly<Partial<Record<Name, string>>>;

/** Said once here, because TypeScript cannot tell that an empty object suits whatever names there are. */
export const noErrors = <Name extends string>(): FieldErrors<Name> => ({}) as FieldErrors<Name>;

export interface SortedFailure<Name extends string> {
  readonly fieldErrors: FieldErrors<Name>;
  /** What no field can show; absent when the fields say everything. */
  readonly rest?: Failure;
}

/** Puts each broken rule at the field that it names; the first rule of a field wins. */
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
