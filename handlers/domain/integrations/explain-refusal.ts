/** Why something was refused, in a line, for systems whose errors have no list of fields. */
import { PROBLEMS } from '../../contract/problems.ts';
import type { Refusal } from '../decision.ts';

/** Whoever types a number may see it, so it does not say whether its owner opted out, or complained. */
export const DESTINATION_REFUSED = 'No code is sent to this destination.';

/** Never empty; names fields and rules, and none of their values. */
export const explainRefusal = ({ code, detail, errors = [] }: Refusal): string =>
  errors.map(({ field, rule }) => `${field} ${rule}`).join('; ') ||
  (code === 'destination_not_allowed' ? DESTINATION_REFUSED : detail) ||
  PROBLEMS[code].title;
