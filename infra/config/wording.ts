/** The rule that a key's value breaks, and how to write the value on the command line. */
import type { z } from 'zod';
import { settingRule } from '../../handlers/contract/setting-rule.ts';

const MUST_BE: Readonly<Record<string, string>> = {
  array: 'must be a list: IN,DE, or JSON such as ["IN","DE"]; an empty list is []',
  object: 'must be an object, as JSON on the command line',
};

/** @returns undefined for rules that have their own message */
export function keyRule(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return MUST_BE[issue.expected] ?? settingRule(issue);
    case 'invalid_key':
      return issue.issues[0]?.message;
    default:
      return settingRule(issue);
  }
}
