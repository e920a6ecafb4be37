/**
 * Integration responses, which API Gateway keys by status code. There, the later of two with the same code
 * replaces the earlier, and one whose code or header no method response declares is refused. Here both are
 * refused.
 * https://docs.aws.amazon.com/apigateway/latest/api/API_PutIntegrationResponse.html
 */
import type { Resource } from '../../cloudformation/load-stack.ts';
import { toList, toObject, toText, toTextMap } from '../json-values.ts';
import { compileAt } from './compile-at.ts';
import { javaRegex } from './vtl/java-regex.ts';
import type { MappingTemplate } from './vtl/render-template.ts';

export interface IntegrationResponse {
  readonly status: number;
  /** Must match the integration's whole status code; absent on the default response. */
  readonly pattern?: RegExp;
  /** From `method.response.header.X` to a mapping expression. */
  readonly parameters: Readonly<Record<string, string>>;
  /** By content type. */
  readonly templates: Readonly<Record<string, MappingTemplate>>;
}

/** @throws when AWS would drop or refuse a response */
export function readIntegrationResponses(
  { path, properties }: Resource,
  integration: Record<string, unknown>,
): readonly IntegrationResponse[] {
  const declared = byStatusCode(path, 'method', properties.MethodResponses);
  const responses = byStatusCode(path, 'integration', integration.IntegrationResponses);
  return [...responses].map(([statusCode, response]) => {
    const method = declared.get(statusCode);
    if (!method) {
      throw new Error(
        `${path}: the integration response ${statusCode} has no method response with that code.`,
      );
    }
    const parameters = toTextMap(response.ResponseParameters);
    const surplus = Object.keys(parameters).find(
      (name) => !Object.hasOwn(toObject(method.ResponseParameters), name),
    );
    if (surplus !== undefined) {
      throw new Error(`${path}: the method response ${statusCode} does not declare ${surplus}.`);
    }
    return { ...readResponse(path, response), status: Number(statusCode), parameters };
  });
}

function byStatusCode(path: string, kind: string, responses: unknown): Map<string, Record<string, unknown>> {
  const byCode = new Map<string, Record<string, unknown>>();
  for (const response of toList(responses).map(toObject)) {
    const code = toText(response.StatusCode);
    if (!/^[1-5]\d{2}$/.test(code)) {
      throw new Error(`${path}: ${code || 'nothing'} is not a status code.`);
    }
    if (byCode.has(code)) {
      throw new Error(
        `${path}: two ${kind} responses have the status code ${code}; AWS keeps only one per code.`,
      );
    }
    byCode.set(code, response);
  }
  return byCode;
}

function readResponse(
  path: string,
  response: Record<string, unknown>,
): Pick<IntegrationResponse, 'pattern' | 'templates'> {
  const pattern = toText(response.SelectionPattern);
  const templates = Object.entries(toTextMap(response.ResponseTemplates));
  return {
    ...(pattern === '' ? {} : { pattern: javaRegex(`^(?:${pattern})$`) }),
    templates: Object.fromEntries(
      templates.map(([contentType, source]) => [contentType, compileAt(path, source)]),
    ),
  };
}
