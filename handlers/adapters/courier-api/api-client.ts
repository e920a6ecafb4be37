/**
 * POSTs to the service's API as one of its clients.
 *
 * Every request has an Idempotency-Key, so one that got no answer can be repeated: it is carried out once. No error
 * leaves this file with a URL, a header or a body in it.
 *
 * Not built on the client package, whose credentials are fixed when it is made: here they are a secret, which may be
 * rotated while the function is warm.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod/mini';
import type { Clock } from '../../domain/clock.ts';
import type { NoAnswer, Refused } from '../../domain/cognito/courier-ports.ts';
import { SecretUnavailable } from '../../domain/errors.ts';
import type { AccessTokens, Credentials } from './access-tokens.ts';
import { AccessTokenRefused, AccessTokenUnavailable } from './access-tokens.ts';

/** Before a request is repeated, once. */
const REPEAT_AFTER_MS = 250;

const problem = z.object({ code: z.string(), retry_after: z.optional(z.number()) });

/** What the API answered to a request that it carried out: 2xx, and the document. */
interface Accepted {
  readonly kind: 'accepted';
  readonly status: number;
  readonly document: unknown;
}

type ApiAnswer = Accepted | Refused | NoAnswer;

export interface ApiClient {
  /** Waits until `untilMs`, milliseconds since 1970, for an answer. */
  post(path: string, body: object, key: string, untilMs: number): Promise<ApiAnswer>;
}

export interface ApiClientPorts {
  readonly credentials: (again?: 'again') => Promise<Credentials>;
  readonly tokens: AccessTokens;
  readonly now: Clock;
}

const NO_ANSWER: NoAnswer = { kind: 'no answer' };

export function apiClient({ credentials, tokens, now }: ApiClientPorts): ApiClient {
  const once = async (path: string, body: object, key: string, signal: AbortSignal, again?: 'again') => {
    const access = await credentials(again);
    const headers = {
      authorization: `Bearer ${await tokens.get(access, signal)}`,
      'content-type': 'application/json',
      'idempotency-key': key,
    };
    const request = { method: 'POST', headers, body: JSON.stringify(body), signal };
    const answer = await fetch(`${access.api_url}${path}`, request).catch(() => undefined);
    return answer === undefined ? NO_ANSWER : read(answer);
  };
  const attempt = async (...request: Parameters<typeof once>): Promise<ApiAnswer> => {
    try {
      return await once(...request);
    } catch (error) {
      return notSent(error);
    }
  };
  return {
    async post(path, body, key, untilMs) {
      const signal = AbortSignal.timeout(Math.max(0, untilMs - now()));
      const first = await attempt(path, body, key, signal);
      if (first.kind === 'refused' && first.code === 'unauthorized') {
        tokens.drop();
        return attempt(path, body, key, signal, 'again');
      }
      if (!mayBeCured(first) || now() + REPEAT_AFTER_MS >= untilMs) {
        return first;
      }
      await sleep(REPEAT_AFTER_MS);
      const second = await attempt(path, body, key, signal);
      return second.kind === 'refused' && tellsNothingOfTheFirst(second) ? first : second;
    },
  };
}

async function read(answer: Response): Promise<ApiAnswer> {
  const document: unknown = await answer.json().catch(() => undefined);
  if (answer.ok) {
    return document === undefined ? NO_ANSWER : { kind: 'accepted', status: answer.status, document };
  }
  const { success, data } = problem.safeParse(document);
  if (success) {
    return { kind: 'refused', code: data.code, retryAfterSeconds: data.retry_after };
  }
  // A proxy's page instead of a problem: only a refusal says that nothing was done.
  return answer.status < 500 ? { kind: 'refused', code: `http_${answer.status}` } : NO_ANSWER;
}

/** What kept a request from being sent. Anything else is a bug, and passes. */
function notSent(error: unknown): Refused {
  if (error instanceof AccessTokenRefused) {
    return { kind: 'refused', code: 'unauthorized' };
  }
  if (error instanceof SecretUnavailable) {
    return { kind: 'refused', code: error.code };
  }
  if (error instanceof AccessTokenUnavailable) {
    return { kind: 'refused', code: 'issuer_unavailable' };
  }
  throw error;
}

/** Faults of a moment. After the API's own timeout the message may have been sent; the key sends no second one. */
const PASSING = [
  'throttled',
  'store_unavailable',
  'secret_unavailable',
  'service_unavailable',
  'issuer_unavailable',
];

const mayBeCured = (answer: ApiAnswer): boolean =>
  answer.kind === 'no answer' || (answer.kind === 'refused' && PASSING.includes(answer.code));

/** The API looks for the key of an earlier request after its credentials, so what ends before that leaves it open. */
const tellsNothingOfTheFirst = ({ code }: Refused): boolean =>
  PASSING.includes(code) || code === 'unauthorized' || code.startsWith('http_');
