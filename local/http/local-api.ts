/** `/_local/*`: what happened in the emulated AWS, armed faults, and the owner's click on a confirmation link. */
import type { EventStore } from '../aws/eventbridge/event-store.ts';
import type { FaultRegistry } from '../aws/faults/fault-registry.ts';
import { InvalidFaultError } from '../aws/faults/fault-registry.ts';
import type { LogStore } from '../aws/lambda/log-store.ts';
import type { AttemptStore } from '../aws/outside/attempt-store.ts';
import type { MessageStore } from '../aws/sns/message-store.ts';
import type { ExecutionStore } from '../aws/step-functions/execution-store.ts';
import type { GatewayAnswer, GatewayRequest } from './api-gateway/gateway-message.ts';
import { headerOf, mediaTypeOf } from './api-gateway/gateway-message.ts';
import { confirmEmail } from './confirm-email.ts';

export interface LocalState {
  readonly faults: FaultRegistry;
  readonly messages: MessageStore;
  readonly executions: ExecutionStore;
  readonly logs: LogStore;
  readonly events: EventStore;
  readonly attempts: AttemptStore;
}

interface FieldError {
  readonly field: string;
  readonly rule: string;
}

const NO_CONTENT: GatewayAnswer = { status: 204, headers: [], body: '' };
const JSON_TYPE = 'application/json';

/** Answers a request whose path starts with `/_local/`. */
export async function serveLocalApi(request: GatewayRequest, state: LocalState): Promise<GatewayAnswer> {
  if (request.path === '/_local/confirmations') {
    return confirm(request, state.messages);
  }
  const stores = {
    '/_local/events': state.events,
    '/_local/executions': state.executions,
    '/_local/faults': state.faults,
    '/_local/logs': state.logs,
    '/_local/messages': state.messages,
    '/_local/webhooks': state.attempts,
  };
  if (!Object.hasOwn(stores, request.path)) {
    return problem(404, 'Not found');
  }
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

function addFault(request: GatewayRequest, faults: FaultRegistry): GatewayAnswer {
  const sent = readJson(request, 'The fault is not valid');
  if ('refusal' in sent) {
    return sent.refusal;
  }
  try {
    return json(201, faults.add(sent.value));
  } catch (error) {
    if (!(error instanceof InvalidFaultError)) {
      throw error;
    }
    return problem(400, 'The fault is not valid', error.errors);
  }
}

/** Follows the latest confirmation link that an address received, as its owner would. */
async function confirm(request: GatewayRequest, messages: MessageStore): Promise<GatewayAnswer> {
  if (request.method !== 'POST') {
    return problem(405, 'Only POST');
  }
  const sent = readJson(request, 'The confirmation is not valid');
  if ('refusal' in sent) {
    return sent.refusal;
  }
  const { email } = (sent.value ?? {}) as { readonly email?: unknown };
  if (typeof email !== 'string') {
    const errors = [{ field: 'email', rule: 'must be an email address' }];
    return problem(400, 'The confirmation is not valid', errors);
  }
  const isConfirmed = await confirmEmail(email, messages);
  return isConfirmed ? NO_CONTENT : problem(404, 'This address received no confirmation');
}

type Sent = { readonly value: unknown } | { readonly refusal: GatewayAnswer };

/** A page of another origin cannot send JSON without asking first, and is not answered when it asks. */
function readJson({ headers, body }: GatewayRequest, title: string): Sent {
  if (mediaTypeOf(headerOf(headers, 'Content-Type') ?? '') !== JSON_TYPE) {
    return { refusal: problem(415, 'Send application/json') };
  }
  try {
    return { value: JSON.parse(body.toString('utf8')) };
  } catch {
    return { refusal: problem(400, title, [{ field: 'body', rule: 'must be JSON' }]) };
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
