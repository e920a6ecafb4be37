/** The API's scopes in a user pool. The part of a scope's name before the slash is its resource server. */
import type { IUserPool } from 'aws-cdk-lib/aws-cognito';
import { OAuthScope, ResourceServerScope, UserPoolResourceServer } from 'aws-cdk-lib/aws-cognito';
import type { Construct } from 'constructs';
import { SCOPE_TEXTS } from '../../handlers/contract/roles.ts';

/** Returns the scopes by name. */
export function addResourceServers(scope: Construct, userPool: IUserPool): ReadonlyMap<string, OAuthScope> {
  const scopes = new Map<string, OAuthScope>();
  for (const [identifier, own] of scopesByServer()) {
    const server = new UserPoolResourceServer(scope, identifier, { userPool, identifier, scopes: own });
    for (const each of own) {
      scopes.set(`${identifier}/${each.scopeName}`, OAuthScope.resourceServer(server, each));
    }
  }
  return scopes;
}

const scopesByServer = (): ReadonlyMap<string, ResourceServerScope[]> => {
  const servers = new Map<string, ResourceServerScope[]>();
  for (const [scope, scopeDescription] of Object.entries(SCOPE_TEXTS)) {
    const [identifier = '', scopeName = ''] = scope.split('/');
    const described = new ResourceServerScope({ scopeName, scopeDescription });
    servers.set(identifier, [...(servers.get(identifier) ?? []), described]);
  }
  return servers;
};
