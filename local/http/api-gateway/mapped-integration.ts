/** Integrations with mapping templates: StartSyncExecution and MOCK. */
import { toObject } from '../json-values.ts';
import { callAws } from './aws-call.ts';
import type { Call } from './call.ts';
import { GatewayError } from './gateway-error.ts';
import type { GatewayAnswer, Pair } from './gateway-message.ts';
import { headerOf, lastValues } from './gateway-message.ts';
import { chooseTemplate } from './gateway-response.ts';
import type { Integration, MappedIntegration } from './integration.ts';
import type { IntegrationResponse } from './integration-responses.ts';
import { readParameter } from './parameter-mapping.ts';
import { toJavaString } from './vtl/java-values.ts';
import { createMappingInput } from './vtl/mapping-input.ts';
import type { MappingTemplate } from './vtl/render-template.ts';

const STATES_JSON = 'application/x-amz-json-1.0';
const HEADER_PREFIX = 'method.response.header.';

/** The integration's answer, before mapping. */
interface Outcome {
  readonly status: number;
  readonly headers: readonly Pair[];
  readonly body: string;
}

/** @throws {GatewayError} UNSUPPORTED_MEDIA_TYPE, API_CONFIGURATION_ERROR, or an error of the call to AWS */
export async function runMappedIntegration(
  integration: Extract<Integration, { type: 'AWS' | 'MOCK' }>,
  call: Call,
): Promise<GatewayAnswer> {
  const overridable = { ...call.context, requestOverride: newOverride(), responseOverride: newOverride() };
  const mapped = mapRequest(integration, call, overridable);
  const outcome =
    integration.type === 'MOCK' ? mock(mapped) : await startExecution(mapped, integration, call);
  const response = selectResponse(integration.responses, String(outcome.status));
  return mapResponse(response, outcome, call, overridable);
}

const newOverride = () => ({ header: {}, path: {}, querystring: {} });

function mapRequest(
  { passthrough, requestTemplates }: MappedIntegration,
  call: Call,
  context: Record<string, unknown>,
): string {
  const template = requestTemplates.get(call.contentType);
  if (template) {
    return render(template, call.bodyText, call, context);
  }
  const isRefused =
    passthrough === 'NEVER' || (passthrough === 'WHEN_NO_TEMPLATES' && requestTemplates.size > 0);
  if (isRefused) {
    throw new GatewayError('UNSUPPORTED_MEDIA_TYPE', 'Unsupported Media Type');
  }
  return call.bodyText;
}

function mock(request: string): Outcome {
  const { statusCode } = toObject(parseConfiguration(request));
  if (typeof statusCode !== 'number') {
    throw configurationError('The mock template returned no statusCode.');
  }
  return { status: statusCode, headers: [], body: '' };
}

async function startExecution(body: string, { timeoutMs }: MappedIntegration, call: Call): Promise<Outcome> {
  const result = await callAws(call.aws, {
    service: 'states',
    path: '/',
    headers: { 'content-type': STATES_JSON, 'x-amz-target': 'AWSStepFunctions.StartSyncExecution' },
    body,
    timeoutMs,
  });
  return { status: result.status, headers: [...result.headers], body: result.body };
}

function selectResponse(responses: readonly IntegrationResponse[], status: string): IntegrationResponse {
  const selected =
    responses.find(({ pattern }) => pattern?.test(status)) ?? responses.find(({ pattern }) => !pattern);
  if (!selected) {
    throw configurationError(`No integration response matches status ${status}.`);
  }
  return selected;
}

function mapResponse(
  response: IntegrationResponse,
  outcome: Outcome,
  call: Call,
  context: Record<string, unknown>,
): GatewayAnswer {
  const contentType = chooseTemplate(response.templates, headerOf(call.request.headers, 'Accept'));
  const template = response.templates[contentType];
  const body = template ? render(template, outcome.body, call, context) : outcome.body;
  const override = toObject(context.responseOverride);
  const sources = { ...call, context, requestHeaders: call.request.headers, query: call.request.query };
  const mapped = Object.entries(response.parameters).map(
    ([name, expression]): Pair => [
      name.replace(HEADER_PREFIX, ''),
      readParameter(expression, { ...sources, responseHeaders: outcome.headers }) ?? '',
    ],
  );
  const overrides = Object.entries(toObject(override.header)).map(
    ([name, value]): Pair => [name, toJavaString(value)],
  );
  return {
    status: override.status === undefined ? response.status : Number(override.status),
    headers: [['Content-Type', contentType], ...mapped, ...overrides],
    body,
  };
}

function render(
  template: MappingTemplate,
  body: string,
  call: Call,
  context: Record<string, unknown>,
): string {
  const parameters = {
    path: call.pathParameters,
    querystring: lastValues(call.request.query),
    header: lastValues(call.request.headers),
  };
  try {
    const input = createMappingInput(body, parameters);
    return template({ input, context });
  } catch (cause) {
    throw new GatewayError('API_CONFIGURATION_ERROR', 'Internal server error', { cause });
  }
}

function parseConfiguration(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new GatewayError('API_CONFIGURATION_ERROR', 'Internal server error', { cause });
  }
}

const configurationError = (cause: string): GatewayError =>
  new GatewayError('API_CONFIGURATION_ERROR', 'Internal server error', { cause });
