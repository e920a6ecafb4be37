/**
 * Every word that the console shows, in English, except those inside Cloudscape's own components.
 * Another language is another object of the same shape.
 */

import type { Actor, AuditAction } from '../../handlers/contract/audit.ts';
import type { ErrorName, EXECUTION_FAILURES } from '../../handlers/contract/metrics.ts';
import type { WorkflowEdge, WorkflowState } from '../../handlers/contract/page.ts';
import type { ExecutionPath } from '../../handlers/contract/routes/executions.ts';
import type { MetricsAnswer } from '../../handlers/contract/routes/metrics.ts';
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

/** `90` becomes `2 minutes`, `90000` becomes `25 hours`. */
const about = (count: number): string =>
  count < 7_200 ? `${Math.max(1, Math.round(count / 60))} minutes` : `${Math.round(count / 3_600)} hours`;

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
    userIdPlaceholder: 'e.g. ada.lovelace',
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
      audit: 'Audit',
      faults: 'Faults',
    },
    links: {
      issued: 'View issued security tokens',
      generate: 'Generate security token',
      verify: 'Verify a token',
    },
    logo: 'Logo',
    inbox: 'Inbox',
    newTab: 'Opens in a new tab',
    more: 'More',
    moreTitle: 'All',
    close: 'Close menu',
    back: 'Back',
  },

  page: {
    title: 'Security tokens',
    detail: 'Every live code: who it was sent to, how, and its status.',
    closePanel: 'Close',
  },

  generate: {
    title: 'Generate security token',
    detail: 'The code is sent to the person and never shown here.',
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
    phoneHint: "With country code. Only this number is texted. Leave empty to use the person's contact.",
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
    maybeSent: (channel: Channel) =>
      ({ sms: 'May have been sent by SMS', email: 'May have been sent by email' })[channel],
    maybeSentHint:
      'The message service did not confirm it. If the code arrives, it is valid; if not, send it again.',
    openInbox: 'Read it in the inbox',
    sentTo: 'Sent to',
    user: 'User',
    expires: 'Expires in',
    expired: 'Expired',
    tokenId: 'Token ID',
    copyTokenId: 'Copy the token ID',
    copied: 'Copied',
    copyFailed: 'Could not copy',
    sendAgain: 'Send again',
    sendAgainIn: (time: string) => `Available in ${time}`,
    announce: (destination: string) => `Token sent to ${destination}`,
    announceMaybe: (destination: string) => `The token may have been sent to ${destination}`,
  },

  verify: {
    title: 'Verify a token',
    detail: 'Checks a code as your auth system would. A correct code is consumed.',
    submit: 'Verify',
    userId: 'User ID',
    userIdMissing: 'Enter a user ID.',
    purpose: 'Purpose',
    token: 'Token',
    tokenHint: 'As the person received it.',
    tokenMissing: 'Enter the token.',
    resultTitle: 'Result',
    resultEmpty: 'Once a code is checked, this shows whether it was correct and how many attempts are left.',
    verified: 'The code is correct and is now used',
    channel: 'Channel',
    verifiedAt: 'Verified at',
    reasons: {
      mismatch: 'The code is wrong',
      expired: 'The code has expired',
      used: 'The code has already been used',
      not_found: 'There is no live token for this person and purpose',
      locked: 'Too many wrong codes were tried',
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
    matches: (count: number, searched: number, more: boolean) =>
      `${count === 1 ? '1 match' : `${count} matches`}${more ? ` among the ${searched} newest` : ''}`,
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
      unknown: 'Unknown',
      used: 'Used',
      revoked: 'Revoked',
      locked: 'Locked',
    } satisfies Record<ListedStatus, string>,
    channels: { sms: 'SMS', email: 'Email' } satisfies Record<Channel, string>,
    erased: 'Erased',
    none: '–',
    reveal: 'Reveal',
    hide: 'Hide',
    revealLabel: (user: string, purpose: string) => `Reveal the token of ${user} for ${purpose}`,
    hideLabel: (user: string, purpose: string) => `Hide the token of ${user} for ${purpose}`,
    copyLabel: (user: string, purpose: string) => `Copy the token of ${user} for ${purpose}`,
  },

  contacts: {
    title: 'Contacts',
    detail: 'Where a person can be reached. An email address can be used after its owner confirms it.',
    loading: 'Loading the contact',
    phoneNumber: 'Phone number',
    email: 'Email',
    emailHint: 'A new address gets an email that asks for a confirmation.',
    confirmation: 'Confirmation',
    confirmed: 'Confirmed',
    unconfirmed: 'Waiting for confirmation',
    unconfirmedDetail: 'The owner has to follow the link in the email before codes are sent there.',
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
    formDetail: 'Saving replaces the whole contact.',
    enrol: 'Enrol',
    save: 'Save',
    saved: 'Saved',
    delete: 'Delete',
    deletion: {
      title: 'Delete this contact?',
      detail: (user: string) =>
        `${user} will receive no more codes until enrolled again, and will have to confirm an email address again.`,
      confirm: 'Delete',
    },
  },

  limits: {
    title: 'Limits',
    detail: 'SMS spend, paused prefixes and locked users, and how to release them.',
    refresh: 'Refresh the limits',
    loading: 'Loading the limits',
    budget: 'SMS budget',
    noBudget: 'No budget is set.',
    windows: { hour: 'This hour', month: 'This month' },
    spent: (amount: number, limit: number) => `${usd(amount)} of ${usd(limit)}`,
    resets: 'Resets',
    paused: 'Paused prefixes',
    nonePaused: 'No prefixes are paused.',
    until: 'until',
    inLogs: 'In logs and traces:',
    forPurpose: (purpose: string) => `Counters for ${purpose}`,
    locked: 'Locked',
    notLocked: 'Not locked',
    sends: 'Codes sent',
    wrongTokens: 'Wrong codes',
    counter: (title: string, windowSeconds: number) => `${title} in ${span(windowSeconds)}`,
    counted: (count: number, limit: number) => `${count} of ${limit}`,
    noLimit: (title: string) => `${title}: no limit is set.`,
    unlock: 'Unlock',
    unlocking: {
      title: 'Unlock this person?',
      detail: (user: string) =>
        `The wrong codes tried for ${user} are cleared, for every purpose. Make sure that it was ${user} who tried them.`,
      confirm: 'Unlock',
    },
    optOut: {
      title: 'Opt-outs',
      detail:
        'A phone number or email address that has opted out receives no messages. The list can be changed but not read.',
      destination: 'Phone number or email address',
      missing: 'Enter a phone number or an email address.',
      choice: 'The owner',
      choices: { out: 'wants no messages', in: 'wants messages again' },
      submit: 'Save',
      done: { out: 'Opted out', in: 'Opted in again' },
    },
  },

  audit: {
    title: 'Audit',
    detail: 'Who revealed, revoked, unlocked or changed what, newest first. Reading is not recorded.',
    refresh: 'Refresh the audit log',
    loading: 'Loading the audit log',
    period: 'Period',
    periods: { hour: 'Last hour', day: 'Last day', week: 'Last 7 days', all: 'Everything' },
    empty: 'Nothing was recorded in this period',
    notLoaded: 'The audit log could not be loaded.',
    more: 'Load older entries',
    filterLabel: 'Find entries',
    filterPlaceholder: 'Find by name, action or subject',
    filterClear: 'Clear filter',
    matches: (count: number, searched: number, more: boolean) =>
      `${count === 1 ? '1 match' : `${count} matches`}${more ? ` among the ${searched} newest` : ''}`,
    noMatch: 'No match among the entries that were loaded',
    announceCount: (count: number) => (count === 1 ? '1 entry' : `${count} entries`),
    columns: {
      at: 'When',
      actor: 'Who',
      action: 'What',
      subject: 'Whom',
      purpose: 'Purpose',
      from: 'From',
      request: 'Request ID',
    },
    actors: { operator: 'Operator', client: 'Client' } satisfies Record<Actor['type'], string>,
    actions: {
      reveal_token: 'Reveal code',
      revoke_token: 'Revoke code',
      unlock_person: 'Unlock',
      put_contact: 'Change contact',
      delete_contact: 'Delete contact',
      opt_out: 'Opt out',
      opt_in: 'Opt in again',
    } satisfies Record<AuditAction, string>,
    none: '–',
  },

  faults: {
    title: 'Faults',
    detail: 'Makes the next calls to the local AWS emulators fail. This page exists on this machine only.',
    armed: 'Armed faults',
    noneArmed: 'No faults armed.',
    unknown: 'Not known yet.',
    clear: 'Clear all',
    run: 'Run this demo',
    runLabel: (title: string) => `Run this demo: ${title}`,
    running: 'Running the demo',
    busy: 'Another demo is running.',
    inject: 'Arm only',
    injectLabel: (title: string) => `Arm only: ${title}`,
    afterwards:
      'A demo sends a code to demo.person, disarms every fault and opens the trace. To use a request of your own, arm a fault, then generate a token and open its trace:',
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
        watch: 'Watch: Deliver by SMS is caught, and the code goes to the confirmed email address.',
      },
      refusedEverywhere: {
        title: 'No channel works',
        what: 'The next two messages are refused permanently.',
        watch: 'Watch: delivery is caught, the token is revoked, and the execution fails.',
      },
      throttledSender: {
        title: 'Throttled sender',
        what: 'SNS asks to slow down for the next three messages.',
        watch:
          'Watch: Deliver by SMS takes longer. It tries again by itself, because a retried step could send twice.',
      },
      slowSender: {
        title: 'Sender too slow',
        what: 'SNS takes 3 seconds to confirm the next message, longer than the step waits.',
        watch:
          'Watch: the message arrives although nobody confirmed it, the answer is 202, and the code is valid.',
      },
      noSecret: {
        title: 'Secret out of reach',
        what: 'Secrets Manager stops responding. Functions that cached the secret keep working, so Generate token is restarted.',
        watch: 'Watch: Generate token is retried and then caught, and the execution fails.',
      },
      storeDown: {
        title: 'Store down',
        what: 'DynamoDB fails every call.',
        watch: 'Watch: the first step that needs the store is retried, and the execution fails.',
      },
      crash: {
        title: 'Crashing function',
        what: 'The function that generates tokens crashes once.',
        watch: 'Watch: Generate token is retried, and the token is issued.',
      },
      slowStep: {
        title: 'Step too slow',
        what: 'The function that stores tokens takes 4 seconds once, longer than its timeout.',
        watch: 'Watch: Persist token is retried, and the token is issued.',
      },
    },
  },

  workflow: {
    title: 'Workflow',
    detail: 'How a request moved through the state machine, step by step.',
    lookup: 'Trace a token',
    userId: 'User ID',
    userIdMissing: 'Enter a user ID.',
    purpose: 'Purpose',
    submit: 'Show trace',
    loading: 'Looking for the token’s executions',
    refresh: 'Refresh',
    noToken: 'No live token',
    noTokenDetail:
      'This person has no token for the purpose, or it has expired. Showing the state machine only.',
    noExecution: 'No such execution',
    noExecutionDetail: 'This machine no longer keeps it. Showing the state machine only.',
    machine: 'The state machine',
    machineDetail: 'What happens when a token is requested. Enter a user ID to trace a token.',
    loadingMachine: 'Loading the state machine',
    wayOf: (user: string, purpose: string) => `Token of ${user} for ${purpose}`,
    execution: 'Execution',
    severalExecutions: 'The token was sent more than once.',
    sendLabel: (send: number, at: string) => `Send ${send}, ${at}`,
    statuses: {
      RUNNING: 'Running',
      SUCCEEDED: 'Succeeded',
      FAILED: 'Failed',
      TIMED_OUT: 'Timed out',
    } satisfies Record<ExecutionPath['status'], string>,
    withError: (status: string, error: string) => `${status}: ${error}`,
    started: 'Started',
    openInConsole: 'Open in the AWS console',
    newTab: 'Opens in a new tab',
    noEvents: 'Its log has not arrived yet. On AWS that takes a few seconds, sometimes longer.',
    pictureTitle: 'Picture of the state machine',
    pictureOfMachine: 'The state machine. The table of steps says the same in words.',
    pictureOfPath:
      'The path of the execution through the state machine. The table of steps says the same in words.',
    start: 'Start',
    end: 'End',
    stepsOfMachine: 'Steps of the machine',
    stepsOfExecution: 'Steps of the execution',
    stepsHint: 'Select a step to find it in the picture.',
    selection: 'Step to show in the picture',
    select: (step: string) => `Show ${step} in the picture`,
    columns: {
      step: 'Step',
      kind: 'Kind',
      next: 'Leads to',
      outcome: 'Outcome',
      entered: 'Entered',
      duration: 'Duration',
      retries: 'Retries',
      error: 'Error',
    },
    kinds: {
      Task: 'Task',
      Pass: 'Pass',
      Choice: 'Choice',
      Fail: 'Failure',
    } satisfies Record<WorkflowState['type'], string>,
    leadsTo: (step: string, kind: WorkflowEdge['kind']) =>
      ({ next: step, choice: step, default: `otherwise ${step}`, catch: `on errors ${step}` })[kind],
    outcomes: {
      passed: 'Passed',
      caught: 'Caught',
      failed: 'Failed',
      running: 'Running',
      skipped: 'Skipped',
    },
    retried: (outcome: string, times: number) => `${outcome}, retried ×${times}`,
    legend: 'What the signs mean',
    legendOf: {
      passed: 'Passed',
      retried: 'Passed after a retry',
      caught: 'Failed, then handled',
      failed: 'Failed',
      running: 'Running',
      skipped: 'Skipped',
      catch: 'Error path',
    },
    milliseconds: (ms: number) => (ms < 1_000 ? `${ms} ms` : `${(ms / 1_000).toFixed(1)} s`),
    none: '–',
  },

  failure: {
    unreachableTitle: 'The service could not be reached',
    unreachableDetail: 'Check your connection, then try again.',
    goneTitle: 'This token can no longer be revealed',
    goneDetail: 'It was used, has expired or was replaced by a newer one.',
    unexpectedTitle: 'The service sent an answer that the console does not understand',
    unexpectedDetail: (status: number) => `It answered with HTTP status ${status}. Try again in a moment.`,
    retryAfter: (count: number) => `Try again in ${seconds(count)}.`,
    retryNow: 'You can try again now.',
    requestId: 'Request ID',
    explain: 'What this means',
    retry: 'Try again',
  },

  health: {
    title: 'Health',
    detail: 'Are codes being issued, delivered and verified?',
    period: 'Period',
    periods: { hour: 'Last hour', day: 'Last day' } satisfies Record<MetricsAnswer['period'], string>,
    refresh: 'Refresh the metrics',
    updated: 'Updated',
    loading: 'Loading the metrics',
    none: '–',
    status: 'Status',
    statuses: {
      failing: (failed: string) => `${failed} failed`,
      mended: 'Recovered from all errors',
      quiet: 'No traffic',
      well: 'No errors',
    },
    issued: 'Issued',
    issuedHint: 'New codes and resends',
    delivered: 'Delivered',
    unknown: 'Unknown',
    channels: { sms: 'SMS', email: 'Email' } satisfies Record<Channel, string>,
    verified: 'Verified',
    conversion: 'Conversion',
    conversionHint: 'Verified of delivered',
    refused: 'Refused',
    refusedHint: 'Requests that broke a rule or a limit',
    failed: 'Failed requests',
    failedHint: 'Requests the service could not serve',
    delivery: 'Time to delivery',
    p50: 'Median',
    p95: '95th percentile',
    tokensChart: 'Issued and verified',
    deliveredChart: 'Delivered by channel',
    refusedChart: 'Refused and failed',
    deliveryChart: 'From request to delivery',
    time: 'Time',
    tokens: 'Tokens',
    requests: 'Requests',
    milliseconds: 'Duration',
    nothing: 'Nothing in this period',
    refusedBy: 'Refused by reason',
    refusedNothing: 'Nothing was refused.',
    reason: 'Reason',
    count: 'Count',
    errorsBy: 'Errors by name',
    errorsHint: 'All failed attempts, including those a retry or fallback recovered.',
    errorsNothing: 'No errors.',
    error: 'Error',
    meaning: 'Meaning',
    errors: {
      StoreUnavailable: 'DynamoDB did not respond',
      SecretUnavailable: 'The secret could not be read',
      DeliveryUnavailable: 'SNS did not respond',
      DeliveryRefused: 'SNS refused the message',
      SigningUnavailable: 'KMS did not sign',
      MetricsUnavailable: 'CloudWatch did not respond',
      ExecutionsUnavailable: 'The execution log did not respond',
      AuditUnavailable: 'The audit log did not respond',
      InternalError: 'Unexpected error',
      ExecutionsFailed: 'Requests for a token that failed',
      ExecutionsTimedOut: 'Requests for a token that took too long',
    } satisfies Record<ErrorName | (typeof EXECUTION_FAILURES)[number], string>,
    table: 'All points as a table',
    tableHint: 'Points at which nothing happened are left out.',
  },
} as const;
