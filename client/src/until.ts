/** Waits for what other calls wait for too, so none of them may end it: each only stops waiting. */

/** What the work comes to; undefined as soon as one of the signals is aborted. */
export async function until<T>(
  work: Promise<T>,
  ...signals: readonly (AbortSignal | undefined)[]
): Promise<T | undefined> {
  const waited = new AbortController();
  const ends = signals.map((signal) => aborted(signal, waited.signal));
  return Promise.race([work, ...ends]).finally(() => waited.abort());
}

/** Resolves when the signal is aborted. It may outlive the call, so nothing listens to it after `waited`. */
function aborted(signal: AbortSignal | undefined, waited: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    if (signal?.aborted) {
      resolve(undefined);
    }
    signal?.addEventListener('abort', () => resolve(undefined), { once: true, signal: waited });
  });
}
