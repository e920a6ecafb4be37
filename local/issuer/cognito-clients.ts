/** The user pool's clients, as oidc-provider represents them. */
import type { AllClientMetadata, Client, ResourceServer } from 'oidc-provider';
import type { MachineClient, PageClient, UserPool } from './user-pool.ts';
import { findMachineClient } from './user-pool.ts';

/** One resource for every client: an access token is valid wherever its scopes are. */
export const RESOURCE = 'urn:local:user-pool';

interface Pool {
  readonly userPool: UserPool;
  readonly pageOrigins: readonly string[];
}

export function clientMetadata({ userPool, pageOrigins }: Pool, id: string): AllClientMetadata | undefined {
  const client = find(userPool, id);
  if (client === undefined) {
    return undefined;
  }
  if ('secret' in client) {
    return {
      client_id: id,
      client_secret: client.secret,
      grant_types: ['client_credentials'],
      redirect_uris: [],
      response_types: [],
    };
  }
  return {
    client_id: id,
    grant_types: ['authorization_code', 'refresh_token'],
    redirect_uris: pageOrigins.flatMap((origin) => client.callbackPaths.map((path) => origin + path)),
    token_endpoint_auth_method: 'none',
  };
}

export function resourceServer(userPool: UserPool, { clientId }: Client): ResourceServer {
  return {
    audience: RESOURCE,
    scope: find(userPool, clientId)?.scopes.join(' ') ?? '',
    accessTokenFormat: 'jwt',
  };
}

export function lifetimesOf(userPool: UserPool, { clientId }: Client) {
  return { accessTokenSeconds: 0, refreshTokenSeconds: 0, ...find(userPool, clientId) };
}

const find = (userPool: UserPool, id: string): PageClient | MachineClient | undefined =>
  userPool.pageClients.get(id) ?? findMachineClient(userPool, id);
