/** Reads what is needed to serve the stack's REST API, and refuses what cannot be served. */
import type { Resource, Stack } from '../../cloudformation/load-stack.ts';
import { toText, toTextList, toTextMap } from '../json-values.ts';
import type { GatewayResponses } from './gateway-response.ts';
import type { Integration } from './integration.ts';
import { readIntegration } from './integration.ts';
import type { Routable } from './match-route.ts';
import { readRequestRules } from './request-rules.ts';
import type { RequestRules } from './validate-request.ts';

const ROOT_PATH = '/';
const DEFAULT_TOKEN_HEADER = 'Authorization';

interface Route extends Routable {
  readonly resourceId: string;
  /** Absent: anyone may call the route. */
  readonly authorization?: { readonly scopes: readonly string[]; readonly tokenHeader: string };
  readonly rules: RequestRules;
  readonly integration: Integration;
}

export interface RestApi {
  readonly apiId: string;
  readonly name: string;
  readonly region: string;
  /** Also the first segment of every path. */
  readonly stage: string;
  readonly stageVariables: Readonly<Record<string, string>>;
  readonly routes: readonly Route[];
  readonly gatewayResponses: GatewayResponses;
}

/** @throws when the stack does not have exactly one REST API with a stage, or a method is not supported */
export function readRestApi(stack: Stack): RestApi {
  const resources = [...stack.resources.values()];
  const ofType = (type: string): Resource[] =>
    resources.filter((resource) => resource.type === `AWS::ApiGateway::${type}`);
  const [api, ...others] = ofType('RestApi');
  const stage = ofType('Stage').find(({ properties }) => properties.RestApiId === api?.ref);
  if (!api || !stage || others.length > 0) {
    throw new Error(`Stack ${stack.name} must have exactly one REST API, with a stage, to run locally.`);
  }
  const byRef = new Map(resources.map((resource) => [resource.ref, resource]));
  return {
    apiId: api.ref,
    name: toText(api.properties.Name),
    region: stack.region,
    stage: stage.ref,
    stageVariables: toTextMap(stage.properties.Variables),
    routes: ofType('Method').map((method) => readRoute(method, byRef)),
    gatewayResponses: new Map(ofType('GatewayResponse').map(readGatewayResponse)),
  };
}

function readRoute(method: Resource, byRef: ReadonlyMap<string, Resource>): Route {
  const { properties } = method;
  const authorization = readAuthorization(method, byRef);
  return {
    method: toText(properties.HttpMethod),
    resourceId: toText(properties.ResourceId),
    resourcePath: pathOf(toText(properties.ResourceId), byRef) || ROOT_PATH,
    ...(authorization ? { authorization } : {}),
    rules: readRequestRules(method, byRef),
    integration: readIntegration(method),
  };
}

/** Empty for the root, which has no resource in the template. */
function pathOf(resourceId: string, byRef: ReadonlyMap<string, Resource>): string {
  const resource = byRef.get(resourceId);
  if (resource?.type !== 'AWS::ApiGateway::Resource') {
    return '';
  }
  return `${pathOf(toText(resource.properties.ParentId), byRef)}/${toText(resource.properties.PathPart)}`;
}

function readAuthorization(
  method: Resource,
  byRef: ReadonlyMap<string, Resource>,
): Route['authorization'] | undefined {
  const { AuthorizationType: type, AuthorizerId, AuthorizationScopes } = method.properties;
  if (type === 'NONE') {
    return undefined;
  }
  if (type !== 'COGNITO_USER_POOLS') {
    throw new Error(
      `${method.path}: the local runtime does not support authorization of type ${String(type)}.`,
    );
  }
  const source = byRef.get(toText(AuthorizerId))?.properties.IdentitySource;
  return {
    scopes: toTextList(AuthorizationScopes),
    tokenHeader: toText(source).replace('method.request.header.', '') || DEFAULT_TOKEN_HEADER,
  };
}

function readGatewayResponse({ properties }: Resource) {
  const response = {
    status: properties.StatusCode === undefined ? undefined : Number(properties.StatusCode),
    parameters: toTextMap(properties.ResponseParameters),
    templates: toTextMap(properties.ResponseTemplates),
  };
  return [toText(properties.ResponseType), response] as const;
}
