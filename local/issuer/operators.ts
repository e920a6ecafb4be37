/** Who can sign in on this machine, without a password: one operator for each role, and one who has none yet. */
import { errors } from 'oidc-provider';

export interface Operator {
  readonly sub: string;
  readonly username: string;
  /** Groups of the user pool; those that the template does not have are none of theirs. */
  readonly groups: readonly string[];
}

const operator = (number: number, username: string, ...groups: string[]): Operator => ({
  sub: `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
  username,
  groups,
});

const OPERATORS: readonly [Operator, ...Operator[]] = [
  operator(1, 'local-operator', 'admins'),
  operator(2, 'local-support', 'support'),
  operator(3, 'local-viewer', 'viewers'),
  operator(4, 'local-newcomer'),
];

export const operatorBySub = (sub: string): Operator | undefined =>
  OPERATORS.find((each) => each.sub === sub);

export const OPERATOR_NAMES = OPERATORS.map(({ username }) => username);

/**
 * The operator whom `login_hint` names, which Cognito's sign-in page fills in; the first when it names nobody.
 * @throws {errors.InvalidRequest} when there is no such operator
 */
export function operatorNamed(loginHint: string | null): Operator {
  if (loginHint === null || loginHint === '') return OPERATORS[0];
  const named = OPERATORS.find(({ username }) => username === loginHint);
  if (named) return named;
  throw new errors.InvalidRequest(`login_hint must be one of ${OPERATOR_NAMES.join(', ')}.`);
}
