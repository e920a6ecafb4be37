/**
 * Calls the deployment and keeps its responses, so that the rules for all responses can be checked at the
 * end.
 */

/** Longer than API Gateway's timeout of 29 s. */
const TIMEOUT_MS = 30_000;

/** Which server responds: the API, the page's files, or the OAuth 2 issuer. */
type Server = 'api' | 'page' | 'issuer';
/** Sensitive values that a response contains by design. */
type Shown = 'number' | 'token' | 'access-token';

export interface CallOptions {
  /** None is sent when it is undefined. */
  readonly accessToken?: string | undefined;
  /** Sent as JSON. */
  readonly json?: unknown;
  /** Sent unchanged. */
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly shows?: readonly Shown[];
  readonly server?: Server;
}

export class Answer {
  /** Method and path, for messages. */
  readonly request: string;
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly server: Server;
  readonly shows: readonly Shown[];
  /** Undefined when the body is not JSON. */
  readonly json: unknown;

  constructor(
    request: string,
    response: { status: number; headers: Headers },
    text: string,
    call: CallOptions,
  ) {
    this.request = request;
    this.status = response.status;
    this.headers = response.headers;
    this.text = text;
    this.server = call.server ?? 'api';
    this.shows = call.shows ?? [];
    this.json = parsed(text);
  }

  /** A member of the JSON body; undefined when there is none. */
  member(name: string): unknown {
    const { json } = this;
    if (typeof json !== 'object' || json === null || !Object.hasOwn(json, name)) {
      return undefined;
    }
    return (json as Record<string, unknown>)[name];
  }
}

/** No response came at all. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable';
}

export class HttpClient {
  readonly answers: Answer[] = [];

  /** Makes one request without retries; does not follow redirects. @throws {Unreachable} */
  async call(method: string, url: string, options: CallOptions = {}): Promise<Answer> {
    const body = options.json === undefined ? options.body : JSON.stringify(options.json);
    const headers = {
      ...(options.accessToken === undefined ? {} : { Authorization: `Bearer ${options.accessToken}` }),
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...options.headers,
    };
    const { pathname, search } = new URL(url);
    const request = `${method} ${pathname}${search}`;
    try {
      const response = await fetch(url, {
        method,
        headers,
        redirect: 'manual',
        signal: AbortSignal.timeout(TIMEOUT_MS),
        ...(body === undefined ? {} : { body }),
      });
      return this.keep(new Answer(request, response, await response.text(), options));
    } catch (error) {
      throw new Unreachable(`${request}: no answer, ${reasonOf(error)}`, { cause: error });
    }
  }

  keep(answer: Answer): Answer {
    this.answers.push(answer);
    return answer;
  }
}

/** The error of `fetch` says only that it failed; its cause says why. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) {
    return String(error);
  }
  const { cause } = error;
  if (cause instanceof Error) {
    return 'code' in cause && cause.code ? String(cause.code) : cause.message;
  }
  return error.message;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
