/**
 * Answers in the place of hosts outside: what functions send there is recorded, and goes to a receiver on this machine
 * if one was named.
 */
import { applyFault } from '../faults/apply-fault.ts';
import type { FaultRegistry } from '../faults/fault-registry.ts';
import { CALLER_HEADER, OUTSIDE_PATH, TARGET_HEADER } from '../lambda/protocol.ts';
import { AwsError } from '../wire/aws-error.ts';
import type { Serve } from '../wire/listen.ts';
import type { WireRequest } from '../wire/wire.ts';
import type { Attempt, AttemptStore } from './attempt-store.ts';

/** An error of a fault that is an answer's status: `Status503`. Any other cuts the connection. */
const STATUS = /^Status([1-5]\d\d)$/;
const NO_CONTENT = 204;
/** What is about the connection, or of this machine's own. */
const NOT_PASSED_ON = [
  'host',
  'connection',
  'content-length',
  'transfer-encoding',
  TARGET_HEADER,
  CALLER_HEADER,
];
/** A function is sent no body, so nothing that is about it. */
const PASSED_BACK = ['location', 'retry-after'];

interface OutsideParts {
  readonly attempts: AttemptStore;
  readonly faults: FaultRegistry;
  /** Where it goes on this machine; absent: nowhere, and all is well. */
  readonly receiver?: string;
}

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
}

export const isOutside = ({ url }: WireRequest): boolean => url.pathname === OUTSIDE_PATH;

export function createOutside({ attempts, faults, receiver }: OutsideParts): Serve {
  return async (request) => {
    const { method, caller = '', gone } = request;
    const headers = headersOf(request);
    const answer = await answerTo(request, headers, { faults, receiver });
    const outcome: Attempt['outcome'] = gone.aborted
      ? 'no answer in time'
      : (answer?.status ?? 'unreachable');
    attempts.add({
      function: caller,
      method,
      url: String(request.headers[TARGET_HEADER] ?? ''),
      headers,
      body: request.body.toString('utf8'),
      outcome,
      ...(receiver === undefined ? {} : { receiver }),
    });
    return answer && { ...answer, body: '' };
  };
}

/** undefined: there is no connection to the host, or the function did not wait for it. */
async function answerTo(
  { method, body, caller, gone }: WireRequest,
  headers: Readonly<Record<string, string>>,
  { faults, receiver }: { readonly faults: FaultRegistry; readonly receiver: string | undefined },
): Promise<Answer | undefined> {
  try {
    await applyFault(faults, { service: 'outside', operation: method, function: caller });
  } catch (error) {
    if (error instanceof AwsError) {
      const status = STATUS.exec(error.code)?.[1];
      return status === undefined ? undefined : { status: Number(status), headers: {} };
    }
    throw error;
  }
  if (receiver === undefined) {
    return { status: NO_CONTENT, headers: {} };
  }
  const sent = {
    method,
    headers,
    redirect: 'manual',
    signal: gone,
    ...(body.length > 0 && { body }),
  } as const;
  return fetch(receiver, sent).then(
    async (response) => {
      await response.body?.cancel();
      const passed = [...response.headers].filter(([name]) => PASSED_BACK.includes(name));
      return { status: response.status, headers: Object.fromEntries(passed) };
    },
    () => undefined,
  );
}

const headersOf = ({ headers }: WireRequest): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined || NOT_PASSED_ON.includes(name) ? [] : [[name, String(value)]],
    ),
  );
