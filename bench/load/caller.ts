/** Calls the API for a person, as an auth system would, and writes every answer down. */
import type { Call, Kind, Members } from './ledger.ts';
import { isFault } from './ledger.ts';
import type { LocalService } from './local-service.ts';

/** Longer than API Gateway waits, and than the local runtime's patience with a slow machine. */
const ANSWER_WITHIN_MS = 100_000;
const TRIES = 4;
const PAUSE_MS = 500;

export interface Asked {
  readonly kind: Kind;
  readonly method: string;
  readonly path: string;
  readonly person?: string;
  readonly purpose?: string;
  readonly body?: Members;
  readonly key?: string;
  readonly isRight?: boolean;
}

export interface Caller {
  /** One call. Never throws: no answer is an answer with status 0. */
  once(asked: Asked): Promise<Call>;
  /** Repeats a call that failed, with the same key and body, a few times. */
  retried(asked: Asked): Promise<Call>;
}

/** `write` keeps each answer, in the order in which they came. */
export function callAs(client: string, service: LocalService, write: (call: Call) => void): Caller {
  const once = async ({ kind, method, path, person = '', purpose = '', body, key, isRight }: Asked) => {
    const authorization = `Bearer ${await service.accessToken(client)}`;
    const startedMs = Date.now();
    const { status, replayed, answer } = await answerOf(`${service.urls.apiUrl}${path}`, {
      method,
      headers: {
        authorization,
        'content-type': 'application/json',
        ...(key === undefined ? {} : { 'Idempotency-Key': key }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    });
    const call: Call = {
      kind,
      person,
      purpose,
      route: `${method} ${routeOf(path, person)}`,
      ...(key === undefined ? {} : { key }),
      ...(isRight === undefined ? {} : { isRight }),
      startedMs,
      endedMs: Date.now(),
      status,
      replayed,
      answer,
    };
    write(call);
    return call;
  };
  return {
    once,
    async retried(asked) {
      let call = await once(asked);
      for (let tried = 1; tried < TRIES && isFault(call); tried += 1) {
        await new Promise((resolve) => setTimeout(resolve, PAUSE_MS * tried));
        call = await once(asked);
      }
      return call;
    },
  };
}

async function answerOf(url: string, init: RequestInit) {
  try {
    const response = await fetch(url, init);
    const text = await response.text();
    const answer = (text === '' ? {} : JSON.parse(text)) as Members;
    const replayed = response.headers.get('Idempotency-Replayed') === 'true';
    return { status: response.status, replayed, answer };
  } catch {
    return { status: 0, replayed: false, answer: {} };
  }
}

/** The path without what is particular to this call. */
const routeOf = (path: string, person: string): string =>
  path
    .replace(/\?.*/, '')
    .replace(/^\/deliveries\/[^/]+/, '/deliveries/{delivery_id}')
    .replaceAll(encodeURIComponent(person || '?'), '{user_id}');
