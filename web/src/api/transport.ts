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
  readonly accessToken: () => Promise<string | undefined>;
  /**
   * A new access token in place of one that the API refused; undefined when there is none.
   * @throws TypeError when the issuer cannot be reached
   */
  readonly renew: (refused: string) => Promise<string | undefined>;
  /** Called when the API accepts no access token that could be had. */
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
  const accessToken = await transport.accessToken();
  if (accessToken === undefined) {
    throw new CallFailed({ kind: 'session_expired' });
  }
  const ask = (token: string): Promise<Response> =>
    send(transport, path, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      cache: 'no-store',
    });
  let response = await ask(accessToken);
  // The gateway refuses before anything happens, so the same request can be sent again.
  const renewed = response.status === 401 ? await renewedToken(transport, accessToken) : undefined;
  if (renewed !== undefined) {
    response = await ask(renewed);
  }
  if (response.status === 401) {
    transport.onUnauthorized();
    throw new CallFailed({ kind: 'session_expired' });
  }
  if (!response.ok) {
    throw await refusal(response);
  }
  return response;
}

/** Undefined when the issuer refuses; when it cannot be reached, nobody knows whether the session is over. */
async function renewedToken(transport: Transport, refused: string): Promise<string | undefined> {
  try {
    return await transport.renew(refused);
  } catch (cause) {
    if (cause instanceof TypeError) {
      throw new CallFailed({ kind: 'unreachable' }, { cause });
    }
    return undefined;
  }
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
