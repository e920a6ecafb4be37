/** Request validation: required parameters, and the body against its model. */
import { GatewayError } from './gateway-error.ts';
import type { Pair } from './gateway-message.ts';
import { headerOf } from './gateway-message.ts';

const METHOD_REQUEST = /^method\.request\.(header|querystring|path)\.(.+)$/;

export interface RequestRules {
  readonly validatesBody: boolean;
  readonly validatesParameters: boolean;
  /** Names of required parameters: `method.request.querystring.user_id`. */
  readonly requiredParameters: readonly string[];
  /** From content type, or `$default`, to the model's check. */
  readonly models: ReadonlyMap<string, (document: unknown) => boolean>;
}

export interface ValidatedParts {
  readonly headers: readonly Pair[];
  readonly query: readonly Pair[];
  readonly contentType: string;
  readonly body: string;
}

/** @throws {GatewayError} BAD_REQUEST_PARAMETERS, BAD_REQUEST_BODY */
export function validateRequest(rules: RequestRules, request: ValidatedParts): void {
  if (rules.validatesParameters) {
    requireParameters(rules, request);
  }
  if (rules.validatesBody) {
    requireBody(rules, request);
  }
}

function requireParameters({ requiredParameters }: RequestRules, { headers, query }: ValidatedParts): void {
  const missing = requiredParameters.flatMap((parameter) => {
    const [, place, name = ''] = METHOD_REQUEST.exec(parameter) ?? [];
    if (place === 'header') {
      return headerOf(headers, name) ? [] : [name];
    }
    if (place === 'querystring') {
      return query.some(([each]) => each === name) ? [] : [name];
    }
    return [];
  });
  if (missing.length === 0) {
    return;
  }
  throw new GatewayError(
    'BAD_REQUEST_PARAMETERS',
    `Missing required request parameters: [${missing.join(', ')}]`,
  );
}

/** A body whose content type has no model is not checked. An absent body counts as an empty object. */
function requireBody({ models }: RequestRules, { contentType, body }: ValidatedParts): void {
  const isValid = models.get(contentType) ?? models.get('$default');
  if (!isValid) {
    return;
  }
  let document: unknown;
  try {
    document = JSON.parse(body === '' ? '{}' : body);
  } catch (cause) {
    throw new GatewayError('BAD_REQUEST_BODY', 'Invalid request body', { cause });
  }
  if (!isValid(document)) {
    throw new GatewayError('BAD_REQUEST_BODY', 'Invalid request body');
  }
}
