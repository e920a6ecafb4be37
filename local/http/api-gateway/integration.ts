/** Reads what stands behind a method, with its templates compiled. */
import type { Resource } from '../../cloudformation/load-stack.ts';
import { toList, toObject, toText, toTextMap } from '../json-values.ts';
import { javaRegex } from './vtl/java-regex.ts';
import type { MappingTemplate } from './vtl/render-template.ts';
import { compileTemplate } from './vtl/render-template.ts';

/** API Gateway's own limit, where the method sets no shorter one. Milliseconds. */
const DEFAULT_TIMEOUT_MS = 29_000;
const LAMBDA_URI = /^arn:[^:]+:apigateway:[^:]+:lambda:path\/2015-03-31\/functions\/(.+)\/invocations$/;
const START_EXECUTION_URI = /^arn:[^:]+:apigateway:[^:]+:states:action\/StartSyncExecution$/;
const STATUS_200 = 200;

export type Integration =
  | { readonly type: 'AWS_PROXY'; readonly functionArn: string; readonly timeoutMs: number }
  | ({ readonly type: 'AWS' | 'MOCK' } & MappedIntegration);

export interface MappedIntegration {
  readonly timeoutMs: number;
  readonly passthrough: 'WHEN_NO_MATCH' | 'WHEN_NO_TEMPLATES' | 'NEVER';
  /** By content type. */
  readonly requestTemplates: ReadonlyMap<string, MappingTemplate>;
  readonly responses: readonly IntegrationResponse[];
}

export interface IntegrationResponse {
  readonly status: number;
  /** Must match the integration's whole status code; absent on the default. */
  readonly pattern?: RegExp;
  /** `method.response.header.X` to a mapping expression. */
  readonly parameters: Readonly<Record<string, string>>;
  /** By content type. */
  readonly templates: Readonly<Record<string, MappingTemplate>>;
}

/** @throws when the integration is of a kind that the local runtime does not serve */
export function readIntegration(method: Resource): Integration {
  const integration = toObject(method.properties.Integration);
  const type = toText(integration.Type);
  const uri = toText(integration.Uri);
  const timeoutMs = Number(integration.TimeoutInMillis ?? DEFAULT_TIMEOUT_MS);
  const functionArn = LAMBDA_URI.exec(uri)?.[1];
  if (type === 'AWS_PROXY' && functionArn !== undefined) return { type, functionArn, timeoutMs };
  if (type === 'MOCK' || (type === 'AWS' && START_EXECUTION_URI.test(uri))) {
    return { type, ...readMappings(method, integration), timeoutMs };
  }
  throw new Error(`${method.path}: the local runtime has no integration ${type} with ${uri || 'no URI'}.`);
}

function readMappings(
  { path }: Resource,
  integration: Record<string, unknown>,
): Omit<MappedIntegration, 'timeoutMs'> {
  if (Object.keys(toObject(integration.RequestParameters)).length > 0) {
    throw new Error(`${path}: the local runtime maps request parameters by templates only.`);
  }
  const passthrough = toText(integration.PassthroughBehavior) || 'WHEN_NO_MATCH';
  return {
    passthrough: passthrough as MappedIntegration['passthrough'],
    requestTemplates: new Map(
      Object.entries(toTextMap(integration.RequestTemplates)).map(([contentType, source]) => [
        contentType,
        compileAt(path, source),
      ]),
    ),
    responses: toList(integration.IntegrationResponses).map((response) =>
      readResponse(path, toObject(response)),
    ),
  };
}

function readResponse(path: string, response: Record<string, unknown>): IntegrationResponse {
  const pattern = toText(response.SelectionPattern);
  const templates = Object.entries(toTextMap(response.ResponseTemplates));
  return {
    status: Number(response.StatusCode ?? STATUS_200),
    ...(pattern === '' ? {} : { pattern: javaRegex(`^(?:${pattern})$`) }),
    parameters: toTextMap(response.ResponseParameters),
    templates: Object.fromEntries(
      templates.map(([contentType, source]) => [contentType, compileAt(path, source)]),
    ),
  };
}

function compileAt(path: string, source: string): MappingTemplate {
  try {
    return compileTemplate(source);
  } catch (cause) {
    throw new Error(`${path}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}
