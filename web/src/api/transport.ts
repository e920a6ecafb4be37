/**
 * One call to the API: adds the access token, reads the answer and turns every failure into a
 * `CallFailed`.
 */
import { PROBLEM_MEDIA_TYPE } from '../../../handlers/contract/problem-document.ts';
import { PROBLEMS } from '../../../handlers/contract/problems.ts';
import type { RouteKey } from '../../../handlers/contract/route.ts';
import type { ReceivedProblem } from './failures.ts';
import { CallFailed } from './failures.ts';

const NO_CONTENT = 204;

export interface Transport {
  /** The path or URL before `/tokens`. */
  readonly base: string;
  readonly fetch: typeof fetch;
  /** Undefined once nobody is signed in. */
  readonly accessToken: () => string | undefined;
  /** Called when the API no longer accepts the access token. */
  readonly onUnauthorized: () => void;
}

/** The JSON of the answer; undefined when it has no body. @throws CallFailed */
export async function call(
  transport: Transport,
  method: RouteKey['method'],
  path: string,
  body?: object,
): Promise<unknown> {
  const response = await successOf(transport, method, path, body);
  return response.status === NO_CONTENT ? undefined : readJson(response);
}

async function successOf(
  transport: Transport,
  method: string,
  path: string,
  body?: object,
): Promise<Response> {
  const accessToken = transport.accessToken();
  if (accessToken === undefined) {
    throw new CallFailed({ kind: 'session_expired' });
  }
  const response = await send(transport, path, {
    method,
    headers: {
      authorization: `Bearer ${accessToken}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    cache: 'no-store',
  });
  if (response.status === 401) {
    transport.onUnauthorized();
    throw new CallFailed({ kind: 'session_expired' });
  }
  if (!response.ok) {
    throw await refusal(response);
  }
  return response;
}

async function send(transport: Transport, path: string, init: RequestInit): Promise<Response> {
  try {
    return await transport.fetch(`${transport.base}${path}`, init);
  } catch (cause) {
    throw new CallFailed({ kind: 'unreachable' }, { cause });
  }
}

async function refusal(response: Response): Promise<CallFailed> {
  const problem = await readProblem(response);
  if (problem === undefined) {
    return new CallFailed({ kind: 'unexpected', status: response.status });
  }
  const retryAfterSeconds = Number.parseInt(response.headers.get('retry-after') ?? '', 10);
  return new CallFailed({
    kind: 'problem',
    problem,
    ...(Number.isNaN(retryAfterSeconds) ? {} : { retryAfterSeconds }),
  });
}

/** The firewall sends its problems as plain JSON, because it cannot set another media type. */
async function readProblem(response: Response): Promise<ReceivedProblem | undefined> {
  const contentType = response.headers.get('content-type') ?? '';
  if (contentType.startsWith(PROBLEM_MEDIA_TYPE)) {
    return readJson<ReceivedProblem>(response);
  }
  if (!contentType.startsWith('application/json')) {
    return undefined;
  }
  const body = await readJson<ReceivedProblem | null>(response);
  return typeof body?.code === 'string' && body.code in PROBLEMS ? body : undefined;
}

async function readJson<Body>(response: Response): Promise<Body> {
  try {
    return (await response.json()) as Body;
  } catch (cause) {
    throw new CallFailed({ kind: 'unexpected', status: response.status }, { cause });
  }
}
