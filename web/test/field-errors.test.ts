import { describe, expect, it } from '@jest/globals';
import type { FieldError } from '../../handlers/contract/problem-document.ts';
import type { ProblemCode } from '../../handlers/contract/problems.ts';
import type { Failure } from '../src/api/failures.ts';
import { sortFailure as sort } from '../src/forms/field-errors.ts';

const FIELDS = {
  user_id: { name: 'userId', label: 'User ID' },
  channel: { name: 'channel', label: 'Channel' },
  phone_number: { name: 'phoneNumber', label: 'Phone number' },
} as const;

const sortFailure = (failure: Failure) => sort<'userId' | 'channel' | 'phoneNumber'>(failure, FIELDS);

describe('sortFailure', () => {
  it('shows each rule at its field, the first one if there are several', () => {
    const failure = problemWith('invalid_request', [
      { field: 'user_id', rule: 'must not be empty' },
      { field: 'phone_number', rule: 'must be a phone number' },
      { field: 'phone_number', rule: 'is too long' },
    ]);
    expect(sortFailure(failure)).toEqual({
      fieldErrors: {
        userId: 'User ID must not be empty.',
        phoneNumber: 'Phone number must be a phone number.',
      },
    });
  });

  it('leaves the rules of fields that the form does not have to the alert', () => {
    const sorted = sortFailure(
      problemWith('invalid_request', [
        { field: 'channel', rule: 'must be one of: auto, sms, email' },
        { field: 'locale', rule: 'is missing' },
      ]),
    );
    expect(sorted.fieldErrors).toEqual({ channel: 'Channel must be one of: auto, sms, email.' });
    expect(sorted.rest).toMatchObject({ problem: { errors: [{ field: 'locale', rule: 'is missing' }] } });
  });

  it('keeps the alert of a problem that is more than a wrong field', () => {
    const sorted = sortFailure(
      problemWith('no_destination', [{ field: 'phone_number', rule: 'is missing' }]),
    );
    expect(sorted.fieldErrors).toEqual({ phoneNumber: 'Phone number is missing.' });
    expect(sorted.rest).toMatchObject({ problem: { code: 'no_destination', errors: [] } });
  });

  it('passes on a failure that has no problem document', () => {
    expect(sortFailure({ kind: 'unreachable' })).toEqual({ fieldErrors: {}, rest: { kind: 'unreachable' } });
  });
});

function problemWith(code: ProblemCode, errors: readonly FieldError[]): Failure {
  const problem = { type: `/problems.html#${code}`, title: 'T', status: 400, detail: 'D', request_id: 'r-1' };
  return { kind: 'problem', problem: { ...problem, code, errors } };
}
