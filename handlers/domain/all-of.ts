/** Waits for all, whatever becomes of them; then gives the results, or throws the first error. */

/**
 * Unlike Promise.all, which ends with the first error while the others still run: what they do then comes after
 * whoever undoes it.
 */
export async function allOf<T extends readonly unknown[]>(
  promises: readonly [...{ [K in keyof T]: T[K] | PromiseLike<T[K]> }],
): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  await Promise.allSettled(promises);
  return Promise.all(promises) as Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }>;
}
