/** Reads the integration of a method and compiles its templates. */
import type { Resource } from '../../cloudformation/load-stack.ts';
import { toObject, toText, toTextMap } from '../json-values.ts';
import { compileAt } from './compile-at.ts';
import type { IntegrationResponse } from './integration-responses.ts';
import { readIntegrationResponses } from './integration-responses.ts';
import type { MappingTemplate } from './vtl/render-template.ts';

/** API Gateway's limit, unless the method sets a shorter one. */
const DEFAULT_TIMEOUT_MS = 29_000;
const LAMBDA_URI = /^arn:[^:]+:apigateway:[^:]+:lambda:path\/2015-03-31\/functions\/(.+)\/invocations$/;
const START_EXECUTION_URI = /^arn:[^:]+:apigateway:[^:]+:states:action\/StartSyncExecution$/;

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

/** @throws when the local runtime does not support the integration, or AWS would refuse it */
export function readIntegration(method: Resource): Integration {
  const integration = toObject(method.properties.Integration);
  const type = toText(integration.Type);
  const uri = toText(integration.Uri);
  const timeoutMs = Number(integration.TimeoutInMillis ?? DEFAULT_TIMEOUT_MS);
  const functionArn = LAMBDA_URI.exec(uri)?.[1];
  if (type === 'AWS_PROXY' && functionArn !== undefined) {
    return { type, functionArn, timeoutMs };
  }
  if (type === 'MOCK' || (type === 'AWS' && START_EXECUTION_URI.test(uri))) {
    return { type, ...readMappings(method, integration), timeoutMs };
  }
  throw new Error(
    `${method.path}: the local runtime does not support integration ${type} with ${uri || 'no URI'}.`,
  );
}

function readMappings(
  method: Resource,
  integration: Record<string, unknown>,
): Omit<MappedIntegration, 'timeoutMs'> {
  const { path } = method;
  if (Object.keys(toObject(integration.RequestParameters)).length > 0) {
    throw new Error(`${path}: the local runtime maps request parameters only by templates.`);
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
    responses: readIntegrationResponses(method, integration),
  };
}
