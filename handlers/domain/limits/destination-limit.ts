/**
 * The send limit of a destination, so divided that strangers cannot use up what belongs to its owner.
 *
 * Whoever may ask for codes can name any number, so a limit that all share is a lock in the hands of strangers: five
 * sign-ups with somebody's number would close that person's login. So a number has the same windows up to three
 * times: for anybody; for people who are enrolled with it, once the first are full; and for people who lately gave
 * back a code that was texted to it, which nobody can who does not hold the phone. No share is taken from another, so
 * a number is sent at most three times the limit, and at most once the limit by strangers.
 *
 * The first share is everybody's, so that who asks has to be looked up only when it is full. An email needs no
 * shares: its topic belongs to one person.
 */
import { destinationSends } from '../../contract/limits-table.ts';
import type { SendLimits } from '../../contract/settings/limits.ts';
import type { Channels } from '../channel.ts';
import type { NumberMemory } from '../destinations/number-memory.ts';
import type { Candidate } from '../issue-rule.ts';
import { withLegs } from '../route.ts';
import { digestSubject } from '../token/seal-token.ts';
import type { KeySource } from '../token/token-keys.ts';
import type { FullWindow } from './full-window.ts';
import { countIn } from './full-window.ts';

export interface DestinationLimitPorts {
  readonly sendLimits: Pick<SendLimits, 'destination'>;
  readonly channels: Channels;
  readonly contacts: { get(userId: string): Promise<Candidate['contact']> };
  readonly numbers: Pick<NumberMemory, 'read'>;
  /** Of the secret that is not rotated: another key would forget what was counted. */
  readonly subjectKeys: KeySource;
}

export interface DestinationCount {
  /** As it goes on: by what is left where the number's limit is reached. */
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
  // A test destination is sent nothing that could be too much for it.
  if (windows.length === 0 || request.test_number !== '') {
    return undefined;
  }
  return countIn(undoLog, await subjectOf(request, ports), windows);
}

/** Once that is full: counts the message where the person has more. @throws as countForAnybody */
export async function countForOwner(
  candidate: Candidate,
  full: FullWindow,
  ports: DestinationLimitPorts,
): Promise<DestinationCount> {
  const { request, undoLog } = candidate;
  const windows = ports.sendLimits.destination;
  const [first] = request.route;
  if (!ports.channels[first.channel].isAnybodys) {
    return { candidate, full };
  }

  const share = await ownShare(candidate, ports);
  const own = share && (await countIn(undoLog, await subjectOf(request, ports, share), windows));
  if (share !== undefined && own === undefined) {
    return { candidate };
  }
  // A destination in the request is where the caller wants the code, and nowhere else.
  const instead = first.of_contact ? withLegs(request, (leg) => leg !== first) : undefined;
  if (instead && (await countIn(undoLog, await subjectOf(instead, ports), windows)) === undefined) {
    return { candidate: { ...candidate, request: instead } };
  }
  const soonest = own !== undefined && own.retryAfterSeconds < full.retryAfterSeconds ? own : full;
  return { candidate, full: soonest };
}

/** The share that the person has by what is known of them and the number; undefined for a stranger. */
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
  { route: [{ channel, address }] }: Candidate['request'],
  { channels, subjectKeys }: DestinationLimitPorts,
  share?: Share,
): Promise<string> {
  const digest = digestSubject(channels[channel].countedBy(address), await subjectKeys.current());
  return destinationSends(digest, share);
}
