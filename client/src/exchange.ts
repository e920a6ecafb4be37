/** One request and its answer, read to the end within its time. */

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** The JSON of the body; undefined without a body, or when it is something else. */
  readonly json: unknown;
}

/** There was no answer, or none in time. */
export interface NoAnswer {
  readonly silence: 'timeout' | 'network';
  /** Such as ECONNREFUSED, where the host tells. */
  readonly systemCode?: string | undefined;
}

/** What ends the wait for an answer. */
export interface Cancellation {
  /** The caller's, which ends the call. */
  readonly signal?: AbortSignal | undefined;
  /** Aborted when the answer is too late. */
  readonly tooLate: AbortSignal;
}

/**
 * Redirects are not followed, because they would take credentials elsewhere. `manual` and not `error`, which
 * Cloudflare's Workers do not have: https://developers.cloudflare.com/workers/runtime-apis/request/
 *
 * @throws the reason of the caller's signal
 */
export async function exchange(
  url: URL,
  init: Readonly<RequestInit>,
  { signal, tooLate }: Cancellation,
  send: typeof fetch = fetch,
): Promise<Answer | NoAnswer> {
  signal?.throwIfAborted();
  try {
    const response = await send(url.href, {
      ...init,
      redirect: 'manual',
      signal: signal === undefined ? tooLate : AbortSignal.any([signal, tooLate]),
    });
    return { status: response.status, headers: response.headers, json: parsed(await response.text()) };
  } catch (error) {
    signal?.throwIfAborted();
    // Without the cause: on some hosts its message has the URL, which can hold a user id.
    return tooLate.aborted ? { silence: 'timeout' } : { silence: 'network', systemCode: systemCodeOf(error) };
  }
}

function parsed(text: string): unknown {
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

function systemCodeOf(error: unknown): string | undefined {
  const { cause, code } = error as { readonly cause?: { readonly code?: unknown }; readonly code?: unknown };
  return [cause?.code, code].find((each) => typeof each === 'string');
}
