/**
 * What operators may do: a role is a group in the user pool, and its scopes are those of its members' access
 * tokens. A member of several groups has the scopes of all of them; a member of none has no scope.
 *
 * Changing where a person's codes go takes over the second factor as surely as reading the codes does, so
 * both are for admins. So are blocks, which keep a whole country from signing in, and what spends more money than
 * the configuration allows. Resuming a prefix only undoes what the pumping guard decided, and it judges anew.
 */

import type { Scope, StackClient } from './vocabulary.ts';
import { SCOPES } from './vocabulary.ts';

/** What each scope allows. */
export const SCOPE_TEXTS = {
  'tokens/issue': 'Issue a token and have it delivered',
  'tokens/verify': 'Verify a token',
  'tokens/read': 'List issued tokens, values masked',
  'tokens/reveal': 'See the values of issued tokens',
  'tokens/revoke': 'Revoke a token',
  'tokens/deliver': 'Deliver a code that the caller made',
  'contacts/read': 'See where a person can be reached',
  'contacts/write': 'Change where a person can be reached',
  'limits/read': 'See limits and spend',
  'limits/write': 'Unlock a person, resume a paused prefix, and look up and record opt-outs',
  'limits/override': 'Block or safe-list prefixes of numbers, and raise the SMS budget for a time',
  'activity/read': 'See what happened to requests',
  'audit/read': 'See who revealed, revoked, unlocked or changed what',
} as const satisfies Record<Scope, string>;

const VIEW = [SCOPES.read, SCOPES.readContacts, SCOPES.readLimits, SCOPES.readActivity];
const SUPPORT = [...VIEW, SCOPES.issue, SCOPES.verify, SCOPES.revoke, SCOPES.writeLimits];

export const ROLES = {
  viewers: { description: 'See tokens, activity, contacts, limits and health', scopes: VIEW },
  support: {
    description: 'Also issue, verify and revoke tokens, unlock people, resume prefixes, record opt-outs',
    scopes: SUPPORT,
  },
  admins: {
    description: 'Also change contacts, block prefixes, raise budgets, reveal tokens, read the audit log',
    scopes: [...SUPPORT, SCOPES.writeContacts, SCOPES.overrideLimits, SCOPES.reveal, SCOPES.readAudit],
  },
} as const satisfies Record<string, { readonly description: string; readonly scopes: readonly Scope[] }>;

/** A client of the stack that acts for a system; the page's client acts for operators, with their scopes. */
export type SystemClient = Exclude<StackClient, 'page'>;

/**
 * What systems may do with the stack's own clients. Without access to contacts, an auth system cannot redirect
 * codes; a system that enrols people cannot request a code. The canary is sent codes at its test destination only.
 */
export const CLIENT_SCOPES: Readonly<Record<SystemClient, readonly Scope[]>> = {
  'auth-system': [SCOPES.issue, SCOPES.verify, SCOPES.revoke, SCOPES.deliver],
  enrolment: [SCOPES.readContacts, SCOPES.writeContacts],
  canary: [SCOPES.issue, SCOPES.verify],
};

type Role = keyof typeof ROLES;

/** The scopes that members of these groups must not have. `reveals`: whether anybody may see a code. */
export function scopesDenied(groups: readonly string[], reveals: boolean): readonly Scope[] {
  const allowed = new Set<Scope>(groups.filter(isRole).flatMap((role) => [...ROLES[role].scopes]));
  if (!reveals) {
    allowed.delete(SCOPES.reveal);
  }
  return Object.values(SCOPES).filter((scope) => !allowed.has(scope));
}

const isRole = (group: string): group is Role => Object.hasOwn(ROLES, group);
