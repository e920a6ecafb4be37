/** What the client is configured with, and what each call may set. */

export interface TokenCourierClientOptions {
  /** The API's base URL: the stack's output `ApiUrl`, or the page's URL with `/api`. */
  readonly apiUrl: string;
  /** The token endpoint: the stack's output `TokenUrl`. */
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** The scopes to ask for. Default: all that the client may have. */
  readonly scopes?: readonly string[];
  /** How long a call may take, with its retries and waits. Default: 30. */
  readonly timeoutSeconds?: number;
  /** How long to wait for one answer. Default: 10. */
  readonly attemptTimeoutSeconds?: number;
  /** How often a call is repeated at most, where that is safe. Default: 3. */
  readonly maxRetries?: number;
  /** Replaces the global `fetch`. */
  readonly fetch?: typeof fetch;
}

export interface CallOptions {
  /** Ends the call, which then throws the signal's reason. What was sent may still be carried out. */
  readonly signal?: AbortSignal;
  /** Instead of the client's `timeoutSeconds`. */
  readonly timeoutSeconds?: number;
}

export interface KeyedCallOptions extends CallOptions {
  /**
   * Requests with the same key and body are carried out once. Give your own to repeat a request after a restart,
   * or when somebody submits a form twice. Default: a random one for this call, kept over its retries.
   */
  readonly idempotencyKey?: string;
}

const DEFAULTS = { timeoutSeconds: 30, attemptTimeoutSeconds: 10, maxRetries: 3 } as const;

/** A number of the options, checked. @throws {TypeError} */
export function secondsOf(
  options: Partial<Record<keyof typeof DEFAULTS, number>>,
  name: 'timeoutSeconds' | 'attemptTimeoutSeconds',
): number {
  const seconds = options[name] ?? DEFAULTS[name];
  // setTimeout and AbortSignal.timeout take at most 2^31 - 1 milliseconds on some hosts.
  if (!(typeof seconds === 'number' && seconds > 0 && seconds <= 86_400)) {
    throw new TypeError(`${name} must be a number, more than 0 and at most 86400`);
  }
  return seconds;
}

const MAX_TOLERANCE_SECONDS = 300;

/** Text, as from an environment variable, would be appended to a time instead of added. @throws {TypeError} */
export function toleranceOf(seconds: number): number {
  if (!(typeof seconds === 'number' && seconds >= 0 && seconds <= MAX_TOLERANCE_SECONDS)) {
    throw new TypeError(`clockToleranceSeconds must be a number from 0 to ${MAX_TOLERANCE_SECONDS}`);
  }
  return seconds;
}

/** @throws {TypeError} */
export function retriesOf({ maxRetries = DEFAULTS.maxRetries }: TokenCourierClientOptions): number {
  if (!Number.isInteger(maxRetries) || maxRetries < 0) {
    throw new TypeError('maxRetries must be a whole number, 0 or more');
  }
  return maxRetries;
}

/**
 * A URL of the options. Credentials and codes go there, so it is https:, except on the same machine.
 * @throws {TypeError}
 */
export function urlOf<Name extends string>(options: { readonly [_ in Name]: string }, name: Name): URL {
  let url: URL | undefined;
  try {
    url = new URL(options[name]);
  } catch {
    // Reported below.
  }
  const isHere = url?.protocol === 'http:' && /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(url.hostname);
  if (url === undefined || !(url.protocol === 'https:' || isHere)) {
    throw new TypeError(`${name} must be an https: URL, or an http: URL on this machine`);
  }
  return url;
}
