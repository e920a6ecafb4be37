/** What the stack's Cognito user pool lets whom ask for. */
import type { Resource, Stack } from '../cloudformation/load-stack.ts';
import { toList, toObject, toText, toTextList } from '../http/json-values.ts';

/**
 * A client of this machine alone, with every scope. So are `local_2` and the like: clients are apart from each other,
 * and trying that takes several. The stack's machine clients have the same secret here.
 */
const LOCAL_CLIENT = { id: 'local', secret: 'local' } as const;

/** Cognito's default. */
const DEFAULT_TOKEN_SECONDS = 3600;
const SECONDS: Readonly<Record<string, number>> = { seconds: 1, minutes: 60, hours: 3600, days: 86_400 };

/** For client credentials. */
export interface MachineClient {
  readonly id: string;
  readonly secret: string;
  readonly scopes: readonly string[];
  readonly accessTokenSeconds: number;
}

/** The client with this id, for client credentials. */
export function findMachineClient({ machineClients }: UserPool, id: string): MachineClient | undefined {
  const local = machineClients.get(LOCAL_CLIENT.id);
  return (
    machineClients.get(id) ?? (local && /^local_[a-z0-9]{1,20}$/.test(id) ? { ...local, id } : undefined)
  );
}

export interface PageClient {
  readonly id: string;
  readonly scopes: readonly string[];
  /** Paths on the page's origin. */
  readonly callbackPaths: readonly string[];
  readonly logoutPaths: readonly string[];
  readonly accessTokenSeconds: number;
}

export interface UserPool {
  /** Confidential clients, by id. */
  readonly machineClients: ReadonlyMap<string, MachineClient>;
  /** Public clients, by id. */
  readonly pageClients: ReadonlyMap<string, PageClient>;
}

export function readUserPool(stack: Stack): UserPool {
  const resources = [...stack.resources.values()];
  const clients = resources.filter(({ type }) => type === 'AWS::Cognito::UserPoolClient');
  const hasSecret = ({ properties }: Resource): boolean => toText(properties.GenerateSecret) === 'true';
  const machines = clients.filter(hasSecret).map(readMachineClient);
  const scopes = resources
    .filter(({ type }) => type === 'AWS::Cognito::UserPoolResourceServer')
    .flatMap(({ properties }) =>
      toList(properties.Scopes).map(
        (scope) => `${toText(properties.Identifier)}/${toText(toObject(scope).ScopeName)}`,
      ),
    );
  const accessTokenSeconds = machines[0]?.accessTokenSeconds ?? DEFAULT_TOKEN_SECONDS;
  return {
    machineClients: new Map(
      [...machines, { ...LOCAL_CLIENT, scopes, accessTokenSeconds }].map((client) => [client.id, client]),
    ),
    pageClients: new Map(
      clients.filter((client) => !hasSecret(client)).map((client) => [client.ref, readPageClient(client)]),
    ),
  };
}

const readMachineClient = (client: Resource): MachineClient => ({
  id: client.ref,
  secret: LOCAL_CLIENT.secret,
  scopes: toTextList(client.properties.AllowedOAuthScopes),
  accessTokenSeconds: accessTokenSeconds(client),
});

function readPageClient(client: Resource): PageClient {
  const { AllowedOAuthScopes, CallbackURLs, LogoutURLs } = client.properties;
  return {
    id: client.ref,
    scopes: toTextList(AllowedOAuthScopes),
    callbackPaths: toTextList(CallbackURLs).map(pathOf),
    logoutPaths: toTextList(LogoutURLs).map(pathOf),
    accessTokenSeconds: accessTokenSeconds(client),
  };
}

/** Validity is in hours where the template names no unit. */
function accessTokenSeconds({ properties }: Resource): number {
  const { AccessTokenValidity: validity, TokenValidityUnits } = properties;
  if (validity === undefined) return DEFAULT_TOKEN_SECONDS;
  const unit = toText(toObject(TokenValidityUnits).AccessToken) || 'hours';
  return Number(validity) * (SECONDS[unit] ?? DEFAULT_TOKEN_SECONDS);
}

const pathOf = (url: string): string => (URL.canParse(url) ? new URL(url).pathname : '/');
