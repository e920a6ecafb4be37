/** The claims of Cognito's tokens beyond the standard ones. */
import type { Account, KoaContextWithOIDC } from 'oidc-provider';
import type { Operator } from './operators.ts';
import type { InvokeTrigger } from './pre-token-generation.ts';
import { scopesAfterTrigger } from './pre-token-generation.ts';
import type { UserPool } from './user-pool.ts';

const ACCESS_TOKEN_VERSION = 2;

interface People {
  readonly userPool: UserPool;
  readonly operators: readonly Operator[];
}

/** Finds an operator, with the claims of the ID token. */
export function findAccount({ userPool, operators }: People, sub: string): Account | undefined {
  const operator = operators.find((each) => each.sub === sub);
  return (
    operator && {
      accountId: sub,
      claims: () => ({
        sub,
        ...groupClaim(groupsOf(operator, userPool)),
        'cognito:username': operator.username,
        token_use: 'id',
      }),
    }
  );
}

/** The claims to add to an access token. @throws {errors.InvalidRequest} when the trigger fails */
export async function accessTokenClaims(
  { userPool, operators, invokeTrigger }: People & { readonly invokeTrigger: InvokeTrigger },
  { oidc }: KoaContextWithOIDC,
  { sub, iat, scope }: Readonly<Record<string, unknown>>,
): Promise<object> {
  const common = { token_use: 'access', version: ACCESS_TOKEN_VERSION, auth_time: iat };
  const operator = operators.find((each) => each.sub === sub);
  const consent = oidc.entities.AuthorizationCode ?? oidc.entities.RefreshToken;
  if (!operator || !consent) {
    return common;
  }
  const groups = groupsOf(operator, userPool);
  const allowed = await scopesAfterTrigger(userPool, invokeTrigger, {
    source: consent.kind === 'RefreshToken' ? 'TokenGeneration_RefreshTokens' : 'TokenGeneration_HostedAuth',
    clientId: consent.clientId ?? '',
    operator,
    groups,
    scopes: String(scope ?? '').split(' '),
  });
  return {
    ...common,
    auth_time: consent.authTime,
    scope: allowed.join(' '),
    username: operator.username,
    ...groupClaim(groups),
  };
}

const groupsOf = ({ groups }: Operator, pool: UserPool) =>
  groups.filter((group) => pool.groups.includes(group));

const groupClaim = (groups: readonly string[]) => (groups.length === 0 ? {} : { 'cognito:groups': groups });
