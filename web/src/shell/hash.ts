/** The hash of the page's URL, for components: `hashchange` does not report what `replaceState` writes. */
const listeners = new Set<() => void>();

export function subscribeToHash(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener('hashchange', listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('hashchange', listener);
  };
}

/** Replaces the hash without an entry in the browser's history. */
export function replaceHash(hash: string): void {
  if (hash === location.hash) {
    return;
  }
  history.replaceState(history.state, '', hash);
  for (const listener of listeners) {
    listener();
  }
}
