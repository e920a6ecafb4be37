/**
 * Turns a hook's module into a Lambda handler: checks who calls before it reads anything else, has the codes
 * delivered, and answers in time, even if the outcome is not known by then.
 */
import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
import type { HookEntry } from '../contract/hooks.ts';
import { HOOK_ROUTES, hookClient, MAX_HOOK_BODY_BYTES } from '../contract/hooks.ts';
import { CHANNEL_FACTS } from '../contract/vocabulary.ts';
import { idOfPart } from '../contract/workflow.ts';
import type { Clock } from '../domain/clock.ts';
import type { Decision, Refusal } from '../domain/decision.ts';
import { refuse, refuseFields } from '../domain/decision.ts';
import type { StartDelivery } from '../domain/deliveries/delivery-request.ts';
import { CourierError } from '../domain/errors.ts';
import type { HookCall, HookModule, HookOutcome } from '../domain/integrations/hook.ts';
import { countRefusal } from './count-refusal.ts';
import { deliverInTime } from './deliver-in-time.ts';
import type { Handler } from './gateway-event.ts';
import { bodyIn, headersNamed, requestIdOf } from './gateway-event.ts';
import { hookAnswer, problemAnswer } from './http-answer.ts';
import type { Notes } from './observability.ts';
import { observed } from './observability.ts';
import type { PersonReferences } from './person-references.ts';

export interface Hook {
  /** In logs, and in the id of its client. */
  readonly name: string;
  readonly module: HookModule;
  /** Whether one of the secret's values passes. @throws SecretUnavailable */
  readonly secret: { has(passes: (values: readonly string[]) => boolean): Promise<boolean> };
}

export interface HookEndpoint {
  /** Of the function, in logs and traces. */
  readonly name: HookEntry;
  /** Undefined where the path names no hook that is on. */
  readonly find: (event: APIGatewayProxyEvent) => Hook | undefined;
  /** A fault that nobody foresaw goes to `onFault`, and is told the caller as any other. */
  readonly deliverWith: (onFault: (error: unknown) => void) => StartDelivery;
  /** Makes a person's id of a destination, for systems that name nobody. @throws SecretUnavailable */
  readonly referrer: () => Promise<(destination: string) => string>;
  readonly people: Pick<PersonReferences, 'refer'>;
  readonly now: Clock;
}

/** For a function with a single hook. @throws Error where that one has no secret */
export function onlyHook(
  name: string,
  module: HookModule,
  secrets: ReadonlyMap<string, Hook['secret']>,
): HookEndpoint['find'] {
  const secret = secrets.get(name);
  if (secret === undefined) {
    throw new Error(`The hook ${name} has no secret`);
  }
  return () => ({ name, module, secret });
}

export const hookEndpoint =
  (endpoint: HookEndpoint): Handler =>
  async (event, context) => {
    const { name, now } = endpoint;
    const requestId = requestIdOf(event, context);
    const hook = endpoint.find(event);
    if (hook === undefined) {
      return notFound(name, requestId, context);
    }
    const call = callIn(event, now());
    try {
      return await observed(name, context, 'RequestsFailed', async (notes) => {
        notes.add({ request_id: requestId, hook: hook.name });
        const dueMs =
          Math.min(event.requestContext.requestTimeEpoch ?? call.nowMs, call.nowMs) +
          HOOK_ROUTES[name].answersWithinMs;
        const outcome = await run(hook, call, { ...endpoint, requestId, dueMs, notes });
        return hookAnswer(hook.module.answer(outcome, call));
      });
    } catch (error) {
      return hookAnswer(hook.module.answer(faultOf(error), call));
    }
  };

const notFound = (name: string, requestId: string, context: Context): Promise<APIGatewayProxyResult> =>
  observed(name, context, 'RequestsFailed', async (notes) => {
    notes.add({ request_id: requestId, outcome: 'not_found' });
    return problemAnswer({ code: 'not_found', detail: 'There is no such route or method.' }, requestId);
  });

function callIn(event: APIGatewayProxyEvent, nowMs: number): HookCall {
  const names = new Set(Object.keys(event.headers ?? {}).map((name) => name.toLowerCase()));
  return {
    headers: Object.fromEntries([...names].map((name) => [name, headersNamed(name, event.headers).at(-1)])),
    rawBody: bodyIn(event) ?? '',
    nowMs,
  };
}

type Running = Pick<HookEndpoint, 'deliverWith' | 'referrer' | 'people' | 'now'> & {
  readonly requestId: string;
  /** When the answer is due, epoch milliseconds. */
  readonly dueMs: number;
  readonly notes: Notes;
};

async function run({ name, module, secret }: Hook, call: HookCall, running: Running): Promise<HookOutcome> {
  const { notes, requestId, people } = running;
  if (Buffer.byteLength(call.rawBody) > MAX_HOOK_BODY_BYTES) {
    // Before anything is computed over it, because anybody may send one; so it is not counted either.
    notes.add({ outcome: 'body_too_large' });
    return refusedBy(
      refuse('body_too_large', `The body must not exceed ${MAX_HOOK_BODY_BYTES} bytes.`, [
        { field: 'body', rule: `must have at most ${MAX_HOOK_BODY_BYTES} bytes` },
      ]),
    );
  }
  if (!(await secret.has((values) => module.authenticate(call, values.map(trimmed))))) {
    // Refused credentials are not counted: nothing is known about who sends them.
    notes.add({ outcome: 'unauthorized', doubt: module.doubt?.(call) ?? 'mismatch' });
    return { kind: 'unauthenticated' };
  }
  const asked = module.translate(call, await running.referrer());
  if (asked.kind === 'invalid') {
    notes.refused('invalid_request');
    return refusedBy(refuseFields(asked.errors));
  }
  const [first] = asked.kind === 'deliver' ? asked.requests : [];
  if (asked.kind === 'nothing' || first === undefined) {
    notes.add({ outcome: 'nothing' });
    return { kind: 'nothing' };
  }
  notes.person(people.refer(first.user_id));
  notes.add({ purpose: first.purpose, channel: first.channel });
  const caller = { clientId: hookClient(name), requestId, idempotencyKey: '' };
  const deliver = running.deliverWith((error) => notes.warn('a code could not be delivered', error));
  const decided = await deliverInTime(
    asked.requests,
    (request, mayBegin) =>
      deliver(request, {
        ...caller,
        requestId: idOfPart(requestId, asked.requests.indexOf(request)),
        mayBegin,
      }),
    running.dueMs,
    running.now,
  );
  notes.add(
    decided.ok
      ? { outcome: decided.value.status, token_id: decided.value.delivery_id }
      : { outcome: decided.refusal.code },
  );
  countRefusal(decided, notes);
  return decided.ok
    ? { kind: 'delivered', delivery: decided.value }
    : {
        kind: 'refused',
        refusal: decided.refusal,
        ...(isNoDestination(decided.refusal) && { isNoDestination: true }),
      };
}

/** What could be read, and asks for a message to a number or an address that is none. */
const isNoDestination = ({ code, errors = [] }: Refusal): boolean =>
  code === 'invalid_request' &&
  errors.length > 0 &&
  errors.every(({ field }) => Object.values(CHANNEL_FACTS).some((channel) => channel.field === field));

/** Put by `file://`, a secret has the file's last line break, which no caller sends or signs with. */
const trimmed = (value: string): string => value.trim();

const refusedBy = (decision: Decision<never>): HookOutcome =>
  decision.ok ? { kind: 'nothing' } : { kind: 'refused', refusal: decision.refusal };

const faultOf = (error: unknown): HookOutcome => ({
  kind: 'refused',
  refusal:
    error instanceof CourierError
      ? { code: error.code, detail: 'Part of the service did not respond.' }
      : { code: 'internal_error', detail: 'The service failed unexpectedly.' },
});
