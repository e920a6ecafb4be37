/** The current route, for components. */
import { useMemo, useSyncExternalStore } from 'react';
import { subscribeToHash } from './hash.ts';
import type { Route } from './routes.ts';
import { parseRoute } from './routes.ts';

export function useRoute(): Route {
  const hash = useSyncExternalStore(subscribeToHash, () => location.hash);
  return useMemo(() => parseRoute(hash), [hash]);
}
