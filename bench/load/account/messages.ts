/**
 * Messages: each 201 has one in the inbox, each 202 at most one, and no message is there without an answer.
 *
 * A person has their own destinations and one visit, so what they received belongs to what was asked for them.
 */
import type { Evidence, Person, Received } from '../evidence.ts';
import { codeIn, wasUnder } from '../evidence.ts';
import type { Call } from '../ledger.ts';
import { byName, isOpen, isSend, tokenIdOf } from '../ledger.ts';
import type { Finding, Tally } from './finding.ts';
import { tally } from './finding.ts';

const RULES = {
  notSent: '202: the message was not sent',
  sentTwice: 'the same code twice: Publish was repeated after its answer was lost',
  instead: 'an email in the place of a text that the carrier refused',
  refused: '201: SNS took the text, and the carrier refused it; the report says undelivered',
  noAnswer: 'sent, but the answer was lost on the way to the caller',
} as const;

export function accountForMessages(evidence: Evidence): Finding {
  const found = tally('messages with a code');
  const callsOf = byName(evidence.calls, ({ person }) => person);
  const received = evidence.messages.filter((message) => codeIn(message) !== undefined);
  const undelivered = undeliveredTexts(evidence.lines);
  const messagesTo = byName(received, ({ to }) => to);
  for (const person of evidence.people) {
    const theirs = person.destinations.flatMap((to) => messagesTo.get(to) ?? []);
    accountForPerson(person, callsOf.get(person.userId) ?? [], theirs, evidence, undelivered, found);
  }
  const known = new Set(evidence.people.flatMap(({ destinations }) => destinations));
  for (const { to } of received.filter((message) => !known.has(message.to))) {
    found.lose(`a message went to ${to}, for whom nobody asked`);
  }
  return found.finding();
}

function accountForPerson(
  { userId }: Person,
  calls: readonly Call[],
  messages: readonly Received[],
  { spells }: Evidence,
  undelivered: ReadonlyMap<string, number>,
  found: Tally,
): void {
  found.count(messages.length);
  const sends = calls.filter(isSend);
  const sure = sends.filter(({ status }) => status === 201);
  const maybe = sends.length - sure.length;
  const instead = emailsInstead(messages);
  const received = messages.length - instead;
  found.explain(RULES.instead, instead);
  const missing = sure.length - received;
  if (missing > 0) {
    const refused = sends.reduce((sum, call) => sum + (undelivered.get(tokenIdOf(call)) ?? 0), 0);
    found.explain(RULES.refused, Math.min(missing, refused));
    if (missing <= refused) {
      return;
    }
    found.lose(`${userId} was sent ${sure.length} codes by 201 and received ${received}`);
  }
  const spare = received - sure.length;
  found.explain(RULES.notSent, Math.max(0, maybe - Math.max(0, spare)));
  const more = spare - maybe;
  if (more > 0) {
    const again = sends.filter((call) => wasUnder(spells, (name) => name.startsWith('sns'), call)).length;
    const unanswered = calls.filter(isOpen).length;
    found.explain(RULES.sentTwice, Math.min(more, again));
    found.explain(RULES.noAnswer, Math.min(Math.max(0, more - again), unanswered));
    if (more > again + unanswered) {
      found.lose(`${userId} received ${messages.length} codes, ${more} of them without an answer`);
    }
  }
  const codes = new Set(messages.map(codeIn)).size;
  const issued = new Set(sure.map(tokenIdOf)).size;
  if (codes < issued) {
    found.lose(`${userId} was issued ${issued} tokens by 201 and received ${codes} codes`);
  }
}

/** Emails whose code had been texted before: with deliveryStatus, the email that follows a refused text. */
const emailsInstead = (messages: readonly Received[]): number =>
  messages.filter(
    (message) =>
      message.channel === 'email' &&
      messages.some(
        ({ channel, body, at }) =>
          channel === 'sms' && codeIn({ body }) === codeIn(message) && at <= message.at,
      ),
  ).length;

/** Reports of carriers that refused a text, by the token's id: events of the lines that count them. */
function undeliveredTexts(lines: Evidence['lines']): ReadonlyMap<string, number> {
  const reported = new Map<string, number>();
  for (const { line } of lines.filter((each) => each.line.includes('"MessagesUndelivered"'))) {
    const token = /"token_id":"([^"]+)"/.exec(line)?.[1] ?? '';
    reported.set(token, (reported.get(token) ?? 0) + 1);
  }
  return reported;
}
