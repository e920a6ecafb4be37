/**
 * Waits until every promise has settled, then returns the results or throws the first error.
 *
 * Promise.all rejects at the first error while the other calls still run, so their effects could come after
 * the undo.
 */
export async function allOf<T extends readonly unknown[]>(
  promises: readonly [...{ [K in keyof T]: T[K] | PromiseLike<T[K]> }],
): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  await Promise.allSettled(promises);
  return Promise.all(promises) as Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }>;
}
