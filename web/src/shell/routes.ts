/**
 * The console's routes, in the hash of its URL: `#/workflow?user_id=ada&purpose=login`.
 *
 * In the hash, because the page is one file in a bucket, and paths belong to the API, the inbox and problems.html.
 */
import type { Scope } from '../../../handlers/contract/vocabulary.ts';
import { SCOPES } from '../../../handlers/contract/vocabulary.ts';

/** Where the local runtime shows what people received; a deployment has no such page. */
export const INBOX = '/inbox';

const VIEW_NAMES = [
  'tokens',
  'activity',
  'workflow',
  'health',
  'contacts',
  'limits',
  'messages',
  'audit',
  'setup',
  'faults',
] as const;
export type ViewName = (typeof VIEW_NAMES)[number];

/** A view needs any one of these to show something. */
const NEEDED: Readonly<Record<ViewName, readonly Scope[]>> = {
  tokens: [SCOPES.read, SCOPES.issue, SCOPES.verify],
  activity: [SCOPES.readActivity],
  workflow: [SCOPES.read],
  health: [SCOPES.read],
  contacts: [SCOPES.readContacts, SCOPES.writeContacts],
  limits: [SCOPES.readLimits, SCOPES.writeLimits],
  messages: [],
  audit: [SCOPES.readAudit],
  // Of all roles, only admins have it.
  setup: [SCOPES.readAudit],
  faults: [],
};

export interface Route {
  readonly view: ViewName;
  readonly params: URLSearchParams;
}

/** The route of a URL's hash; an unknown one leads to the tokens. */
export function parseRoute(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?', 2);
  const view = VIEW_NAMES.find((name) => name === path);
  return view === undefined
    ? { view: 'tokens', params: new URLSearchParams() }
    : { view, params: new URLSearchParams(query) };
}

/** The hash of a route; parameters without a value are left out. */
export function routeHref(view: ViewName, params: Readonly<Record<string, string | undefined>> = {}): string {
  const given = Object.entries(params).filter((entry): entry is [string, string] => Boolean(entry[1]));
  const query = new URLSearchParams(given).toString();
  return `#/${view}${query === '' ? '' : `?${query}`}`;
}

/** The scopes of which the view needs one, if none was granted; undefined if the view can be used. */
export function missingScopes(view: ViewName, can: (scope: Scope) => boolean): readonly Scope[] | undefined {
  const needed = NEEDED[view];
  return needed.length === 0 || needed.some(can) ? undefined : needed;
}
