/**
 * Answers in the place of hosts outside: what functions send there is kept to be looked at, and goes to a receiver on
 * this machine if one was named.
 */
import { applyFault } from '../faults/apply-fault.ts';
import type { FaultRegistry } from '../faults/fault-registry.ts';
import { CALLER_HEADER, OUTSIDE_PATH, TARGET_HEADER } from '../lambda/protocol.ts';
import { AwsError } from '../wire/aws-error.ts';
import type { Serve } from '../wire/listen.ts';
import type { WireAnswer, WireRequest } from '../wire/wire.ts';
import type { AttemptStore } from './attempt-store.ts';

/** An error of a fault that is an answer's status: `Status503`. */
const STATUS = /^Status([1-5]\d\d)$/;
const NO_CONTENT = 204;
const BAD_GATEWAY = 502;
/** What is about the connection, or of this machine's own. */
const NOT_PASSED_ON = [
  'host',
  'connection',
  'content-length',
  'transfer-encoding',
  TARGET_HEADER,
  CALLER_HEADER,
];

interface OutsideParts {
  readonly attempts: AttemptStore;
  readonly faults: FaultRegistry;
  /** Where it goes on this machine; absent: nowhere, and all is well. */
  readonly receiver?: string;
}

export const isOutside = ({ url }: WireRequest): boolean => url.pathname === OUTSIDE_PATH;

export function createOutside({ attempts, faults, receiver }: OutsideParts): Serve {
  return async (request) => {
    const { method, caller = '' } = request;
    const headers = headersOf(request);
    const status = await answer(request, headers, { faults, receiver });
    attempts.add({
      function: caller,
      method,
      url: String(request.headers[TARGET_HEADER] ?? ''),
      headers,
      body: request.body.toString('utf8'),
      status,
      ...(receiver === undefined ? {} : { receiver }),
    });
    return { status, headers: {}, body: '' } satisfies WireAnswer;
  };
}

async function answer(
  { method, body, caller }: WireRequest,
  headers: Readonly<Record<string, string>>,
  { faults, receiver }: { readonly faults: FaultRegistry; readonly receiver: string | undefined },
): Promise<number> {
  try {
    await applyFault(faults, { service: 'outside', operation: method, function: caller });
  } catch (error) {
    if (error instanceof AwsError) {
      return Number(STATUS.exec(error.code)?.[1] ?? BAD_GATEWAY);
    }
    throw error;
  }
  if (receiver === undefined) {
    return NO_CONTENT;
  }
  const sent = { method, headers, redirect: 'manual', ...(body.length > 0 && { body }) } as const;
  return fetch(receiver, sent).then(
    async (response) => {
      await response.body?.cancel();
      return response.status;
    },
    () => BAD_GATEWAY,
  );
}

const headersOf = ({ headers }: WireRequest): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined || NOT_PASSED_ON.includes(name) ? [] : [[name, String(value)]],
    ),
  );
