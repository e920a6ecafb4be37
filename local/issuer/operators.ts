/** Who can sign in on this machine, without a password. */
import { errors } from 'oidc-provider';

export interface Operator {
  readonly sub: string;
  readonly username: string;
  /** Groups of the user pool; those that the template does not have are none of theirs. */
  readonly groups: readonly string[];
}

/**
 * The operator whom `login_hint` names, which Cognito's sign-in page fills in; the first when it names nobody.
 * @throws {errors.InvalidRequest} when there is no such operator
 */
export function operatorNamed(operators: readonly Operator[], loginHint: string | null): Operator {
  const wanted = loginHint === null || loginHint === '' ? operators[0]?.username : loginHint;
  const named = operators.find(({ username }) => username === wanted);
  if (named) {
    return named;
  }
  const names = operators.map(({ username }) => username).join(', ');
  throw new errors.InvalidRequest(`login_hint must be one of ${names || 'none: nobody can sign in'}.`);
}
