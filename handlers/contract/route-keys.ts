/**
 * The key of each route, which is what API Gateway calls a method with a path. Apart from the rows in routes/,
 * because the page calls routes by their keys, and its bundle has no room for schemas.
 */
import type { RouteKey } from './route.ts';

export const ROUTE_KEYS = {
  issueToken: { method: 'POST', path: '/tokens' },
  verifyToken: { method: 'POST', path: '/tokens/verify' },
  listTokens: { method: 'GET', path: '/tokens' },
  revokeToken: { method: 'DELETE', path: '/tokens/{user_id}' },
  readExecutions: { method: 'GET', path: '/tokens/{user_id}/executions' },
  listExecutions: { method: 'GET', path: '/executions' },
  traceExecution: { method: 'GET', path: '/executions/{execution_id}' },
  deliverCode: { method: 'POST', path: '/deliveries' },
  reportDelivery: { method: 'POST', path: '/deliveries/{delivery_id}/report' },
  putContact: { method: 'PUT', path: '/contacts/{user_id}' },
  getContact: { method: 'GET', path: '/contacts/{user_id}' },
  confirmContact: { method: 'POST', path: '/contacts/{user_id}/confirm' },
  deleteContact: { method: 'DELETE', path: '/contacts/{user_id}' },
  readLimits: { method: 'GET', path: '/limits' },
  unlockPerson: { method: 'DELETE', path: '/limits/{user_id}' },
  putOptOut: { method: 'PUT', path: '/opt-outs' },
  findOptOut: { method: 'POST', path: '/opt-outs/find' },
  putPrefixRule: { method: 'PUT', path: '/prefixes/{prefix}' },
  resumePrefix: { method: 'PUT', path: '/prefixes/{prefix}/pause' },
  raiseBudget: { method: 'PUT', path: '/budget' },
  readMetrics: { method: 'GET', path: '/metrics' },
  searchActivity: { method: 'POST', path: '/activity/search' },
  readAudit: { method: 'GET', path: '/audit' },
  publishKeys: { method: 'GET', path: '/.well-known/jwks.json' },
  readHealth: { method: 'GET', path: '/health' },
} as const satisfies Readonly<Record<string, RouteKey>>;

const USER_ID = '{user_id}';

/** Words where other paths have a user ID: `verify` in /tokens/verify. */
export function wordsAmongIds(routes: readonly Pick<RouteKey, 'path'>[]): readonly string[] {
  const paths = routes.map(({ path }) => path);
  const withId = paths.filter((path) => path.includes(USER_ID));
  const collections = new Set(withId.map((path) => path.slice(0, path.indexOf(USER_ID))));
  const words = [...collections].flatMap((collection) =>
    paths
      .filter((path) => path.startsWith(collection) && !path.startsWith(USER_ID, collection.length))
      .map((path) => path.slice(collection.length).replace(/\/.*/, '')),
  );
  return [...new Set(words)];
}
