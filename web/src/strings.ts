/**
 * Every word that the console shows, in English, except those inside Cloudscape's own components.
 * Another language is another object of the same shape.
 */
import type {
  Channel,
  ListedStatus,
  RefusalReason,
  RequestedChannel,
} from '../../handlers/contract/vocabulary.ts';

const seconds = (count: number): string => (count === 1 ? '1 second' : `${count} seconds`);

/** `600` becomes `10 min`, `86400` becomes `24 h`. */
const span = (windowSeconds: number): string =>
  windowSeconds >= 3_600
    ? `${+(windowSeconds / 3_600).toFixed(1)} h`
    : `${+(windowSeconds / 60).toFixed(1)} min`;

const usd = (amount: number): string => `$${amount.toFixed(2)}`;

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
      'What you entered stays here. After signing in again, only phone numbers, addresses and tokens must be entered once more.',
    failedTitle: 'You are not signed in',
    failedDetail: {
      refused: 'The sign-in was refused or cancelled.',
      stale: 'The sign-in took too long or was started in another tab.',
      failed: 'The issuer did not complete the sign-in.',
    },
  },

  scopes: {
    title: 'Your access does not include this',
    detail: (scopes: readonly string[]) => `It needs one of these scopes: ${scopes.join(', ')}.`,
    reason: (scope: string) => `It needs the scope ${scope}.`,
  },

  forms: {
    /** The API's rules are predicates: “must be …”, “is missing”. */
    fieldError: (label: string, rule: string) => `${label} ${rule}.`,
    optional: 'optional',
  },

  dialog: {
    close: 'Close',
    cancel: 'Cancel',
  },

  person: {
    title: 'Find a person',
    userId: 'User ID',
    userIdPlaceholder: 'Whose?',
    purpose: 'Purpose',
    purposePlaceholder: 'login',
    find: 'Find',
  },

  navigation: {
    label: 'Views',
    menu: 'Menu',
    skip: 'Skip to the content',
    documentTitle: (view: string, brand: string) => `${view} · ${brand}`,
    groups: {
      tokens: 'Security tokens',
      operations: 'Operations',
      people: 'People',
      local: 'On this machine',
    },
    views: {
      tokens: 'Security tokens',
      workflow: 'Workflow',
      health: 'Health',
      contacts: 'Contacts',
      limits: 'Limits',
      faults: 'Faults',
    },
    links: {
      issued: 'View issued security tokens',
      generate: 'Generate security token',
      verify: 'Verify a token',
    },
    logo: 'Logo',
    inbox: 'Inbox',
    more: 'More',
    moreTitle: 'All',
    close: 'Close menu',
    back: 'Back',
  },

  page: {
    title: 'Security tokens',
    detail: 'Who got which token, how, and what became of it.',
    closePanel: 'Close',
  },

  generate: {
    title: 'Generate security token',
    detail: 'The token goes straight to the person. It is never shown in the answer.',
    submit: 'Generate security token',
    submitting: 'Generating and delivering the token',
    userId: 'User ID',
    userIdHint: 'The name under which your auth system knows the person.',
    userIdMissing: 'Enter a user ID.',
    purpose: 'Purpose',
    purposeHint: 'What the token is for. A person has one live token for each purpose.',
    channel: 'Channel',
    channels: { auto: 'Auto', sms: 'SMS', email: 'Email' } satisfies Record<RequestedChannel, string>,
    channelHints: {
      auto: "The person's preferred channel first, the other if that fails.",
      sms: 'A text message to the phone number.',
      email: "A message to the person's confirmed email address.",
    } satisfies Record<RequestedChannel, string>,
    phoneNumber: 'Phone number',
    phoneHint: "With country code. Leave empty to use the person's contact.",
    phoneUnused: 'Not used when the channel is email.',
    phonePlaceholder: '+1 425 555 0123',
    format: 'Format',
    formats: { default: 'Default', numeric: 'Numeric', alphanumeric: 'Alphanumeric' },
    length: 'Length',
    lengthHint: ({ min, max }: { readonly min: number; readonly max: number }) =>
      `From ${min} to ${max} characters.`,
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
    sendAgain: 'Send again',
    sendAgainIn: (time: string) => `possible in ${time}`,
    announce: (destination: string) => `Token sent to ${destination}`,
  },

  verify: {
    title: 'Verify a token',
    detail: 'Tries a token as your auth system does. A right one is used up.',
    submit: 'Verify',
    userId: 'User ID',
    userIdMissing: 'Enter a user ID.',
    purpose: 'Purpose',
    token: 'Token',
    tokenHint: 'As the person received it.',
    tokenMissing: 'Enter the token.',
    resultTitle: 'Result',
    resultEmpty: 'Once a token is tried, this shows whether it was right and how many attempts are left.',
    verified: 'The token is right and is now used',
    channel: 'Channel',
    verifiedAt: 'Verified at',
    reasons: {
      mismatch: 'The token is wrong',
      expired: 'The token has expired',
      used: 'The token was used already',
      not_found: 'There is no live token for this person and purpose',
      locked: 'Too many wrong tokens were tried',
    } satisfies Record<RefusalReason, string>,
    attemptsLeft: (count: number) => (count === 1 ? '1 attempt left.' : `${count} attempts left.`),
  },

  issued: {
    title: 'Issued security tokens',
    detail: 'Tokens that have not expired, newest first.',
    refresh: 'Refresh the list',
    autoRefresh: 'Auto-refresh',
    loading: 'Loading security tokens',
    empty: 'No live tokens',
    emptyDetail: 'Tokens appear here when they are issued and leave when they expire.',
    filterLabel: 'Find security tokens',
    filterPlaceholder: 'Find by user, purpose, destination or status',
    filterClear: 'Clear filter',
    matches: (count: number) => (count === 1 ? '1 match' : `${count} matches`),
    anyStatus: 'Any status',
    onlyUser: (user: string) => `User: ${user}`,
    noMatch: 'No match',
    noMatchDetail: 'None of the tokens that were loaded matches.',
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
      `Trace the way of the token of ${user} for ${purpose} through the workflow`,
    revoke: 'Revoke',
    revokeLabel: (user: string, purpose: string) => `Revoke the token of ${user} for ${purpose}`,
    revocation: {
      title: 'Revoke this token?',
      detail: (user: string, purpose: string, destination: string) =>
        `The token of ${user} for ${purpose}, sent to ${destination}, will not verify any more. This cannot be undone; a new token can be generated.`,
      confirm: 'Revoke',
    },
    columns: {
      user: 'User',
      purpose: 'Purpose',
      token: 'Token',
      channel: 'Channel',
      destination: 'Destination',
      status: 'Status',
      attempts: 'Attempts',
      issued: 'Issued',
      timeLeft: 'Time left',
      actions: 'Actions',
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
    copyLabel: (user: string, purpose: string) => `Copy the token of ${user} for ${purpose}`,
  },

  contacts: {
    title: 'Contacts',
    detail: 'Where a person can be reached. An email counts once its owner has confirmed it.',
    loading: 'Loading the contact',
    phoneNumber: 'Phone number',
    email: 'Email',
    emailHint: 'A new address gets an email that asks for a confirmation.',
    confirmation: 'Confirmation',
    confirmed: 'Confirmed',
    unconfirmed: 'Waiting for confirmation',
    unconfirmedDetail: 'The owner has to follow the link in the email before tokens are sent there.',
    resend: 'Resend confirmation',
    resent: 'Sent again',
    preferredChannel: 'Preferred channel',
    preferences: { none: 'None', sms: 'SMS', email: 'Email' },
    locale: 'Language',
    localeHint: 'A language tag such as en or pt-BR.',
    none: '–',
    unknown: 'Not enrolled',
    unknownDetail: 'Enter a phone number, an email or both to enrol this person.',
    nothingGiven: 'Enter a phone number, an email or both.',
    enrolTitle: 'Enrol this person',
    changeTitle: 'Change contact',
    formDetail: 'Replaces everything that is known of this person.',
    enrol: 'Enrol',
    save: 'Save',
    saved: 'Saved',
    delete: 'Delete',
    deletion: {
      title: 'Delete this contact?',
      detail: (user: string) =>
        `${user} will get no more tokens until enrolled again, and has to confirm an email again.`,
      confirm: 'Delete',
    },
  },

  limits: {
    title: 'Limits',
    detail: 'What is spent, paused and locked, and the way out.',
    refresh: 'Refresh the limits',
    loading: 'Loading the limits',
    budget: 'Budget for texts',
    noBudget: 'No budget is set.',
    windows: { hour: 'This hour', month: 'This month' },
    spent: (amount: number, limit: number) => `${usd(amount)} of ${usd(limit)}`,
    resets: 'Resets',
    paused: 'Paused prefixes',
    nonePaused: 'Texts go to every number that is allowed.',
    until: 'until',
    forPurpose: (purpose: string) => `Counters for ${purpose}`,
    locked: 'Locked',
    notLocked: 'Not locked',
    sends: 'Tokens sent',
    wrongTokens: 'Wrong tokens',
    counter: (title: string, windowSeconds: number) => `${title} in ${span(windowSeconds)}`,
    counted: (count: number, limit: number) => `${count} of ${limit}`,
    noLimit: (title: string) => `${title}: no limit is set.`,
    unlock: 'Unlock',
    unlocking: {
      title: 'Unlock this person?',
      detail: (user: string) =>
        `The wrong tokens of ${user} are forgotten, for every purpose. Make sure that it was ${user} who tried them.`,
      confirm: 'Unlock',
    },
    optOut: {
      title: 'Opt-outs',
      detail: 'A number that opted out gets no messages. The list can be changed but not read.',
      phoneNumber: 'Phone number',
      missing: 'Enter a phone number.',
      choice: 'The owner',
      choices: { out: 'wants no messages', in: 'wants messages again' },
      submit: 'Note it',
      done: { out: 'Opted out', in: 'Opted in again' },
    },
  },

  faults: {
    title: 'Faults',
    detail: 'Makes the next calls to AWS’s stand-ins fail. This page exists on this machine only.',
    armed: 'Faults to come',
    noneArmed: 'Every call works.',
    clear: 'Clear all',
    inject: 'Inject',
    injectLabel: (title: string) => `Inject: ${title}`,
    afterwards: 'Then generate a token and watch its way:',
    describe: (fault: {
      readonly service: string;
      readonly operation?: string;
      readonly function?: string;
      readonly error?: string;
      readonly delay_ms?: number;
      readonly times: number;
    }) =>
      [
        [fault.service, fault.operation, fault.function].filter(Boolean).join(' · '),
        [fault.delay_ms === undefined ? '' : `${fault.delay_ms} ms late`, fault.error ?? '']
          .filter(Boolean)
          .join(', '),
        fault.times === 1 ? 'once' : `${fault.times} times`,
      ].join(' – '),
    presets: {
      throttledStore: {
        title: 'Throttled store',
        what: 'DynamoDB refuses the next two writes of new items.',
        watch: 'Watch: Persist token is retried, and the token is issued.',
      },
      optedOut: {
        title: 'SMS refused',
        what: 'The next message is refused because its number has opted out.',
        watch: 'Watch: Deliver by SMS is caught, and a person with a confirmed email gets the token there.',
      },
      refusedEverywhere: {
        title: 'No channel works',
        what: 'The next two messages are refused for good.',
        watch: 'Watch: delivery is caught, the token is revoked, and the execution fails.',
      },
      throttledSender: {
        title: 'Throttled sender',
        what: 'SNS asks to slow down for the next three messages.',
        watch: 'Watch: Deliver by SMS is retried with growing pauses.',
      },
      noSecret: {
        title: 'Secret out of reach',
        what: 'Secrets Manager answers no more. A function that knows the secret already goes on.',
        watch: 'Watch: after a fresh start, Generate token is retried and then caught.',
      },
      storeDown: {
        title: 'Store down',
        what: 'DynamoDB fails every call for a while.',
        watch: 'Watch: the first step that needs the store is retried, and the execution fails.',
      },
      crash: {
        title: 'Crashing function',
        what: 'The function that makes tokens dies once.',
        watch: 'Watch: Generate token is retried, and the token is issued.',
      },
      slowStep: {
        title: 'Step too slow',
        what: 'The function that stores tokens takes 4 seconds once, longer than its time-out.',
        watch: 'Watch: Persist token is retried, and the token is issued.',
      },
    },
  },

  failure: {
    unreachableTitle: 'The service could not be reached',
    unreachableDetail: 'Check your connection, then try again.',
    goneTitle: 'This token cannot be revealed any more',
    goneDetail: 'It expired or was replaced by a newer one.',
    unexpectedTitle: 'The service gave an answer that the console does not understand',
    unexpectedDetail: (status: number) => `It answered with HTTP status ${status}. Try again in a moment.`,
    retryAfter: (count: number) => `Try again in ${seconds(count)}.`,
    retryNow: 'You can try again now.',
    requestId: 'Request ID',
    explain: 'What this means',
    retry: 'Try again',
  },
} as const;
