/** Strings of the contacts view. */
import { shared } from '../../strings.ts';

export const text = {
  detail: 'Where a person can be reached. An email address can be used after its owner confirms it.',
  loading: 'Loading the contact',
  email: shared.channels.email,
  emailHint: 'A new address is sent a link to confirm it.',
  confirmation: 'Confirmation',
  confirmed: 'Confirmed',
  unconfirmed: 'Waiting for confirmation',
  unconfirmedDetail: 'The owner has to follow the link in the email before codes are sent there.',
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
