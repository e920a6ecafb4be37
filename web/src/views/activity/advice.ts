/**
 * What an entry means, and what an operator can do for the person: the answer to "I got no code". The texts of problems
 * are for callers of the API; these are for whoever is asked by a person.
 */
import type { ActivityOutcome } from '../../../../handlers/contract/activity.ts';
import { ACTIVITY_OUTCOME_TEXTS } from '../../../../handlers/contract/activity.ts';
import { FAULT_EXPLANATIONS } from '../../../../handlers/contract/faults.ts';
import { PROBLEM_ADVICE } from '../../../../handlers/contract/problem-advice.ts';
import type { ProblemCode } from '../../../../handlers/contract/problems.ts';
import { PROBLEMS } from '../../../../handlers/contract/problems.ts';
import type { ActivityEntry } from '../../../../handlers/contract/routes/activity.ts';
import type { UndeliveredReason } from '../../../../handlers/contract/vocabulary.ts';

export interface Advice {
  readonly says: string;
  readonly todo?: string;
  /** The view in which it is done. */
  readonly view?: 'contacts' | 'limits';
}

const ASK_AGAIN = 'Have the person ask for a new code.';
const ENTER_AGAIN = 'Nothing was decided about the code: have the person enter it again.';
const SEND_AGAIN = 'No new code is valid: have the person ask again. The trace shows the step that failed.';
const CHECK_ADDRESS = 'Check the number or address with the person, and correct the contact.';

const REFUSALS: Readonly<Partial<Record<ProblemCode, Advice>>> = {
  rate_limited: {
    says: 'A limit on messages was reached, so nothing was sent.',
    todo: 'Wait. Limits shows how much the person has left.',
    view: 'limits',
  },
  resend_too_soon: {
    says: 'A code had been sent moments before, so nothing was sent again.',
    todo: 'That message may still arrive. If not, ask again after a minute.',
  },
  locked: {
    says: 'Too many wrong codes were tried, so the person is locked out.',
    todo: 'If you trust who is asking, unlock the person in Limits.',
    view: 'limits',
  },
  destination_paused: {
    says: 'Texts to numbers with this prefix are stopped: it looked like SMS pumping, or an operator blocked it.',
    todo: 'Offer email. Limits has the prefix and until when.',
    view: 'limits',
  },
  budget_exhausted: {
    says: 'The SMS budget was used up, so nothing was sent.',
    todo: 'Offer email, or see the budget in Limits.',
    view: 'limits',
  },
  no_destination: {
    says: 'There was no phone number and no confirmed email address to send to.',
    todo: 'Add a number, or have the address confirmed, in Contacts.',
    view: 'contacts',
  },
  destination_not_allowed: {
    says: 'The destination policy, an opt-out or a block does not allow this number or address.',
    todo: 'Use another one. An opt-out can be taken back in Limits, if the owner asks for it.',
    view: 'limits',
  },
};

const UNDELIVERED: Readonly<Record<UndeliveredReason, Advice>> = {
  blocked_as_spam: { says: 'The carrier blocked it as spam.', todo: 'Offer email.' },
  blocked_by_carrier: { says: 'The carrier blocked it.', todo: 'Offer email.' },
  blocked_by_phone: {
    says: 'The phone blocked it.',
    todo: 'Have the person look at blocked senders and do-not-disturb settings.',
  },
  blocked_destination: { says: 'It is on a blocked list.', todo: CHECK_ADDRESS, view: 'contacts' },
  bounced: { says: 'The email bounced.', todo: CHECK_ADDRESS, view: 'contacts' },
  carrier_unreachable: { says: 'The carrier could not be reached.', todo: ASK_AGAIN },
  invalid_message: { says: 'The carrier did not take the message.', todo: 'Offer email.' },
  invalid_number: { says: 'There is no such number.', todo: CHECK_ADDRESS, view: 'contacts' },
  opted_out: {
    says: 'The owner had opted out of messages.',
    todo: 'The owner can text START, or ask you to take it back in Limits.',
    view: 'limits',
  },
  phone_unreachable: {
    says: 'The phone was off or out of reach.',
    todo: 'Have the person check reception and ask again.',
  },
  price_too_high: { says: 'It would have cost more than is allowed.', todo: 'Offer email.' },
  rejected: { says: 'It was rejected.', todo: CHECK_ADDRESS, view: 'contacts' },
  unknown: { says: 'No reason was given.', todo: ASK_AGAIN },
};

const OUTCOMES: Readonly<Partial<Record<ActivityOutcome, Omit<Advice, 'says'>>>> = {
  sent: { todo: 'If it did not arrive within a minute, check the destination and ask again.' },
  delivered: { todo: 'Have the person look in all folders and in blocked messages.' },
  mismatch: { todo: 'Only the newest message counts.' },
  expired: { todo: ASK_AGAIN },
  used: { todo: ASK_AGAIN },
  not_found: { todo: ASK_AGAIN },
  locked: { todo: 'If you trust who is asking, unlock the person in Limits.', view: 'limits' },
  unknown: { todo: 'It may still arrive. If not, ask again after a minute.' },
};

export function adviceFor(entry: ActivityEntry): Advice {
  const { outcome } = entry;
  if (outcome === 'refused') {
    return refusal(entry.problem ?? '');
  }
  if (outcome === 'undelivered') {
    return memberOf(UNDELIVERED, entry.reason ?? '') ?? UNDELIVERED.unknown;
  }
  if (outcome === 'failed') {
    const fault = memberOf(FAULT_EXPLANATIONS, entry.error ?? '')?.meaning;
    return {
      says: fault === undefined ? ACTIVITY_OUTCOME_TEXTS.failed.replace(/, and .*says why/, '') : `${fault}.`,
      todo: entry.kind === 'verification' ? ENTER_AGAIN : SEND_AGAIN,
    };
  }
  // A newer service may have outcomes that this page does not know.
  return { says: memberOf(ACTIVITY_OUTCOME_TEXTS, outcome) ?? '', ...OUTCOMES[outcome] };
}

/** Less frequent refusals have the words of the API, whose backticks are for Markdown. */
function refusal(problem: string): Advice {
  const known = memberOf(REFUSALS, problem);
  const title = memberOf(PROBLEMS, problem)?.title;
  if (known !== undefined || title === undefined) {
    return known ?? { says: problem };
  }
  const remedy = memberOf(PROBLEM_ADVICE, problem)?.remedy.replaceAll('`', '');
  return { says: `${title}.`, ...(remedy === undefined ? {} : { todo: remedy }) };
}

const memberOf = <T>(all: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(all, name) ? all[name] : undefined;
