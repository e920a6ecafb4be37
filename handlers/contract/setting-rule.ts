/**
 * The message for rules that have none themselves: what a setting must be, short and always in one form.
 */
import type { $ZodRawIssue } from 'zod/v4/core';

const KINDS: Readonly<Record<string, string>> = {
  array: 'a list',
  boolean: 'true or false',
  int: 'a whole number',
  number: 'a number',
  object: 'an object',
  string: 'text',
};

/** @returns undefined for rules that have their own message */
export function settingRule(issue: $ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return must(KINDS[issue.expected]);
    case 'invalid_value':
      return must(`${issue.values.length > 1 ? 'one of ' : ''}${issue.values.join(', ')}`);
    case 'too_small':
      return isNumber(issue.origin)
        ? must(`${issue.inclusive === false ? 'more than' : 'at least'} ${issue.minimum}`)
        : undefined;
    case 'too_big':
      return isNumber(issue.origin)
        ? must(`${issue.inclusive === false ? 'less than' : 'at most'} ${issue.maximum}`)
        : undefined;
    default:
      return undefined;
  }
}

const must = (be: string | undefined) => be && `must be ${be}`;

const isNumber = (origin: string): boolean => origin === 'number' || origin === 'int';
