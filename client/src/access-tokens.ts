/**
 * Access tokens by client credentials (RFC 6749 section 4.4), one at a time: concurrent calls share the current
 * one, and the request for the next.
 */
import type { RequestFacts, TokenCourierError } from './errors.ts';
import { AccessTokenError, NoAnswerError, UnexpectedAnswerError } from './errors.ts';
import type { Cancellation } from './exchange.ts';
import { exchange } from './exchange.ts';
import type { Host } from './host.ts';
import type { TokenCourierClientOptions } from './options.ts';
import { secondsOf, urlOf } from './options.ts';
import { until } from './until.ts';

/** An access token is replaced this long before it expires, or after half of its life if that is later. */
const SPARE_MS = 60_000;

interface AccessToken {
  readonly value: string;
  readonly staleAtMs: number;
  readonly expiresAtMs: number;
}

/** The error for one of the calls that waited. */
type Failure = (facts: RequestFacts) => TokenCourierError;

export class AccessTokens {
  readonly #options: TokenCourierClientOptions;
  readonly #host: Host;
  readonly #url: URL;
  readonly #attemptMs: number;
  #current: AccessToken | undefined;
  #next: Promise<AccessToken | Failure> | undefined;
  #nextEndsAtMs = 0;

  /** @throws {TypeError} */
  constructor(options: TokenCourierClientOptions, host: Host) {
    this.#options = options;
    this.#host = host;
    this.#url = urlOf(options, 'tokenUrl');
    this.#attemptMs = secondsOf(options, 'attemptTimeoutSeconds') * 1000;
    if (!options.clientId || !options.clientSecret) {
      throw new TypeError(`${options.clientId ? 'clientSecret' : 'clientId'} must not be empty`);
    }
  }

  /**
   * @param facts of the request that it is for
   * @throws {AccessTokenError} when the credentials or scopes are refused, {NoAnswerError},
   * {UnexpectedAnswerError}, or the signal's reason
   */
  async get({ signal, tooLate }: Cancellation, facts: RequestFacts): Promise<string> {
    const current = this.#current;
    if (current !== undefined && this.#host.nowMs() < current.staleAtMs) {
      return current.value;
    }
    const next = await until(this.#renew(), signal, tooLate);
    signal?.throwIfAborted();
    if (typeof next === 'object') {
      return next.value;
    }
    if (current !== undefined && current === this.#current && this.#host.nowMs() < current.expiresAtMs) {
      return current.value;
    }
    throw next === undefined ? new NoAnswerError({ silence: 'timeout' }, this.#url.host, facts) : next(facts);
  }

  /** The API did not accept this one. Another may have taken its place meanwhile. */
  reject(value: string): void {
    if (this.#current?.value === value) {
      this.#current = undefined;
    }
  }

  /**
   * No caller's signal ends it, because others wait for it too. One that should have ended is given up: Workers
   * drop the I/O of a request that is over, and what waits for it waits for ever.
   */
  #renew(): Promise<AccessToken | Failure> {
    const nowMs = this.#host.nowMs();
    if (this.#next !== undefined && nowMs < this.#nextEndsAtMs) {
      return this.#next;
    }
    const next = this.#ask().then((result) => {
      if (this.#next === next) {
        this.#next = undefined;
      }
      if (typeof result === 'object') {
        this.#current = result;
      }
      return result;
    });
    this.#next = next;
    this.#nextEndsAtMs = nowMs + this.#attemptMs;
    return next;
  }

  async #ask(): Promise<AccessToken | Failure> {
    const askedAtMs = this.#host.nowMs();
    const { host } = this.#url;
    const ends = { tooLate: this.#host.after(this.#attemptMs) };
    const answer = await exchange(this.#url, credentialsOf(this.#options), ends, this.#options.fetch);
    if ('silence' in answer) {
      return (facts) => new NoAnswerError(answer, host, facts);
    }
    const { status, json } = answer;
    const { access_token, expires_in, error } = (json ?? {}) as Record<string, unknown>;
    if (status === 400 || status === 401) {
      return (facts) => new AccessTokenError(status, typeof error === 'string' ? error : undefined, facts);
    }
    if (status !== 200 || typeof access_token !== 'string') {
      return (facts) => new UnexpectedAnswerError(status, host, facts);
    }
    // Without a lifetime, it is used until the API refuses it.
    const lifeMs = typeof expires_in === 'number' ? expires_in * 1000 : Number.POSITIVE_INFINITY;
    return {
      value: access_token,
      staleAtMs: askedAtMs + Math.max(lifeMs - SPARE_MS, lifeMs / 2),
      expiresAtMs: askedAtMs + lifeMs,
    };
  }
}

function credentialsOf({ clientId, clientSecret, scopes = [] }: TokenCourierClientOptions) {
  // Both parts are form-encoded first (RFC 6749 section 2.3.1).
  const credentials = btoa(`${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret)}`);
  const form = new URLSearchParams({ grant_type: 'client_credentials' });
  if (scopes.length > 0) {
    form.set('scope', scopes.join(' '));
  }
  return {
    method: 'POST',
    headers: {
      authorization: `Basic ${credentials}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: form.toString(),
  };
}
