/**
 * The send limit of a destination, divided so that strangers cannot use up what belongs to its owner.
 *
 * Anyone who can request codes can name any number, so a single limit would let strangers lock people out:
 * five sign-ups with somebody's number would block that person's login. So a number has the same windows up
 * to three times. One share is for anybody. Once it is full, there is one for people who are enrolled with
 * the number, and one for people who recently verified a code texted to it, which only the holder of the
 * phone can do. The shares are independent, so a number is sent at most three times the limit, of which
 * strangers can cause one third.
 *
 * Everybody's share is counted first, so the person is looked up only when it is full. An email address has the
 * first two shares where requests can bring one, and otherwise one: a contact's belongs to one person.
 */
import { destinationSends } from '../../contract/limits-table.ts';
import type { SendLimits } from '../../contract/settings/limits.ts';
import type { Channels } from '../channel.ts';
import { accept } from '../decision.ts';
import { withLegs } from '../delivery-route.ts';
import type { NumberMemory } from '../destinations/number-memory.ts';
import type { Candidate, Rule } from '../issue-rule.ts';
import { digestSubject } from '../token/seal-token.ts';
import type { KeySource } from '../token/token-keys.ts';
import type { FullWindow } from './full-window.ts';
import { countIn } from './full-window.ts';

export interface DestinationLimitPorts {
  readonly sendLimits: Pick<SendLimits, 'destination'>;
  readonly channels: Channels;
  readonly contacts: { get(userId: string): Promise<Candidate['contact']> };
  readonly numbers: Pick<NumberMemory, 'read'>;
  /** From the secret that is never rotated: a different key would lose the counts. */
  readonly subjectKeys: KeySource;
}

export interface DestinationCount {
  /** The candidate to continue with: by the remaining channels if the number's limit is reached. */
  readonly candidate: Candidate;
  /** Present when the message may not be sent. */
  readonly full?: FullWindow;
}

type Share = 'enrolled' | 'verified';

/** Counts the message in everybody's share of its destination. @throws StoreUnavailable, SecretUnavailable */
export async function countForAnybody(
  { request, undoLog }: Candidate,
  ports: DestinationLimitPorts,
): Promise<FullWindow | undefined> {
  const windows = ports.sendLimits.destination;
  // Nothing is sent to a test destination, so it has no limit.
  if (windows.length === 0 || request.test_number !== '') {
    return undefined;
  }
  return countIn(undoLog, await subjectOf(request, ports), windows);
}

/**
 * Counts a fallback's destination in everybody's share if the request names it: else whoever names another number in
 * first place each time could have a mailbox flooded. A full share drops the fallback. A contact's
 * destination is not counted, because nobody can name it.
 *
 * It runs before the guard and the budget, which may send the fallback in the text's place.
 * @throws StoreUnavailable, SecretUnavailable
 */
export const namedFallbackLimit: Rule<DestinationLimitPorts> = async (candidate, ports) => {
  const { request, undoLog } = candidate;
  const windows = ports.sendLimits.destination;
  const second = request.route.find((leg) => leg !== request.route[0]);
  if (second === undefined || second.of_contact || windows.length === 0 || request.test_number !== '') {
    return accept(candidate);
  }
  const full = await countIn(undoLog, await subjectOf({ route: [second] }, ports), windows);
  const first = full && withLegs(request, (leg) => leg !== second);
  return accept(first ? { ...candidate, request: first } : candidate);
};

/**
 * When that share is full, counts the message in the person's own share, if any.
 * @throws as countForAnybody
 */
export async function countForOwner(
  candidate: Candidate,
  full: FullWindow,
  ports: DestinationLimitPorts,
): Promise<DestinationCount> {
  const { request, undoLog } = candidate;
  const windows = ports.sendLimits.destination;
  const [first] = request.route;
  if (!ports.channels[first.channel].strangersCanName) {
    return { candidate, full };
  }

  const share = await ownShare(candidate, ports);
  const own = share && (await countIn(undoLog, await subjectOf(request, ports, share), windows));
  if (share !== undefined && own === undefined) {
    return { candidate };
  }
  // If the request itself names the destination, the code must go nowhere else. Nor may a text go in place of an email:
  // the guard and the budget have not judged it.
  const instead =
    first.of_contact && first.text !== undefined ? withLegs(request, (leg) => leg !== first) : undefined;
  if (instead && (await countIn(undoLog, await subjectOf(instead, ports), windows)) === undefined) {
    return { candidate: { ...candidate, request: instead } };
  }
  const soonest = own !== undefined && own.retryAfterSeconds < full.retryAfterSeconds ? own : full;
  return { candidate, full: soonest };
}

/** The share that the person has in the number; undefined for a stranger. */
async function ownShare(candidate: Candidate, ports: DestinationLimitPorts): Promise<Share | undefined> {
  const { request, nowSeconds } = candidate;
  const [{ channel, address, digest }] = request.route;
  const { addressIn, countedBy } = ports.channels[channel];
  const [contact, { isTheirs }] = await Promise.all([
    candidate.contact ?? ports.contacts.get(request.user_id),
    ports.numbers.read(digest, request.user_id, nowSeconds),
  ]);
  if (isTheirs) {
    return 'verified';
  }
  const enrolled = contact && addressIn(contact);
  const isEnrolled = enrolled !== undefined && countedBy(enrolled) === countedBy(address);
  return isEnrolled ? 'enrolled' : undefined;
}

async function subjectOf(
  { route: [{ channel, address }] }: Pick<Candidate['request'], 'route'>,
  { channels, subjectKeys }: DestinationLimitPorts,
  share?: Share,
): Promise<string> {
  const digest = digestSubject(channels[channel].countedBy(address), await subjectKeys.current());
  return destinationSends(digest, share);
}
