/**
 * The API: one row per route, from which the gateway, the endpoints, the page's types, docs/openapi.yaml and
 * the table in docs/api.md are built. In the order in which people read about them.
 */
import type { AnswerOf, GATEWAY, Route, RouteReference, STATE_MACHINE } from './route.ts';
import type { ROUTE_KEYS } from './route-keys.ts';
import { ACTIVITY_ROUTES, activityReference } from './routes/activity.ts';
import { AUDIT_ROUTES, auditReference } from './routes/audit.ts';
import { CONTACT_ROUTES, contactReference } from './routes/contacts.ts';
import { DELIVERY_ROUTES, deliveryReference } from './routes/deliveries.ts';
import { EXECUTION_ROUTES, executionReference } from './routes/executions.ts';
import { HEALTH_ROUTES, healthReference } from './routes/health.ts';
import { ISSUE_ROUTES, issueReference } from './routes/issue-token.ts';
import { ISSUED_ROUTES, issuedReference } from './routes/issued-tokens.ts';
import { KEY_ROUTES, keyReference } from './routes/keys.ts';
import { LIMIT_ROUTES, limitReference } from './routes/limits.ts';
import { METRIC_ROUTES, metricReference } from './routes/metrics.ts';
import { OPT_OUT_ROUTES, optOutReference } from './routes/opt-outs.ts';
import { OVERRIDE_ROUTES, overrideReference } from './routes/overrides.ts';
import { VERIFY_ROUTES, verifyReference } from './routes/verify-token.ts';

export const ROUTES = {
  ...ISSUE_ROUTES,
  ...VERIFY_ROUTES,
  ...ISSUED_ROUTES,
  ...EXECUTION_ROUTES,
  ...DELIVERY_ROUTES,
  ...CONTACT_ROUTES,
  ...LIMIT_ROUTES,
  ...OVERRIDE_ROUTES,
  ...OPT_OUT_ROUTES,
  ...METRIC_ROUTES,
  ...ACTIVITY_ROUTES,
  ...AUDIT_ROUTES,
  ...KEY_ROUTES,
  ...HEALTH_ROUTES,
} as const satisfies { readonly [Name in keyof typeof ROUTE_KEYS]: Route & (typeof ROUTE_KEYS)[Name] };

export type RouteName = keyof typeof ROUTES;

/** The functions behind routes. */
export type EndpointName = Exclude<
  (typeof ROUTES)[RouteName]['answeredBy'],
  typeof STATE_MACHINE | typeof GATEWAY
>;

const references = () => ({
  ...issueReference(),
  ...verifyReference(),
  ...issuedReference(),
  ...executionReference(),
  ...deliveryReference(),
  ...contactReference(),
  ...limitReference(),
  ...overrideReference(),
  ...optOutReference(),
  ...metricReference(),
  ...activityReference(),
  ...auditReference(),
  ...keyReference(),
  ...healthReference(),
});

/** What people read about each route. */
export const routeReferences = (): Readonly<Record<RouteName, RouteReference>> => references();

/** What a caller reads from a successful answer; undefined where that has no body. */
export type Answer<Name extends RouteName> = AnswerOf<ReturnType<typeof references>[Name]>;
