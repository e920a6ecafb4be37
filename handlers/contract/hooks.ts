/**
 * The hooks: routes by which other auth systems have their codes delivered, each called as its system calls anybody.
 *
 * The systems' own references describe the requests, so they are in neither the table of routes nor docs/openapi.yaml.
 * docs/integrations has a page for each.
 */

/** Of the paths of all hooks, which carry more than the API's own bodies. */
export const HOOKS_PATH = '/hooks/';

/** A profile with identities, factors and metadata, or an email in HTML, is more than MAX_BODY_BYTES. */
export const MAX_HOOK_BODY_BYTES = 65_536;

interface HookRoute {
  readonly path: `${typeof HOOKS_PATH}${string}`;
  /**
   * After API Gateway took the call; what remains is for the network. Okta waits 3 s, Supabase 5 s for all its tries
   * together, Zitadel 5 s, and others longer.
   */
  readonly answersWithinMs: number;
}

/** By the names of their entries in handlers/integrations; all are POST. */
export const HOOK_ROUTES = {
  'supabase-sms': { path: '/hooks/supabase/sms', answersWithinMs: 4300 },
  'supabase-email': { path: '/hooks/supabase/email', answersWithinMs: 4300 },
  'okta-telephony': { path: '/hooks/okta/telephony', answersWithinMs: 2400 },
  gateway: { path: '/hooks/gateway/{preset}', answersWithinMs: 4300 },
} as const satisfies Readonly<Record<string, HookRoute>>;

export type HookEntry = keyof typeof HOOK_ROUTES;

/**
 * The headers in which signatures come, in lower case: whoever read one in a log could send its call again. Hooks read
 * them by this table, and the firewalls' logs leave them out by it. Other hooks' secrets are in Authorization, which no
 * log contains, or in a header that the configuration names.
 */
export const SIGNATURE_HEADERS = {
  standardWebhooks: 'webhook-signature',
  zitadel: 'zitadel-signature',
} as const satisfies Readonly<Record<string, Lowercase<string>>>;

/** The client that calls of a hook count for; an id that Cognito never assigns. */
export const hookClient = (hook: string): string => `hook-${hook}`;

/** The name of a preset's hook; `preset` is what its path has. */
export const gatewayHookName = (preset: string): string => `gateway-${preset}`;
