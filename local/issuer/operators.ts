/** Who can sign in on this machine, without a password. */
import { errors } from 'oidc-provider';

export interface Operator {
  readonly sub: string;
  readonly username: string;
  /** Groups of the user pool; any that the template does not define are ignored. */
  readonly groups: readonly string[];
}

/**
 * The operator that `login_hint` names, with which Cognito prefills its sign-in page; without one, the first.
 * @throws {errors.InvalidRequest} when there is no such operator
 */
export function operatorNamed(operators: readonly Operator[], loginHint: string | null): Operator {
  const wanted = loginHint === null || loginHint === '' ? operators[0]?.username : loginHint;
  const named = operators.find(({ username }) => username === wanted);
  if (named) {
    return named;
  }
  const names = operators.map(({ username }) => username).join(', ');
  throw new errors.InvalidRequest(`login_hint must be one of ${names || '(none: nobody can sign in)'}.`);
}
