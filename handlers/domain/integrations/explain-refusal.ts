/** Why something was refused, in a line, for systems whose errors have no list of fields. */
import { PROBLEMS } from '../../contract/problems.ts';
import type { Refusal } from '../decision.ts';

/** Never empty; names fields and rules, and none of their values. */
export const explainRefusal = ({ code, detail, errors = [] }: Refusal): string =>
  errors.map(({ field, rule }) => `${field} ${rule}`).join('; ') || detail || PROBLEMS[code].title;
