/** `/_local/*`: what happened in the stand-ins for AWS, and the faults to come. */
import type { ExecutionStore } from '../aws/execution-store.ts';
import type { FaultRegistry } from '../aws/fault-registry.ts';
import { InvalidFaultError } from '../aws/fault-registry.ts';
import type { LogStore } from '../aws/log-store.ts';
import type { MessageStore } from '../aws/message-store.ts';
import type { GatewayAnswer, GatewayRequest } from './api-gateway/gateway-message.ts';
import { headerOf, mediaTypeOf } from './api-gateway/gateway-message.ts';

export interface LocalState {
  readonly faults: FaultRegistry;
  readonly messages: MessageStore;
  readonly executions: ExecutionStore;
  readonly logs: LogStore;
}

interface FieldError {
  readonly field: string;
  readonly rule: string;
}

const NO_CONTENT: GatewayAnswer = { status: 204, headers: [], body: '' };
const JSON_TYPE = 'application/json';

/** Answers a request whose path starts with `/_local/`. */
export function serveLocalApi(request: GatewayRequest, state: LocalState): GatewayAnswer {
  const stores = {
    '/_local/executions': state.executions,
    '/_local/faults': state.faults,
    '/_local/logs': state.logs,
    '/_local/messages': state.messages,
  };
  if (!Object.hasOwn(stores, request.path)) return problem(404, 'There is nothing here');
  const store = stores[request.path as keyof typeof stores];
  switch (request.method) {
    case 'GET':
    case 'HEAD':
      return json(200, store.list());
    case 'DELETE':
      store.clear();
      return NO_CONTENT;
    case 'POST':
      return store === state.faults ? addFault(request, state.faults) : problem(405, 'Only GET and DELETE');
    default:
      return problem(405, 'Only GET, POST and DELETE');
  }
}

/** A page of another origin cannot send JSON without asking first, and is not answered when it asks. */
function addFault({ headers, body }: GatewayRequest, faults: FaultRegistry): GatewayAnswer {
  if (mediaTypeOf(headerOf(headers, 'Content-Type') ?? '') !== JSON_TYPE) {
    return problem(415, 'Send application/json');
  }
  let candidate: unknown;
  try {
    candidate = JSON.parse(body.toString('utf8'));
  } catch {
    return problem(400, 'The fault is not valid', [{ field: 'body', rule: 'must be JSON' }]);
  }
  try {
    return json(201, faults.add(candidate));
  } catch (error) {
    if (!(error instanceof InvalidFaultError)) throw error;
    return problem(400, 'The fault is not valid', error.errors);
  }
}

const json = (status: number, value: unknown, contentType = JSON_TYPE): GatewayAnswer => ({
  status,
  headers: [
    ['Content-Type', contentType],
    ['Cache-Control', 'no-store'],
  ],
  body: JSON.stringify(value),
});

function problem(status: number, title: string, errors?: readonly FieldError[]): GatewayAnswer {
  const detail = errors?.map(({ field, rule }) => `${field} ${rule}`).join('; ');
  const document = { type: 'about:blank', title, status, ...(errors ? { detail, errors } : {}) };
  return json(status, document, 'application/problem+json');
}
