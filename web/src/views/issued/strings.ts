/** Strings of the tokens view and its table. */
import type { ListedStatus } from '../../../../handlers/contract/vocabulary.ts';
import { shared } from '../../strings.ts';

export const text = {
  pageDetail: 'Every live code: who it was sent to, how, and its status.',
  title: 'Issued security tokens',
  detail: 'Tokens that have not expired, newest first.',
  refresh: 'Refresh the list',
  autoRefresh: 'Auto-refresh',
  loading: 'Loading security tokens',
  empty: 'No live tokens',
  emptyDetail: 'Tokens appear here when they are issued and leave when they expire.',
  filterLabel: 'Find security tokens',
  filterPlaceholder: 'Find by user, purpose, destination or status',
  anyStatus: 'Any status',
  onlyUser: (user: string) => `User: ${user}`,
  noMatch: (searched: number, more: boolean) =>
    more ? `No match among the ${searched} newest tokens` : 'No match among the live tokens',
  noMatchDetail: 'Look the user up by their exact ID, or clear the filter.',
  notLoaded: 'The tokens could not be loaded.',
  lookUp: (user: string) => `Look up user “${user}”`,
  settings: {
    title: 'Preferences',
    confirm: 'Confirm',
    pageSize: 'Page size',
    rows: (count: number) => `${count} tokens`,
    columns: 'Columns',
  },
  counter: (shown: number, more: boolean) => (more ? `(${shown}+)` : `(${shown})`),
  announceCount: (shown: number) => (shown === 1 ? '1 token' : `${shown} tokens`),
  attempts: (used: number, most: number) => `${used} of ${most}`,
  workflow: 'Trace',
  workflowLabel: (user: string, purpose: string) =>
    `Trace the token of ${user} for ${purpose} through the workflow`,
  revoke: 'Revoke',
  revokeLabel: (user: string, purpose: string) => `Revoke the token of ${user} for ${purpose}`,
  revocation: {
    title: 'Revoke this token?',
    detail: (user: string, purpose: string, destination: string) =>
      `The token of ${user} for ${purpose}, sent to ${destination}, can no longer be used. This cannot be undone; a new token can be generated.`,
  },
  columns: {
    user: shared.user,
    purpose: shared.purpose,
    token: shared.token,
    channel: shared.channel,
    destination: 'Destination',
    status: shared.status,
    attempts: 'Attempts',
    issued: 'Issued',
    timeLeft: 'Time left',
    actions: 'Actions',
  },
  statuses: {
    issued: 'Not sent yet',
    sent: 'Sent',
    unknown: 'Unknown',
    used: 'Used',
    revoked: 'Revoked',
    locked: 'Locked',
  } satisfies Record<ListedStatus, string>,
  erased: 'Erased',
  reveal: 'Reveal',
  hide: 'Hide',
  revealLabel: (user: string, purpose: string) => `Reveal the token of ${user} for ${purpose}`,
  hideLabel: (user: string, purpose: string) => `Hide the token of ${user} for ${purpose}`,
  copyLabel: (user: string, purpose: string) => `Copy the token of ${user} for ${purpose}`,
} as const;
