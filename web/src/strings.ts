/**
 * Strings that several views share; each view has its own in a file beside it. The texts inside Cloudscape's
 * components come with Cloudscape.
 */
import type { Channel } from '../../handlers/contract/vocabulary.ts';

export const shared = {
  views: {
    tokens: 'Security tokens',
    activity: 'Activity',
    workflow: 'Workflow',
    health: 'Health',
    contacts: 'Contacts',
    limits: 'Limits',
    messages: 'Messages',
    audit: 'Audit',
    setup: 'Setup',
    faults: 'Faults',
  },
  panels: { generate: 'Generate security token', verify: 'Verify a token' },

  activityOf: (user: string) => `Activity of ${user}`,

  user: 'User',
  userId: 'User ID',
  userIdMissing: 'Enter a user ID.',
  purpose: 'Purpose',
  token: 'Token',
  channel: 'Channel',
  channels: { sms: 'SMS', email: 'Email' } satisfies Record<Channel, string>,
  phoneNumber: 'Phone number',
  phonePlaceholder: '+1 425 555 0123',
  requestId: 'Request ID',
  status: 'Status',
  error: 'Error',
  duration: 'Duration',
  none: '–',

  period: 'Period',
  periods: { hour: 'Last hour', day: 'Last day' },
  filterClear: 'Clear filter',
  matches: (count: number, searched: number, more: boolean) =>
    `${count === 1 ? '1 match' : `${count} matches`}${more ? ` among the ${searched} newest` : ''}`,

  save: 'Save',
  close: 'Close',
  cancel: 'Cancel',
  retry: 'Try again',
  copied: 'Copied',
  copyFailed: 'Could not copy',
  newTab: 'Opens in a new tab',
} as const;
