/** Strings of the limits view. */

/** `600` becomes `10 min`, `86400` becomes `24 h`. */
const span = (windowSeconds: number): string =>
  windowSeconds >= 3_600
    ? `${+(windowSeconds / 3_600).toFixed(1)} h`
    : `${+(windowSeconds / 60).toFixed(1)} min`;

const usd = (amount: number): string => `$${amount.toFixed(2)}`;

export const text = {
  detail: 'SMS spend, paused prefixes and locked users, and how to release them.',
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
      'A phone number or email address that has opted out receives no messages. The list can be changed but not read.',
    destination: 'Phone number or email address',
    missing: 'Enter a phone number or an email address.',
    choice: 'The owner wants',
    choices: { out: 'No messages', in: 'Messages again' },
    done: { out: 'Opted out', in: 'Opted in again' },
  },
} as const;
