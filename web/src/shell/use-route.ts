/** The current route, for components. */
import { useMemo, useSyncExternalStore } from 'react';
import type { Route } from './routes.ts';
import { parseRoute } from './routes.ts';

export function useRoute(): Route {
  const hash = useSyncExternalStore(subscribe, () => location.hash);
  return useMemo(() => parseRoute(hash), [hash]);
}

function subscribe(listener: () => void): () => void {
  window.addEventListener('hashchange', listener);
  return () => window.removeEventListener('hashchange', listener);
}
