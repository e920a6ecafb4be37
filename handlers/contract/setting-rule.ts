/** What a setting must be, for the rules that say it in no words of their own: short, and the same for all. */
import type * as z from 'zod/v4/core';

const MUST_BE: Readonly<Record<string, string>> = {
  array: 'must be a list: IN,DE, or JSON such as ["IN","DE"]; an empty list is []',
  boolean: 'must be true or false',
  int: 'must be a whole number',
  number: 'must be a number',
  object: 'must be an object, as JSON on the command line',
  string: 'must be text',
};

/** @returns undefined for rules that speak for themselves */
export function settingRule(issue: z.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return MUST_BE[issue.expected];
    case 'invalid_value':
      return `must be ${issue.values.length > 1 ? 'one of ' : ''}${issue.values.join(', ')}`;
    case 'invalid_key':
      return issue.issues[0]?.message;
    case 'too_small':
      return isNumber(issue.origin)
        ? `must be ${issue.inclusive === false ? 'more than' : 'at least'} ${issue.minimum}`
        : undefined;
    case 'too_big':
      return isNumber(issue.origin)
        ? `must be ${issue.inclusive === false ? 'less than' : 'at most'} ${issue.maximum}`
        : undefined;
    default:
      return undefined;
  }
}

const isNumber = (origin: string): boolean => origin === 'number' || origin === 'int';
