/** Why something was refused, in a line, for systems whose errors have no list of fields and no Retry-After. */
import { PROBLEMS } from '../../contract/problems.ts';
import type { Refusal } from '../decision.ts';
import { DESTINATION_REFUSED, NOT_SENT, tryAgainIn, waitFor } from './told-people.ts';

/**
 * Never empty; names fields and rules, and none of their values. Details of faults and limits are left out: they are
 * for callers of the API, and speak of members and of tokens that these systems do not have.
 */
export function explainRefusal(refusal: Refusal): string {
  const { code, detail, errors = [] } = refusal;
  const { status, title } = PROBLEMS[code];
  if (errors.length > 0) {
    return errors.map(({ field, rule }) => `${field} ${rule}`).join('; ');
  }
  if (status >= 500) {
    return NOT_SENT;
  }
  if (code === 'destination_not_allowed') {
    return DESTINATION_REFUSED;
  }
  const seconds = waitFor(refusal);
  return seconds === undefined ? detail || title : `${title}. ${tryAgainIn(seconds)}`;
}
