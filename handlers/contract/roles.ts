/**
 * What operators may do: a role is a group of the user pool, and its scopes are what an access token of its
 * members allows. Who is in several groups has the scopes of all of them; who is in none has no scope.
 *
 * Changing where a person's codes go takes over the person's second factor as surely as reading the codes does, so
 * both are for admins.
 */
import type { Scope } from './vocabulary.ts';
import { SCOPES } from './vocabulary.ts';

/** What an access token with the scope is for. */
export const SCOPE_TEXTS = {
  'tokens/issue': 'Issue a token and have it delivered',
  'tokens/verify': 'Verify a token',
  'tokens/read': 'List issued tokens, values masked',
  'tokens/reveal': 'See the values of issued tokens',
  'tokens/revoke': 'Revoke a token',
  'contacts/read': 'See where a person can be reached',
  'contacts/write': 'Change where a person can be reached',
  'limits/read': 'See limits and spend',
  'limits/write': 'Unlock a person',
  'audit/read': 'See who revealed, revoked, unlocked or changed what',
} as const satisfies Record<Scope, string>;

const VIEW = [SCOPES.read, SCOPES.readContacts, SCOPES.readLimits];
const SUPPORT = [...VIEW, SCOPES.issue, SCOPES.verify, SCOPES.revoke, SCOPES.writeLimits];

export const ROLES = {
  viewers: { description: 'See tokens, contacts, limits and health', scopes: VIEW },
  support: {
    description: 'Also issue, verify and revoke tokens, unlock people, note opt-outs',
    scopes: SUPPORT,
  },
  admins: {
    description: 'Also change contacts, reveal tokens, read the audit log',
    scopes: [...SUPPORT, SCOPES.writeContacts, SCOPES.reveal, SCOPES.readAudit],
  },
} as const satisfies Record<string, { readonly description: string; readonly scopes: readonly Scope[] }>;

type Role = keyof typeof ROLES;

/** The scopes that members of these groups may not have. `reveals`: whether anybody may see a code. */
export function scopesDenied(groups: readonly string[], reveals: boolean): readonly Scope[] {
  const allowed = new Set<Scope>(groups.filter(isRole).flatMap((role) => [...ROLES[role].scopes]));
  if (!reveals) {
    allowed.delete(SCOPES.reveal);
  }
  return Object.values(SCOPES).filter((scope) => !allowed.has(scope));
}

const isRole = (group: string): group is Role => Object.hasOwn(ROLES, group);
