/**
 * Limits: the counters of the limits table say what was sent, and what wrong codes were typed.
 *
 * What was certainly not sent is taken back. What could not be taken back stays counted (docs/architecture.md,
 * "Compensation"), so a counter may be higher than the answers say, by the requests that failed. It may never be
 * lower.
 */
import type { Evidence, StoredCount } from '../evidence.ts';
import { wasUnder } from '../evidence.ts';
import type { Call } from '../ledger.ts';
import { byName, codeOfProblem, isFault, isSend } from '../ledger.ts';
import type { Finding } from './finding.ts';
import { tally } from './finding.ts';

const RULES = {
  leftOver: 'counted for a request that failed, and not taken back: the store or the step failed too',
  landedLate: 'counted by a write that was given up, and landed after the count had been taken back',
  maybeCounted: 'counted for a request without a known outcome',
  sharedMark: 'a repeated write was counted twice: its mark in the shared places had been replaced',
} as const;

/** Of each window, the longest is looked at: shorter ones end during a run. */
const DAY = '86400#';
const HOUR = '3600#';

export function accountForSends({ calls, counts, people, spells }: Evidence): Finding {
  const found = tally('messages counted for people');
  const callsOf = byName(calls, ({ person }) => person);
  const countsOf = byName(counts, ({ subject }) => subject);
  for (const { userId } of people) {
    const theirs = (callsOf.get(userId) ?? []).filter(({ kind }) => kind === 'issue' || kind === 'deliver');
    const counted = [...new Set(theirs.map(({ purpose }) => purpose))]
      .flatMap((purpose) => countsOf.get(`sends:person#${purpose}#${userId}`) ?? [])
      .reduce((sum, count) => sum + inWindows(count, DAY), 0);
    const sent = theirs.filter(isSend).length;
    found.count(counted);
    const left = counted - sent;
    const failed = theirs.filter((call) => isFault(call)).length;
    const late = theirs.filter(
      (call) =>
        codeOfProblem(call) === 'superseded' && wasUnder(spells, (name) => name === 'dynamodb is slow', call),
    ).length;
    if (left < 0) {
      found.lose(`${userId} was sent ${sent} messages, and ${counted} are counted`);
    } else if (left > failed + late) {
      found.lose(
        `${userId} was sent ${sent} messages, ${failed} requests failed, and ${counted} are counted`,
      );
    } else {
      found.explain(RULES.leftOver, Math.min(left, failed));
      found.explain(RULES.landedLate, Math.max(0, left - failed));
    }
  }
  return found.finding();
}

export function accountForGuesses({ calls, counts, people }: Evidence): Finding {
  const found = tally('wrong codes counted for people');
  const callsOf = byName(calls, ({ person }) => person);
  const countsOf = byName(counts, ({ subject }) => subject);
  for (const { userId } of people) {
    const verifications = (callsOf.get(userId) ?? []).filter(({ kind }) => kind === 'verify');
    const wrong = verifications.filter(
      ({ answer, replayed }) => answer.reason === 'mismatch' && !replayed,
    ).length;
    const failed = verifications.filter(isFault).length;
    const counted = guessesOf(countsOf.get(`guesses#${userId}`) ?? []).reduce(
      (sum, count) => sum + inWindows(count, DAY),
      0,
    );
    found.count(counted);
    if (counted < wrong || counted > wrong + failed) {
      found.lose(
        `${userId} typed ${wrong} wrong codes, ${failed} were not answered, and ${counted} are counted`,
      );
    }
    found.explain(RULES.maybeCounted, Math.max(0, Math.min(failed, counted - wrong)));
  }
  return found.finding();
}

/** Without codes that were typed to confirm an address. */
const guessesOf = (counts: readonly StoredCount[]): readonly StoredCount[] =>
  counts.filter(({ window }) => !window.includes('@'));

/** What texts may have cost, in millionths of a dollar, where every text has the same price. */
export function accountForSpend({ calls, counts, executions }: Evidence, microUsdPerText: number): Finding {
  const found = tally('texts whose price is reserved in the budget');
  const reserved = counts
    .filter(({ subject }) => subject === 'spend')
    .reduce((sum, count) => sum + inWindows(count, HOUR), 0);
  const texts = reserved / microUsdPerText;
  found.count(texts);
  const sends = calls.filter((call) => isSend(call) && call.answer.channel === 'sms');
  const failed = calls.filter(
    (call) => (call.kind === 'issue' || call.kind === 'deliver') && mayHaveReserved(call),
  );
  // A text that an email replaced, or that was published twice, may have its own price besides.
  const doubtful =
    executions.filter(({ events }) => countOf(events, 'Deliver by SMS') > 0).length - sends.length;
  if (!Number.isInteger(texts)) {
    found.lose(`${reserved} millionths of a dollar are not a whole number of texts`);
  }
  if (texts < sends.length) {
    found.lose(`${sends.length} texts were sent, and the price of ${texts} is reserved`);
  } else if (texts > sends.length + failed.length + Math.max(0, doubtful)) {
    found.lose(
      `${sends.length} texts were sent, ${failed.length} requests failed, and ${texts} are reserved`,
    );
  } else {
    found.explain(RULES.leftOver, texts - sends.length);
  }
  return found.finding();
}

const mayHaveReserved = (call: Call): boolean => isFault(call) && codeOfProblem(call) !== 'invalid_request';

const countOf = (
  events: readonly { readonly state?: string; readonly type: string }[],
  state: string,
): number => events.filter((event) => event.type === 'StateEntered' && event.state === state).length;

const inWindows = ({ numbers }: StoredCount, length: string): number =>
  Object.entries(numbers).reduce((sum, [name, value]) => sum + (name.startsWith(length) ? value : 0), 0);
