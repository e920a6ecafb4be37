/** Submits a form to the API and keeps its errors. */
import { useState } from 'react';
import { failureOf } from '../api/failures.ts';
import type { FieldErrors, FormFields, SortedFailure } from './field-errors.ts';
import { noErrors, sortFailure } from './field-errors.ts';

type Values<Name extends string> = Readonly<Record<Name, string>>;

export interface SubmissionOptions<Name extends string> {
  readonly fields: FormFields<Name>;
  /** What can be checked without the API. */
  readonly check?: (values: Values<Name>) => FieldErrors<Name>;
  /** @throws CallFailed */
  readonly send: (values: Values<Name>) => Promise<void>;
}

export interface Submission<Name extends string> {
  readonly sending: boolean;
  /** What no field can show. */
  readonly failure: SortedFailure<Name>['rest'];
  /** A field's error, shown until the field is changed. */
  readonly errorOf: (name: Name, values: Values<Name>) => string | undefined;
  /** Returns the errors of fields; none if the API accepted the form. Does nothing while a submission is pending. */
  readonly submit: (values: Values<Name>) => Promise<FieldErrors<Name>>;
}

export function useSubmission<Name extends string>(options: SubmissionOptions<Name>): Submission<Name> {
  const [sending, setSending] = useState(false);
  const [refused, setRefused] = useState<SortedFailure<Name> & { readonly values: Values<Name> }>();

  async function attempt(values: Values<Name>): Promise<SortedFailure<Name> | undefined> {
    const fieldErrors = options.check?.(values) ?? noErrors<Name>();
    if (Object.keys(fieldErrors).length > 0) {
      return { fieldErrors };
    }
    setSending(true);
    try {
      await options.send(values);
      return undefined;
    } catch (error) {
      return sortFailure(failureOf(error), options.fields);
    } finally {
      setSending(false);
    }
  }

  return {
    sending,
    failure: refused?.rest,
    errorOf: (name, values) =>
      refused?.values[name] === values[name] ? refused?.fieldErrors[name] : undefined,
    async submit(values) {
      if (sending) {
        return noErrors();
      }
      const sorted = await attempt(values);
      setRefused(sorted && { ...sorted, values });
      return sorted?.fieldErrors ?? noErrors();
    },
  };
}
