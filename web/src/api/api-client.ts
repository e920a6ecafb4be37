/**
 * The page's one way to the API: adds the access token, reads answers and turns every failure into
 * a `CallFailed`.
 */
import type {
  ExecutionsAnswer,
  IssuedTokenAnswer,
  MetricsAnswer,
  TokenList,
} from '../../../handlers/contract/api.ts';
import { PROBLEM_MEDIA_TYPE, type Problem } from '../../../handlers/contract/problems.ts';
import type { RequestedChannel } from '../../../handlers/contract/vocabulary.ts';
import { CallFailed } from './failures.ts';

export interface TokenRequest {
  readonly user_id: string;
  readonly channel: RequestedChannel;
  readonly phone_number?: string;
}

export interface TokenQuery {
  readonly user_id?: string;
  readonly cursor?: string;
  readonly reveal?: true;
}

export interface Api {
  issueToken(request: TokenRequest): Promise<IssuedTokenAnswer>;
  listTokens(query: TokenQuery): Promise<TokenList>;
  readMetrics(period: MetricsAnswer['period']): Promise<MetricsAnswer>;
  readExecutions(user_id: string, purpose: string): Promise<ExecutionsAnswer>;
}

export interface ApiOptions {
  /** The path or URL before `/tokens`. */
  readonly base: string;
  readonly fetch: typeof fetch;
  /** Undefined when nobody is signed in any more. */
  readonly accessToken: () => string | undefined;
  /** Called when the API no longer accepts the access token. */
  readonly onUnauthorized: () => void;
}

export function createApi(options: ApiOptions): Api {
  return {
    issueToken: (request) =>
      call(options, '/tokens', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(request),
      }),
    listTokens: (query) => call(options, `/tokens${queryString(query)}`, {}),
    readMetrics: (period) => call(options, `/metrics?period=${period}`, {}),
    readExecutions: (userId, purpose) =>
      call(options, `/tokens/${encodeURIComponent(userId)}/executions${queryString({ purpose })}`, {}),
  };
}

async function call<Answer>(options: ApiOptions, path: string, init: RequestInit): Promise<Answer> {
  const accessToken = options.accessToken();
  if (accessToken === undefined) {
    throw new CallFailed({ kind: 'session_expired' });
  }
  const headers = new Headers(init.headers);
  headers.set('authorization', `Bearer ${accessToken}`);
  const response = await send(options, path, { ...init, headers, cache: 'no-store' });
  if (response.status === 401) {
    options.onUnauthorized();
    throw new CallFailed({ kind: 'session_expired' });
  }
  if (!response.ok) {
    throw await refusal(response);
  }
  return readJson<Answer>(response);
}

async function send(options: ApiOptions, path: string, init: RequestInit): Promise<Response> {
  try {
    return await options.fetch(`${options.base}${path}`, init);
  } catch (cause) {
    throw new CallFailed({ kind: 'unreachable' }, { cause });
  }
}

async function refusal(response: Response): Promise<CallFailed> {
  if (!response.headers.get('content-type')?.startsWith(PROBLEM_MEDIA_TYPE)) {
    return new CallFailed({ kind: 'unexpected', status: response.status });
  }
  const problem = await readJson<Problem>(response);
  const retryAfterSeconds = Number.parseInt(response.headers.get('retry-after') ?? '', 10);
  return new CallFailed({
    kind: 'problem',
    problem,
    ...(Number.isNaN(retryAfterSeconds) ? {} : { retryAfterSeconds }),
  });
}

async function readJson<Body>(response: Response): Promise<Body> {
  try {
    return (await response.json()) as Body;
  } catch (cause) {
    throw new CallFailed({ kind: 'unexpected', status: response.status }, { cause });
  }
}

function queryString(query: object): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    parameters.set(name, String(value));
  }
  return parameters.size > 0 ? `?${parameters}` : '';
}
