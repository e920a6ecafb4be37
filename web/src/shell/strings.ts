/** Strings around the views: sign-in, navigation and failures. */
import { shared } from '../strings.ts';
import { inUnits } from '../time/format-time.ts';

/** `90` becomes `2 minutes`, `90000` becomes `25 hours`. */
const about = (count: number): string =>
  count < 7_200
    ? inUnits(Math.max(1, Math.round(count / 60)), 'minute')
    : inUnits(Math.round(count / 3_600), 'hour');

export const strings = {
  start: {
    loading: 'Loading the console',
    loadingView: 'Loading the view',
    failedTitle: 'The console could not start',
    failedDetail: 'Its configuration did not load. Check your connection, then try again.',
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
      'What you entered stays here. After you sign in again, only phone numbers, addresses and tokens have to be entered again.',
    failedTitle: 'You are not signed in',
    failedDetail: {
      refused: 'The sign-in was refused or cancelled.',
      stale: 'The sign-in took too long or was started in another tab.',
      failed: 'The issuer did not complete the sign-in.',
    },
    clockDetail: (aheadSeconds: number) =>
      `This computer’s clock is about ${about(Math.abs(aheadSeconds))} ${aheadSeconds > 0 ? 'ahead' : 'behind'}. Set it, then sign in again.`,
    localOperator: 'Local operator',
    idle: {
      title: 'Are you still there?',
      detail: 'You will be signed out because the console has not been used for a while.',
      left: (time: string) => `Time left: ${time}`,
      stay: 'Stay signed in',
      signedOut: 'You were signed out because the console was not used for a while.',
    },
  },

  scopes: {
    title: 'Your access does not include this',
    detail: (scopes: readonly string[]) => `It needs one of these scopes: ${scopes.join(', ')}.`,
    reason: (scope: string) => `It needs the scope ${scope}.`,
  },

  person: {
    title: 'Find a person',
    userIdPlaceholder: 'e.g. ada.lovelace',
    purposePlaceholder: 'login',
    find: 'Find',
  },

  navigation: {
    label: 'Views',
    menu: 'Menu',
    skip: 'Skip to the content',
    documentTitle: (...parts: readonly string[]) => parts.filter(Boolean).join(' · '),
    groups: {
      tokens: shared.views.tokens,
      operations: 'Operations',
      people: 'People',
      local: 'On this machine',
    },
    issued: 'View issued security tokens',
    logo: 'Logo',
    inbox: 'Inbox',
    more: 'More',
    moreTitle: 'All',
    close: 'Close menu',
    back: 'Back',
  },

  environment: {
    label: 'Environment:',
    title: (parts: string) => `This is ${parts}`,
    local: 'this machine',
    production: 'production',
    times: (offset: string) => `Times in ${offset}`,
    otherZone: (offset: string) => `Show them in ${offset}`,
    zone: (name: string, other: string) => `Times are in ${name}. Click to show them in ${other}.`,
  },

  failure: {
    unreachableTitle: 'The service could not be reached',
    unreachableDetail: 'Check your connection, then try again.',
    goneTitle: 'This token can no longer be revealed',
    goneDetail: 'It was used, has expired or was replaced by a newer one.',
    unexpectedTitle: 'The service sent an answer that the console does not understand',
    unexpectedDetail: (status: number) => `It answered with HTTP status ${status}. Try again in a moment.`,
    retryAfter: (count: number) => `Try again in ${inUnits(count, 'second')}.`,
    retryNow: 'You can try again now.',
    explain: 'What this means',
  },
} as const;
