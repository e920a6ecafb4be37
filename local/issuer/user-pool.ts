/** Reads the stack's Cognito user pool: its clients, groups and trigger. */
import type { Resource, Stack } from '../cloudformation/load-stack.ts';
import { toList, toObject, toText, toTextList } from '../http/json-values.ts';

/**
 * A client with every scope, which exists only on this machine. So do others such as `local_2`, with which
 * the separation of clients can be tried. The stack's machine clients have the same secret here.
 */
const LOCAL_CLIENT = { id: 'local', secret: 'local' } as const;

/** Cognito's default. */
const DEFAULT_TOKEN_SECONDS = 3600;
const DAY = 86_400;
const DEFAULT_REFRESH_TOKEN_DAYS = 30;
const SECONDS: Readonly<Record<string, number>> = { seconds: 1, minutes: 60, hours: 3600, days: DAY };

/** A client for the client credentials grant. */
export interface MachineClient {
  readonly id: string;
  readonly secret: string;
  readonly scopes: readonly string[];
  readonly accessTokenSeconds: number;
}

/** Finds the client with this id for the client credentials grant. */
export function findMachineClient({ machineClients }: UserPool, id: string): MachineClient | undefined {
  const local = machineClients.get(LOCAL_CLIENT.id);
  return (
    machineClients.get(id) ?? (local && /^local_[a-z0-9]{1,20}$/.test(id) ? { ...local, id } : undefined)
  );
}

export interface PageClient {
  readonly id: string;
  readonly scopes: readonly string[];
  /** Paths at the page's origin. */
  readonly callbackPaths: readonly string[];
  readonly logoutPaths: readonly string[];
  readonly accessTokenSeconds: number;
  readonly refreshTokenSeconds: number;
}

/** The pool's pre token generation trigger. */
interface Trigger {
  readonly functionArn: string;
  /** Whether the template permits Cognito to invoke it. */
  readonly isPermitted: boolean;
}

export interface UserPool {
  readonly id: string;
  readonly region: string;
  /** Names of the pool's groups. */
  readonly groups: readonly string[];
  readonly trigger: Trigger | undefined;
  /** Confidential clients, by id. */
  readonly machineClients: ReadonlyMap<string, MachineClient>;
  /** Public clients, by id. */
  readonly pageClients: ReadonlyMap<string, PageClient>;
}

/** @throws when the template needs something that Cognito would refuse or this runtime does not support */
export function readUserPool(stack: Stack): UserPool {
  const resources = [...stack.resources.values()];
  const pool = resources.find(({ type }) => type === 'AWS::Cognito::UserPool');
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
    id: pool?.ref ?? '',
    region: stack.region,
    groups: resources
      .filter(({ type }) => type === 'AWS::Cognito::UserPoolGroup')
      .map(({ properties }) => toText(properties.GroupName)),
    trigger: pool && readTrigger(pool, resources),
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
    refreshTokenSeconds: refreshTokenSeconds(client),
  };
}

/**
 * Only event version 2 is supported: version 1 cannot change access tokens, and version 3 also covers the
 * client credentials grant. Version 2 requires the Essentials or Plus plan; otherwise CreateUserPool refuses
 * it.
 */
function readTrigger({ arn, properties }: Resource, resources: readonly Resource[]): Trigger | undefined {
  const { PreTokenGeneration, PreTokenGenerationConfig } = toObject(properties.LambdaConfig);
  if (PreTokenGeneration === undefined && PreTokenGenerationConfig === undefined) {
    return undefined;
  }
  const { LambdaArn, LambdaVersion } = toObject(PreTokenGenerationConfig);
  if (LambdaVersion !== 'V2_0') {
    throw new Error('The local runtime supports pre token generation triggers with event version V2_0 only.');
  }
  if (properties.UserPoolTier === 'LITE') {
    throw new Error('Cognito customises access tokens only in the Essentials and Plus plans.');
  }
  const functionArn = toText(LambdaArn);
  const isPermitted = resources.some(
    ({ type, properties: permission }) =>
      type === 'AWS::Lambda::Permission' &&
      permission.Principal === 'cognito-idp.amazonaws.com' &&
      permission.FunctionName === functionArn &&
      (permission.SourceArn === undefined || permission.SourceArn === arn),
  );
  return { functionArn, isPermitted };
}

/** Without a unit in the template, the validity is in hours. */
function accessTokenSeconds({ properties }: Resource): number {
  const { AccessTokenValidity: validity, TokenValidityUnits } = properties;
  if (validity === undefined) {
    return DEFAULT_TOKEN_SECONDS;
  }
  const unit = toText(toObject(TokenValidityUnits).AccessToken) || 'hours';
  return Number(validity) * (SECONDS[unit] ?? DEFAULT_TOKEN_SECONDS);
}

/** Without a unit in the template, the validity is in days. */
function refreshTokenSeconds({ properties }: Resource): number {
  const { RefreshTokenValidity: validity, TokenValidityUnits } = properties;
  if (validity === undefined) {
    return DEFAULT_REFRESH_TOKEN_DAYS * DAY;
  }
  const unit = toText(toObject(TokenValidityUnits).RefreshToken) || 'days';
  return Number(validity) * (SECONDS[unit] ?? DAY);
}

const pathOf = (url: string): string => (URL.canParse(url) ? new URL(url).pathname : '/');
