/**
 * Tokens: what is stored at the end is what callers were told last, nothing lives that nobody was told of, and each
 * token verified at most once.
 */
import type { Evidence, StoredToken } from '../evidence.ts';
import { codeIn } from '../evidence.ts';
import type { Call } from '../ledger.ts';
import { byName, codeOfProblem, isFault, isOpen, isSend, tokenIdOf } from '../ledger.ts';
import type { Finding, Tally } from './finding.ts';
import { tally } from './finding.ts';

const RULES = {
  failed: 'revoked, because its message could not be sent',
  open: 'living, of a request that ran out of time: the answer says that its code may be valid',
  unrecorded: 'sent, and the record of it failed: the list still says issued',
  usedUnanswered: 'used by a verification whose answer was lost',
  goneUnanswered: 'revoked by a request whose answer was lost',
  unknown: 'living and not received: the token says unknown or undelivered',
  contactChanged: 'revoked, because the contact was changed',
} as const;

const LIVING = ['issued', 'sent'];

export function accountForTokens(evidence: Evidence): Finding {
  const found = tally('tokens and deliveries in the table');
  const callsOf = byName(evidence.calls, ({ person }) => person);
  const stored = new Set<string>();
  for (const item of evidence.tokens) {
    const calls = callsOf.get(item.user_id);
    if (calls !== undefined) {
      stored.add(item.user_id);
      accountForItem(item, calls, found);
    }
  }
  for (const [person, calls] of callsOf) {
    if (calls.some(isSend) && !stored.has(person)) {
      found.lose(`${person} was issued a token, and none is stored`);
    }
  }
  return found.finding();
}

function accountForItem(item: StoredToken, calls: readonly Call[], found: Tally): void {
  found.count();
  const { user_id, token_id, status } = item;
  const isDelivery = item.slot.includes('##');
  const sends = calls.filter((call) => isSend(call) && (call.kind === 'deliver') === isDelivery);
  const last = sends.at(-1);
  const isTold = sends.some((call) => tokenIdOf(call) === token_id);
  const isLiving = LIVING.includes(status);
  if (!isTold) {
    if (isLiving && calls.some(isOpen)) {
      found.explain(RULES.open);
    } else if (isLiving) {
      found.lose(`${user_id} has a living token (${status}) that no answer told of`);
    } else if (!calls.some(endedWithoutToken)) {
      found.lose(`${user_id} has a token (${status}) that no answer told of, and no request failed`);
    } else {
      found.explain(RULES.failed);
    }
    return;
  }
  if (last !== undefined && tokenIdOf(last) !== token_id && !isRaced(last, sends)) {
    found.lose(`${user_id} has an older token than the last answer told of`);
  }
  checkStatus(item, calls, found);
}

/** Its token may be stored, but must not live. */
const endedWithoutToken = (call: Call): boolean =>
  (call.kind === 'issue' || call.kind === 'deliver') &&
  (isFault(call) || codeOfProblem(call) === 'contact_changed');

/** Two requests at once: their answers may arrive in the other order. */
const isRaced = (last: Call, sends: readonly Call[]): boolean =>
  sends.some((call) => call !== last && call.endedMs > last.startedMs);

function checkStatus(
  { user_id, token_id, status, attempts }: StoredToken,
  calls: readonly Call[],
  found: Tally,
): void {
  const verifications = calls.filter(({ kind }) => kind === 'verify');
  const verified = calls.some(
    ({ kind, status: answered, answer }) =>
      (answer.verified === true && answer.token_id === token_id) || (kind === 'report' && answered === 204),
  );
  if (verified !== (status === 'used')) {
    const unanswered = calls.some((call) => (call.isRight || call.kind === 'report') && isFault(call));
    if (verified || !unanswered) {
      found.lose(
        `${user_id}: the answers say ${verified ? 'verified' : 'not verified'}, the table ${status}`,
      );
    } else {
      found.explain(RULES.usedUnanswered);
    }
  }
  if (attempts > verifications.length) {
    found.lose(`${user_id} made ${verifications.length} attempts, and ${attempts} are counted`);
  }
  if (status === 'issued') {
    found.explain(RULES.unrecorded);
  }
  const revokes = calls.filter(({ kind, status: answered }) => kind === 'revoke' && answered === 204);
  if (revokes.length > 0 && LIVING.includes(status)) {
    found.lose(`${user_id} was revoked, and the token is ${status}`);
  }
  if (status === 'revoked' && revokes.length === 0) {
    const sentMs = calls.findLast((call) => isSend(call) && tokenIdOf(call) === token_id)?.startedMs ?? 0;
    const changes = calls.filter(({ kind, endedMs }) => kind === 'contact' && endedMs > sentMs);
    if (changes.length > 0) {
      found.explain(RULES.contactChanged);
    } else if (calls.some((call) => call.kind === 'revoke' && isFault(call))) {
      found.explain(RULES.goneUnanswered);
    } else {
      found.lose(`${user_id} has a revoked token that nobody revoked`);
    }
  }
}

export function accountForVerifications({ calls }: Evidence): Finding {
  const found = tally('answers that say verified');
  const verified = calls.filter(
    ({ kind, answer, replayed }) => kind === 'verify' && answer.verified === true && !replayed,
  );
  for (const [token, answers] of byName(verified, tokenIdOf)) {
    found.count(answers.length);
    if (answers.length > 1) {
      found.lose(`token ${token} was verified ${answers.length} times`);
    }
  }
  for (const { person } of verified.filter(({ isRight }) => !isRight)) {
    found.lose(`${person} verified with a wrong code, or as another client`);
  }
  return found.finding();
}

/** Repeats of an Idempotency-Key name the same token. */
export function accountForRepeats({ calls }: Evidence): Finding {
  const found = tally('answers that repeat an earlier one');
  const keyed = calls.filter(({ key, status }) => key !== undefined && status > 0 && status < 300);
  for (const [key, answers] of byName(keyed, ({ key = '', kind }) => `${kind} ${key}`)) {
    const first = answers.filter(({ replayed }) => !replayed);
    found.count(answers.length - first.length);
    if (new Set(answers.map(tokenIdOf)).size > 1) {
      found.lose(`key ${key} was answered with several tokens`);
    }
    if (first.length > 1) {
      found.lose(`key ${key} was carried out ${first.length} times`);
    }
  }
  return found.finding();
}

/** Living codes, as operators see them, are those that people received. */
export function accountForRevealed({ revealed, people, messages, tokens }: Evidence): Finding {
  const found = tally('living codes, compared with the newest message');
  const destinationsOf = new Map(people.map(({ userId, destinations }) => [userId, destinations]));
  for (const { userId, token } of revealed) {
    found.count();
    const received = messages.filter(
      (message) => codeIn(message) !== undefined && destinationsOf.get(userId)?.includes(message.to),
    );
    const mayBeMissing = tokens.some(
      (each) => each.user_id === userId && (each.outcome === 'unknown' || each.arrival === 'undelivered'),
    );
    if (received.length === 0 && mayBeMissing) {
      found.explain(RULES.unknown);
      continue;
    }
    if (!received.some((message) => codeIn(message)?.replaceAll('-', '') === token.replaceAll('-', ''))) {
      found.lose(`${userId} has a living code that was never received`);
    }
  }
  return found.finding();
}
