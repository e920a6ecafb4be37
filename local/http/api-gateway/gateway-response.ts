/**
 * Renders gateway responses. Their templates are not VTL: only `$context.x`, `$stageVariables.x` and
 * `$method.request...x` are replaced.
 */
import type { GatewayError } from './gateway-error.ts';
import { GATEWAY_RESPONSES } from './gateway-error.ts';
import type { GatewayAnswer, GatewayRequest } from './gateway-message.ts';
import { headerOf } from './gateway-message.ts';
import type { ParameterSources } from './parameter-mapping.ts';
import { readParameter } from './parameter-mapping.ts';

const DEFAULT_TEMPLATES: Readonly<Record<string, string>> = {
  'application/json': '{"message":$context.error.messageString}',
};
const NAME = String.raw`((?:context|stageVariables|method\.request)(?:\.[A-Za-z0-9_-]+)+)`;
const VARIABLE = new RegExp(String.raw`\$\{${NAME}\}|\$${NAME}`, 'g');
const HEADER_PREFIX = 'gatewayresponse.header.';

/** The customisation of one response type. */
interface GatewayResponse {
  readonly status: number | undefined;
  /** From `gatewayresponse.header.X` to a mapping expression. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly templates: Readonly<Record<string, string>>;
}

export type GatewayResponses = ReadonlyMap<string, GatewayResponse>;

/** Renders the response of the error's type, else of DEFAULT_4XX or DEFAULT_5XX, else AWS's default. */
export function renderGatewayResponse(
  error: GatewayError,
  responses: GatewayResponses,
  request: GatewayRequest,
  sources: ParameterSources,
): GatewayAnswer {
  const fallback = error.status < 500 ? 'DEFAULT_4XX' : 'DEFAULT_5XX';
  const response = responses.get(error.responseType) ?? responses.get(fallback);
  const known: ParameterSources = {
    ...sources,
    context: {
      ...sources.context,
      error: {
        message: error.message,
        messageString: JSON.stringify(error.message),
        responseType: error.responseType,
      },
    },
  };
  const templates = response && hasMembers(response.templates) ? response.templates : DEFAULT_TEMPLATES;
  const contentType = chooseTemplate(templates, headerOf(request.headers, 'Accept'));
  const headers = Object.entries(response?.parameters ?? {}).map(
    ([name, expression]) =>
      [name.replace(HEADER_PREFIX, ''), readParameter(expression, known) ?? ''] as const,
  );
  return {
    status: response?.status ?? error.status,
    headers: [
      ['Content-Type', contentType],
      ['x-amzn-ErrorType', GATEWAY_RESPONSES[error.responseType].errorType],
      ...headers,
    ],
    body: (templates[contentType] ?? '').replace(
      VARIABLE,
      (_variable: string, braced?: string, bare?: string) => readParameter(braced ?? bare ?? '', known) ?? '',
    ),
  };
}

/** The content type that Accept names exactly, else JSON, else the first one with a template. */
export function chooseTemplate(
  templates: Readonly<Record<string, unknown>>,
  accept: string | undefined,
): string {
  if (accept !== undefined && Object.hasOwn(templates, accept)) {
    return accept;
  }
  return Object.hasOwn(templates, 'application/json')
    ? 'application/json'
    : (Object.keys(templates)[0] ?? 'application/json');
}

const hasMembers = (value: object): boolean => Object.keys(value).length > 0;
