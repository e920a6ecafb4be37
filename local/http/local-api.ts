/** `/_local/*`: messages, logs and executions of the emulators, armed faults, alarms, hooks, schedules, email confirmation. */
import type { AlarmView } from '../aws/cloudwatch/alarms/alarms.ts';
import type { EventStore } from '../aws/eventbridge/event-store.ts';
import type { FaultRegistry } from '../aws/faults/fault-registry.ts';
import { InvalidFaultError } from '../aws/faults/fault-registry.ts';
import type { LogStore } from '../aws/lambda/log-store.ts';
import type { AttemptStore } from '../aws/outside/attempt-store.ts';
import type { Schedules } from '../aws/scheduler/schedules.ts';
import type { MessageStore } from '../aws/sns/message-store.ts';
import type { QueueView } from '../aws/sqs/queue-view.ts';
import type { ExecutionStore } from '../aws/step-functions/execution-store.ts';
import type { GatewayAnswer, GatewayRequest } from './api-gateway/gateway-message.ts';
import { headerOf, mediaTypeOf } from './api-gateway/gateway-message.ts';
import { confirmEmail } from './confirm-email.ts';
import type { Hook } from './hooks.ts';

export interface LocalState {
  readonly hooks: () => Promise<readonly Hook[]>;
  readonly faults: FaultRegistry;
  readonly messages: MessageStore;
  readonly executions: ExecutionStore;
  readonly logs: LogStore;
  readonly events: EventStore;
  readonly attempts: AttemptStore;
  readonly queues: QueueView;
  readonly schedules: Pick<Schedules, 'list' | 'run'>;
  readonly alarms: { list(): readonly AlarmView[] };
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
  if (request.path === '/_local/queues/hurry') {
    return hurry(request, state.queues);
  }
  if (request.path === '/_local/schedules') {
    return isRead(request) ? json(200, state.schedules.list()) : notAllowed('GET, HEAD');
  }
  if (request.path === '/_local/schedules/run') {
    return runSchedule(request, state.schedules);
  }
  if (request.path === '/_local/hooks') {
    return isRead(request) ? json(200, await state.hooks()) : notAllowed('GET, HEAD');
  }
  if (request.path === '/_local/alarms') {
    return isRead(request) ? json(200, state.alarms.list()) : notAllowed('GET, HEAD');
  }
  const stores = {
    '/_local/events': state.events,
    '/_local/executions': state.executions,
    '/_local/faults': state.faults,
    '/_local/logs': state.logs,
    '/_local/messages': state.messages,
    '/_local/queues': state.queues,
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
      return store === state.faults ? addFault(request, state.faults) : notAllowed('GET, HEAD, DELETE');
    default:
      return notAllowed(store === state.faults ? 'GET, HEAD, POST, DELETE' : 'GET, HEAD, DELETE');
  }
}

const isRead = ({ method }: GatewayRequest): boolean => method === 'GET' || method === 'HEAD';

function addFault(request: GatewayRequest, faults: FaultRegistry): GatewayAnswer {
  const sent = readJson(request, 'Invalid fault');
  if ('refusal' in sent) {
    return sent.refusal;
  }
  try {
    return json(201, faults.add(sent.value));
  } catch (error) {
    if (!(error instanceof InvalidFaultError)) {
      throw error;
    }
    return problem(400, 'Invalid fault', error.errors);
  }
}

/** Follows the newest confirmation link that an address received, as its owner would. */
async function confirm(request: GatewayRequest, messages: MessageStore): Promise<GatewayAnswer> {
  if (request.method !== 'POST') {
    return notAllowed('POST');
  }
  const sent = readJson(request, 'Invalid confirmation');
  if ('refusal' in sent) {
    return sent.refusal;
  }
  const { email } = (sent.value ?? {}) as { readonly email?: unknown };
  if (typeof email !== 'string') {
    const errors = [{ field: 'email', rule: 'must be an email address' }];
    return problem(400, 'Invalid confirmation', errors);
  }
  const isConfirmed = await confirmEmail(email, messages);
  return isConfirmed ? NO_CONTENT : problem(404, 'No valid confirmation link for this address');
}

/** What waits for its next try is tried now. */
function hurry(request: GatewayRequest, queues: QueueView): GatewayAnswer {
  if (request.method !== 'POST') {
    return notAllowed('POST');
  }
  const sent = readJson(request, 'Invalid request');
  if ('refusal' in sent) {
    return sent.refusal;
  }
  queues.hurry();
  return NO_CONTENT;
}

/** A schedule's function is called now. */
function runSchedule(request: GatewayRequest, schedules: Pick<Schedules, 'run'>): GatewayAnswer {
  if (request.method !== 'POST') {
    return notAllowed('POST');
  }
  const sent = readJson(request, 'Invalid request');
  if ('refusal' in sent) {
    return sent.refusal;
  }
  const { name } = (sent.value ?? {}) as { readonly name?: unknown };
  if (typeof name !== 'string') {
    return problem(400, 'Invalid request', [{ field: 'name', rule: 'must be the name of a schedule' }]);
  }
  return schedules.run(name) ? NO_CONTENT : problem(404, 'No schedule of this name');
}

type Sent = { readonly value: unknown } | { readonly refusal: GatewayAnswer };

/** A page of another origin can send JSON only after a CORS preflight, which is never granted. */
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

/** A 405 names what is allowed: RFC 9110 section 15.5.6. */
function notAllowed(methods: string): GatewayAnswer {
  const answer = problem(405, `Use ${methods}`);
  return { ...answer, headers: [...answer.headers, ['Allow', methods]] };
}

function problem(status: number, title: string, errors?: readonly FieldError[]): GatewayAnswer {
  const detail = errors?.map(({ field, rule }) => `${field} ${rule}`).join('; ');
  const document = { type: 'about:blank', title, status, ...(errors ? { detail, errors } : {}) };
  return json(status, document, 'application/problem+json');
}
