/** Strings of the form that generates a token, and of its result. */
import type { Channel, RequestedChannel } from '../../../../handlers/contract/vocabulary.ts';
import { shared } from '../../strings.ts';

export const text = {
  detail: 'The code is sent to the person and never shown here.',
  submitting: 'Generating and delivering the token',
  userIdHint: 'The name under which your auth system knows the person.',
  purposeHint: 'What the token is for. A person has one live token for each purpose.',
  channels: { auto: 'Auto', ...shared.channels } satisfies Record<RequestedChannel, string>,
  channelHints: {
    auto: "The person's preferred channel first, the other if that fails.",
    sms: 'A text message to the phone number.',
    email: "A message to the person's confirmed email address.",
  } satisfies Record<RequestedChannel, string>,
  phoneHint: "With country code. Only this number is texted. Leave empty to use the person's contact.",
  phoneUnused: 'Not used when the channel is email.',
  format: 'Format',
  formats: { default: 'Default', numeric: 'Numeric', alphanumeric: 'Alphanumeric' },
  length: 'Length',
  lengthHint: ({ min, max }: { readonly min: number; readonly max: number }) =>
    `From ${min} to ${max} characters.`,
  resultTitle: 'Latest token',
  resultEmptyTitle: 'No token yet',
  resultEmpty: 'Once a token is generated, this shows where it was sent and how long it lasts.',
  sent: (channel: Channel) => ({ sms: 'Sent by SMS', email: 'Sent by email' })[channel],
  maybeSent: (channel: Channel) =>
    ({ sms: 'May have been sent by SMS', email: 'May have been sent by email' })[channel],
  maybeSentHint:
    'The message service did not confirm it. If the code arrives, it is valid; if not, send it again.',
  openInbox: 'Read it in the inbox',
  sentTo: 'Sent to',
  expires: 'Expires in',
  expired: 'Expired',
  tokenId: 'Token ID',
  copyTokenId: 'Copy the token ID',
  sendAgain: 'Send again',
  sendAgainIn: (time: string) => `Available in ${time}`,
  announce: (destination: string) => `Token sent to ${destination}`,
  announceMaybe: (destination: string) => `The token may have been sent to ${destination}`,
} as const;
