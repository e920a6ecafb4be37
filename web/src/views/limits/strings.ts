/** Strings of the limits view. */
import type { OptOutReason } from '../../../../handlers/contract/vocabulary.ts';

/** `600` becomes `10 min`, `86400` becomes `24 h`. */
const span = (windowSeconds: number): string =>
  windowSeconds >= 3_600
    ? `${+(windowSeconds / 3_600).toFixed(1)} h`
    : `${+(windowSeconds / 60).toFixed(1)} min`;

const usd = (amount: number): string => `$${amount.toFixed(2)}`;

export const text = {
  detail: 'SMS spend, paused and blocked prefixes, locked users and opt-outs, and what to do about them.',
  refresh: 'Refresh the limits',
  loading: 'Loading the limits',
  budget: 'SMS budget',
  noBudget: 'No budget is set.',
  windows: { hour: 'This hour', month: 'This month' },
  spent: (amount: number, limit: number) => `${usd(amount)} of ${usd(limit)}`,
  resets: 'Resets',
  paused: 'Paused prefixes',
  deliveries: 'deliveries',
  nonePaused: 'No prefixes are paused.',
  resume: 'Resume',
  resumeOf: (prefix: string) => `Resume ${prefix}`,
  ruleOf: {
    blocked: (prefix: string) => `Block ${prefix}`,
    safe_listed: (prefix: string) => `Safe-list ${prefix}`,
  },
  reason: 'Reason',
  reasonHint: (most: number) =>
    `For your colleagues and the audit log: one line of at most ${most} characters, no personal data.`,
  reasonMissing: 'Enter a reason.',
  unknownOutcome:
    'It may have been done all the same. The limits behind this dialog show it once they load; to repeat it does no harm.',
  resuming: {
    title: 'Resume this prefix?',
    effect: (prefix: string) =>
      `Numbers that begin with ${prefix} get texts again at once, and the pumping guard counts from zero: if the attack goes on, it pauses them again.`,
  },
  rules: 'Blocked and safe-listed prefixes',
  noRules: 'No prefix is blocked or safe-listed.',
  ruleNames: { blocked: 'Blocked', safe_listed: 'Safe-listed' },
  untilRemoved: 'until removed',
  decidedBy: (by: string) => `by ${by}`,
  addBlock: 'Block a prefix',
  addSafe: 'Safe-list a prefix',
  remove: 'Remove',
  removeOf: (prefix: string) => `Remove ${prefix}`,
  prefix: 'Prefix',
  prefixHint:
    'How the numbers begin: + and the country code, then as many digits as are needed, but not the last four.',
  prefixMissing: 'Enter + and the first digits of the numbers, at most 10.',
  thisPrefix: 'this prefix',
  duration: 'Lasts',
  durations: { hour: 'An hour', day: 'A day', week: 'A week', removed: 'Until removed' },
  reach: {
    country: (prefix: string) => `${prefix} is a country code: this reaches every number of the country.`,
    countries: (prefix: string) =>
      `${prefix} begins several country codes: this reaches every number of all of them.`,
  },
  ruling: {
    blocked: {
      title: 'Block a prefix',
      confirm: 'Block',
      effect: (prefix: string) =>
        `Within five seconds, no number that begins with ${prefix} gets a text, not even one that verified before; whoever has a confirmed email gets that instead.`,
    },
    safe_listed: {
      title: 'Safe-list a prefix',
      confirm: 'Safe-list',
      effect: (prefix: string) =>
        `Within five seconds, the pumping guard stops judging numbers that begin with ${prefix}: nothing pauses them, whoever asks, and only the limits and the budget bound what texts cost.`,
    },
  },
  clearing: {
    blocked: {
      title: 'Remove this block?',
      effect: (prefix: string) => `Within five seconds, numbers that begin with ${prefix} get texts again.`,
    },
    safe_listed: {
      title: 'End this safe-listing?',
      effect: (prefix: string) =>
        `Within five seconds, the pumping guard judges numbers that begin with ${prefix} again, and may pause them.`,
    },
  },
  raise: 'Raise',
  raiseOf: { hour: 'Raise the budget of this hour', month: 'Raise the budget of this month' },
  endRaise: 'End raise',
  endRaiseOf: { hour: 'End the raise of this hour', month: 'End the raise of this month' },
  raisedBy: (amount: number) => `Raised by ${usd(amount)}`,
  raising: {
    title: { hour: 'Raise the budget of this hour', month: 'Raise the budget of this month' },
    confirm: 'Raise',
    amount: 'Raise by (USD)',
    hint: (configured: number, most: number) => `On top of ${usd(configured)}; at most ${usd(most)}.`,
    wrongAmount: (most: number) => `Enter an amount of at most ${usd(most)}, with two decimals at most.`,
    effect: {
      hour: (limit: number) =>
        `Within five seconds, texts of this hour may cost ${usd(limit)}; it ends with the hour, and the next one has its usual budget and alarm.`,
      month: (limit: number) =>
        `Within five seconds and for an hour, texts of this month may cost ${usd(limit)}; what is sent then still counts for the month.`,
    },
  },
  ending: {
    title: { hour: 'End this raise?', month: 'End this raise?' },
    confirm: 'End raise',
    effect: (configured: number) =>
      `Within five seconds, the budget is ${usd(configured)} again; if more is spent, texts stop.`,
  },
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
  },
  optOut: {
    title: 'Opt-outs',
    detail:
      'A phone number or email address that has opted out receives no messages. Look one up, or change it; the list cannot be read.',
    destination: 'Phone number or email address',
    missing: 'Enter a phone number or an email address.',
    find: 'Look up',
    notFound: 'Not opted out',
    found: 'Opted out',
    since: 'since',
    how: {
      recorded: 'Recorded by an operator or a system.',
      stop_word:
        'The owner answered STOP to a text, so SNS keeps the number. To opt it in, at most once in 30 days, run: aws sns opt-in-phone-number',
      bounced: 'An email to it came back as undeliverable.',
      complained: 'The owner reported an email as unwanted.',
    } satisfies Record<OptOutReason, string>,
    choice: 'The owner wants',
    choices: { out: 'No messages', in: 'Messages again' },
    done: { out: 'Opted out', in: 'Opted in again' },
  },
} as const;
