/** A service that gives scripted answers, and a clock that stands still until something waits. */
import type { Host } from '../src/host.ts';

/** A status with its JSON, or a failure of the network, or no answer at all. */
export type Scripted =
  | { readonly status: number; readonly json?: unknown; readonly headers?: Record<string, string> }
  | 'broken'
  | 'silent';

export interface SentRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Headers;
  readonly body: string | undefined;
  readonly redirect: RequestInit['redirect'];
}

const START_MS = Date.UTC(2026, 2, 14);

export class ScriptedService {
  readonly sent: SentRequest[] = [];
  readonly tokenRequests: SentRequest[] = [];
  /** How long the client waited before its repetitions, in milliseconds. */
  readonly waits: number[] = [];
  /** What the token endpoint answers; the last answer stays. */
  tokens: Scripted[] = [];
  nowMs = START_MS;
  #answers: Scripted[];
  #keys = 0;

  constructor(...answers: Scripted[]) {
    this.#answers = answers;
  }

  readonly options = {
    apiUrl: 'https://courier.example.com/api',
    tokenUrl: 'https://issuer.example.com/oauth2/token',
    clientId: 'shop',
    clientSecret: 's3cret:/+',
    fetch: ((url: string, init: RequestInit) => this.#fetch(new URL(url), init)) as typeof fetch,
  };

  /** Randomness is 0.5, and keys are counted. */
  readonly host: Host = {
    nowMs: () => this.nowMs,
    random: () => 0.5,
    newKey: () => {
      this.#keys += 1;
      return `key-${this.#keys}`;
    },
    wait: async (milliseconds, signal) => {
      signal.throwIfAborted();
      this.waits.push(milliseconds);
      this.nowMs += milliseconds;
    },
    after: (milliseconds) => {
      const controller = new AbortController();
      this.#deadlines.push({ atMs: this.nowMs + milliseconds, controller });
      return controller.signal;
    },
  };

  #deadlines: { readonly atMs: number; readonly controller: AbortController }[] = [];

  async #fetch(url: URL, init: RequestInit): Promise<Response> {
    const isToken = url.host === 'issuer.example.com';
    const request = {
      method: init.method ?? 'GET',
      path: url.pathname + url.search,
      headers: new Headers(init.headers),
      body: init.body as string | undefined,
      redirect: init.redirect,
    };
    (isToken ? this.tokenRequests : this.sent).push(request);
    const answer = isToken ? this.#nextToken() : this.#answers.shift();
    await Promise.resolve();
    init.signal?.throwIfAborted();
    if (answer === undefined) {
      throw new Error(`Nothing is scripted for ${request.method} ${url}`);
    }
    if (answer === 'broken') {
      throw new TypeError('fetch failed', { cause: Object.assign(new Error(), { code: 'ECONNRESET' }) });
    }
    return answer === 'silent' ? this.#silence(init.signal) : response(answer);
  }

  #nextToken(): Scripted {
    const [next, ...more] = this.tokens;
    this.tokens = more.length > 0 ? more : this.tokens;
    return next ?? accessToken(`access-${this.tokenRequests.length}`);
  }

  /** Nothing comes until the client's time is up, which it is at once: the clock jumps to the newest deadline. */
  #silence(signal: AbortSignal | null | undefined): Promise<never> {
    return new Promise((_, reject) => {
      signal?.addEventListener('abort', () => reject(signal.reason));
      this.nowMs = this.#deadlines.at(-1)?.atMs ?? this.nowMs;
      for (const { atMs, controller } of this.#deadlines) {
        if (atMs <= this.nowMs) {
          controller.abort();
        }
      }
    });
  }
}

export const accessToken = (access_token: string, expires_in?: number): Scripted => ({
  status: 200,
  json: { access_token, token_type: 'Bearer', expires_in: expires_in ?? 3600 },
});

/** A problem document of the API. */
export function refusal(status: number, code: string, retryAfter?: number, more: object = {}): Scripted {
  return {
    status,
    json: {
      type: `/problems.html#${code}`,
      title: 'T',
      status,
      detail: 'D',
      code,
      request_id: 'r1',
      ...more,
    },
    headers: {
      'content-type': 'application/problem+json',
      ...(retryAfter !== undefined && { 'retry-after': String(retryAfter) }),
    },
  };
}

const response = ({ status, json, headers }: Exclude<Scripted, string>): Response =>
  new Response(json === undefined ? null : typeof json === 'string' ? json : JSON.stringify(json), {
    status,
    headers: { 'content-type': 'application/json', ...headers },
  });
