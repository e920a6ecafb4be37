/** Strings of the contacts view. */
import { shared } from '../../strings.ts';

export const text = {
  detail: 'Where a person can be reached. An email address can be used after its owner confirms it.',
  loading: 'Loading the contact',
  email: shared.channels.email,
  emailHint: 'A new address is sent a message to confirm it.',
  emailStatus: 'Email status',
  statuses: {
    confirmed: 'Confirmed',
    unconfirmed: 'Waiting for confirmation',
    unsubscribed: 'Unsubscribed',
    opted_out: 'Opted out',
    bounced: 'Not reached',
    complained: 'Reported as unwanted',
  },
  statusDetails: {
    unconfirmed:
      'The owner reads a code in the email and tells you. From an AWS Notification email, paste the link.',
    unsubscribed: 'The subscription was ended by a link in an email. Resend the confirmation to start again.',
    opted_out: 'The owner wants no messages. Limits has the opt-out list.',
    bounced: 'An email came back as undeliverable. Enter another address, or remove this one under Limits.',
    complained:
      'The owner reported an email as unwanted. Remove the address under Limits only if they ask for it.',
  },
  code: 'Code or link from the email',
  codeMissing: 'Enter the code, or paste the link.',
  confirm: 'Confirm',
  resend: 'Resend confirmation',
  resent: 'Sent again',
  preferredChannel: 'Preferred channel',
  preferences: { none: 'None', ...shared.channels },
  locale: 'Language',
  localeHint: 'A language tag such as en or pt-BR.',
  unknown: 'Not enrolled',
  unknownDetail: 'Enter a phone number, an email or both to enrol this person.',
  nothingGiven: 'Enter a phone number, an email or both.',
  enrolTitle: 'Enrol this person',
  changeTitle: 'Change contact',
  formDetail: 'Saving replaces the whole contact.',
  enrol: 'Enrol',
  saved: 'Saved',
  delete: 'Delete',
  deletion: {
    title: 'Delete this contact?',
    detail: (user: string) =>
      `${user} will receive no more codes until enrolled again, and will have to confirm an email address again.`,
  },
} as const;
