/**
 * Every word that the console shows, in English, except those inside Cloudscape's own components.
 * Another language is another object of the same shape.
 */
import type { Channel, ListedStatus, RequestedChannel } from '../../handlers/contract/vocabulary.ts';

export const strings = {
  product: 'Token Courier',

  start: {
    loading: 'Loading the console',
    failedTitle: 'The console could not start',
    failedDetail: 'Its configuration did not load. Check your connection, then try again.',
    retry: 'Try again',
  },

  session: {
    signIn: 'Sign in',
    signInAgain: 'Sign in again',
    signOut: 'Sign out',
    signedInAs: (user: string) => `Signed in as ${user}`,
    welcomeTitle: 'Security tokens, issued and delivered',
    welcomeDetail:
      'Generate a single-use security token for a person, have it delivered by SMS or email, and see every token that is live. Sign in to begin.',
    expiredTitle: 'Your session has expired',
    expiredDetail:
      'What you entered stays here. After signing in again, only a phone number must be entered once more.',
    failedTitle: 'You are not signed in',
    failedDetail: {
      refused: 'The sign-in was refused or cancelled.',
      stale: 'The sign-in took too long or was started in another tab.',
      failed: 'The issuer did not complete the sign-in.',
    },
  },

  navigation: {
    logo: 'Logo',
    inbox: 'Inbox',
    more: 'More',
    moreTitle: 'All',
    close: 'Close menu',
    back: 'Back',
    notifications: 'Notifications',
  },

  page: {
    title: 'Security tokens',
    detail: 'Issue a single-use security token to a person, and watch the ones that are live.',
  },

  generate: {
    title: 'Generate security token',
    detail: 'The token goes straight to the person. It is never shown in the answer.',
    submit: 'Generate security token',
    submitting: 'Generating and delivering the token',
    userId: 'User ID',
    userIdHint: 'The name under which your auth system knows the person.',
    userIdMissing: 'Enter a user ID.',
    /** The API's rules are predicates: “must be …”, “is missing”. */
    fieldError: (label: string, rule: string) => `${label} ${rule}.`,
    channel: 'Channel',
    channels: { auto: 'Auto', sms: 'SMS', email: 'Email' } satisfies Record<RequestedChannel, string>,
    channelHints: {
      auto: "The person's preferred channel first, the other if that fails.",
      sms: 'A text message to the phone number.',
      email: "A message to the person's confirmed email address.",
    } satisfies Record<RequestedChannel, string>,
    phoneNumber: 'Phone number',
    optional: 'optional',
    phoneHint: "With country code. Leave empty to use the person's contact.",
    phoneUnused: 'Not used when the channel is email.',
    phonePlaceholder: '+1 425 555 0123',
    resultTitle: 'Latest token',
    resultEmptyTitle: 'No token yet',
    resultEmpty: 'Once a token is generated, this shows where it was sent and how long it lasts.',
    sent: (channel: Channel) => ({ sms: 'Sent by SMS', email: 'Sent by email' })[channel],
    issuedOnly: 'Issued, delivery not recorded yet',
    sentTo: 'Sent to',
    user: 'User',
    expires: 'Expires in',
    expired: 'Expired',
    tokenId: 'Token ID',
    copyTokenId: 'Copy the token ID',
    copied: 'Copied',
    copyFailed: 'Could not copy',
    issuedAt: 'Issued at',
    resendAfter: 'Can be resent from',
    announce: (destination: string) => `Token sent to ${destination}`,
  },

  issued: {
    title: 'Issued security tokens',
    detail: 'Tokens that have not expired, newest first.',
    view: 'View issued security tokens',
    invitation:
      'Tokens that have not expired are listed here: who got them, how, and for how long they count.',
    refresh: 'Refresh the list',
    loading: 'Loading security tokens',
    loadMore: 'Load more',
    empty: 'No live tokens',
    emptyDetail: 'Tokens appear here when they are issued and leave when they expire.',
    counter: (shown: number, more: boolean) => (more ? `(${shown}+)` : `(${shown})`),
    announceCount: (shown: number) => (shown === 1 ? '1 token' : `${shown} tokens`),
    columns: {
      user: 'User',
      purpose: 'Purpose',
      token: 'Token',
      channel: 'Channel',
      destination: 'Destination',
      status: 'Status',
      issued: 'Issued',
      timeLeft: 'Time left',
    },
    statuses: {
      issued: 'Not sent yet',
      sent: 'Sent',
      used: 'Used',
      revoked: 'Revoked',
      locked: 'Locked',
    } satisfies Record<ListedStatus, string>,
    channels: { sms: 'SMS', email: 'Email' } satisfies Record<Channel, string>,
    erased: 'Erased',
    reveal: 'Reveal',
    hide: 'Hide',
    revealLabel: (user: string, purpose: string) => `Reveal the token of ${user} for ${purpose}`,
    hideLabel: (user: string, purpose: string) => `Hide the token of ${user} for ${purpose}`,
  },

  failure: {
    unreachableTitle: 'The service could not be reached',
    unreachableDetail: 'Check your connection, then try again.',
    goneTitle: 'This token cannot be revealed any more',
    goneDetail: 'It expired or was replaced by a newer one.',
    unexpectedTitle: 'The service gave an answer that the console does not understand',
    unexpectedDetail: (status: number) => `It answered with HTTP status ${status}. Try again in a moment.`,
    retryAfter: (seconds: number) => `Try again in ${seconds === 1 ? '1 second' : `${seconds} seconds`}.`,
    requestId: 'Request ID',
    explain: 'What this means',
    retry: 'Try again',
    dismiss: 'Dismiss',
  },
} as const;
