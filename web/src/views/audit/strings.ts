/** Strings of the audit view. */
import type { Actor, AuditAction } from '../../../../handlers/contract/audit.ts';
import { shared } from '../../strings.ts';

export const text = {
  detail:
    'Who revealed, revoked, unlocked, blocked or changed what, and why, newest first. Reading is not recorded.',
  refresh: 'Refresh the audit log',
  loading: 'Loading the audit log',
  periods: { ...shared.periods, week: 'Last 7 days', all: 'All time' },
  empty: 'Nothing was recorded in this period',
  notLoaded: 'The audit log could not be loaded.',
  more: 'Load older entries',
  filterLabel: 'Find entries',
  filterPlaceholder: 'Find by name, action, subject or reason',
  noMatch: 'No match among the entries that were loaded',
  announceCount: (count: number) => (count === 1 ? '1 entry' : `${count} entries`),
  columns: {
    at: 'When',
    actor: 'Who',
    action: 'What',
    subject: 'Subject',
    purpose: shared.purpose,
    from: 'From',
    request: shared.requestId,
  },
  actors: { operator: 'Operator', client: 'Client', principal: 'AWS principal' } satisfies Record<
    Actor['type'],
    string
  >,
  actions: {
    reveal_token: 'Reveal code',
    revoke_token: 'Revoke code',
    unlock_person: 'Unlock',
    put_contact: 'Change contact',
    delete_contact: 'Delete contact',
    confirm_contact: 'Confirm address',
    opt_out: 'Opt out',
    opt_in: 'Opt in again',
    resume_prefix: 'Resume prefix',
    block_prefix: 'Block prefix',
    safe_list_prefix: 'Safe-list prefix',
    clear_prefix: 'Remove block or safe-listing',
    raise_budget: 'Raise budget',
    end_raise: 'End raise of budget',
    export_person: 'Export person',
    forget_person: 'Forget person',
  } satisfies Record<AuditAction, string>,
} as const;
