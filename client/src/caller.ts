/** Calls a route by its name, with an access token, and again where that is safe. */
import { AccessTokens } from './access-tokens.ts';
import { successOf } from './answer.ts';
import type { Answers } from './contract.ts';
import { ROUTES } from './contract.ts';
import type { RequestFacts } from './errors.ts';
import { NoAnswerError } from './errors.ts';
import type { Answer } from './exchange.ts';
import { exchange } from './exchange.ts';
import type { Host } from './host.ts';
import type { KeyedCallOptions, TokenCourierClientOptions } from './options.ts';
import { retriesOf, secondsOf, urlOf } from './options.ts';
import { repeat } from './repeat.ts';
import type { ApiRequest, RequestParts } from './request.ts';
import { requestTo } from './request.ts';

const UNAUTHORIZED = 401;

/** The limits of one call. */
interface Deadline {
  readonly signal: AbortSignal | undefined;
  readonly endsAtMs: number;
}

export class Caller {
  readonly #options: TokenCourierClientOptions;
  readonly #host: Host;
  readonly #accessTokens: AccessTokens;
  readonly #base: URL;
  readonly #maxRetries: number;
  readonly #timeoutSeconds: number;
  readonly #attemptMs: number;

  /** @throws {TypeError} naming the option that is missing or wrong */
  constructor(options: TokenCourierClientOptions, host: Host) {
    this.#base = urlOf(options, 'apiUrl');
    this.#maxRetries = retriesOf(options);
    this.#timeoutSeconds = secondsOf(options, 'timeoutSeconds');
    this.#attemptMs = secondsOf(options, 'attemptTimeoutSeconds') * 1000;
    this.#accessTokens = new AccessTokens(options, host);
    this.#options = options;
    this.#host = host;
  }

  async call<Name extends keyof Answers>(
    name: Name,
    parts: RequestParts,
    options: KeyedCallOptions,
  ): Promise<Answers[Name]> {
    const route = ROUTES[name];
    const request = requestTo(this.#base, route, parts, options, this.#host);
    const { idempotencyKey, isRepeatable } = request;
    const { signal, timeoutSeconds = this.#timeoutSeconds } = options;
    const timeoutMs = secondsOf({ timeoutSeconds }, 'timeoutSeconds') * 1000;
    const deadline = { signal, endsAtMs: this.#host.nowMs() + timeoutMs };
    const send = route.isOpen ? this.#send : this.#sendAuthorized;
    const attempt = async (isOutcomeUnknown: boolean): Promise<unknown> => {
      const facts = { idempotencyKey, isOutcomeUnknown };
      return successOf(await send.call(this, request, deadline, facts), request.url.host, facts);
    };
    const limits = { ...deadline, maxRetries: this.#maxRetries, isRepeatable };
    return (await repeat(attempt, limits, this.#host)) as Answers[Name];
  }

  /** A refused access token is replaced once: it may have been revoked, or the local service started again. */
  async #sendAuthorized(request: ApiRequest, deadline: Deadline, facts: RequestFacts): Promise<Answer> {
    const accessToken = await this.#accessTokens.get(this.#cancellation(deadline), facts);
    const answer = await this.#send(request, deadline, facts, accessToken);
    if (answer.status !== UNAUTHORIZED) {
      return answer;
    }
    this.#accessTokens.reject(accessToken);
    return this.#send(
      request,
      deadline,
      facts,
      await this.#accessTokens.get(this.#cancellation(deadline), facts),
    );
  }

  async #send(
    { url, init }: ApiRequest,
    deadline: Deadline,
    facts: RequestFacts,
    accessToken?: string,
  ): Promise<Answer> {
    const headers = new Headers(init.headers);
    if (accessToken !== undefined) {
      headers.set('authorization', `Bearer ${accessToken}`);
    }
    const answer = await exchange(
      url,
      { ...init, headers },
      this.#cancellation(deadline),
      this.#options.fetch,
    );
    if ('silence' in answer) {
      throw new NoAnswerError(answer, url.host, { ...facts, isOutcomeUnknown: true });
    }
    return answer;
  }

  #cancellation({ signal, endsAtMs }: Deadline) {
    const leftMs = Math.max(1, endsAtMs - this.#host.nowMs());
    return { signal, tooLate: this.#host.after(Math.min(leftMs, this.#attemptMs)) };
  }
}
