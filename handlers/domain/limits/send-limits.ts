/**
 * Send limits: how many messages may be sent per person, destination, client, limit key and deployment.
 *
 * In a request with a fallback, only the first channel's destination is counted here: the fallback message is
 * the same send, which the other limits have already counted. A fallback that the request names is counted
 * before (namedFallbackLimit in destination-limit.ts).
 */
import { clientSends, DEPLOYMENT_SENDS, limitKeySends, personSends } from '../../contract/limits-table.ts';
import type { WindowLimit } from '../../contract/setting.ts';
import type { SendLimits } from '../../contract/settings/limits.ts';
import { allOf } from '../all-of.ts';
import type { Decision } from '../decision.ts';
import { accept } from '../decision.ts';
import type { Candidate, Rule } from '../issue-rule.ts';
import type { PersonPurpose } from '../token/token-store.ts';
import type { CounterStore } from './counter-store.ts';
import type { DestinationLimitPorts } from './destination-limit.ts';
import { countForAnybody, countForOwner } from './destination-limit.ts';
import type { FullWindow, NamedWindow } from './full-window.ts';
import { countIn, endsLast, readWindows, refuseFull } from './full-window.ts';
import type { LimitKeysPorts } from './limit-keys.ts';
import { limitKeysOf } from './limit-keys.ts';

export interface SendLimitPorts extends DestinationLimitPorts, LimitKeysPorts {
  readonly sendLimits: SendLimits;
}

interface Limited {
  /** The name of the limit in the refusal. */
  readonly name: string;
  readonly subject: string;
  readonly windows: readonly WindowLimit[];
}

/**
 * Counts one message against every limit, or refuses it for the reached limit with the longest wait. The canary is sent
 * none, and asks more often than people may.
 */
export const sendLimits: Rule<SendLimitPorts> = async (candidate, ports) => {
  if (candidate.request.canary) {
    return accept(candidate);
  }
  const limited = await limitedBy(candidate, ports);
  const [destination, ...counts] = await allOf([
    countForAnybody(candidate, ports),
    ...limited.map(async ({ name, subject, windows }) => {
      const full = await countIn(candidate.undoLog, subject, windows);
      return full && { ...full, name };
    }),
  ]);
  const others = counts.filter((full) => full !== undefined);
  if (destination === undefined) {
    return decide(others, candidate);
  }
  if (others.length > 0) {
    return decide([...others, named(destination)], candidate);
  }
  const owner = await countForOwner(candidate, destination, ports);
  return decide(owner.full ? [named(owner.full)] : [], owner.candidate);
};

const named = (full: FullWindow): NamedWindow => ({ ...full, name: 'destination' });

function decide(full: readonly NamedWindow[], candidate: Candidate): Decision<Candidate> {
  const reached = endsLast(full);
  return reached === undefined ? accept(candidate) : refuseFull(reached);
}

/** The number of messages to a person in each window. */
export const readSends = (
  key: PersonPurpose,
  nowSeconds: number,
  { counters, personLimits }: { counters: Pick<CounterStore, 'read'>; personLimits: readonly WindowLimit[] },
): Promise<readonly number[]> => readWindows(counters, personSends(key), personLimits, nowSeconds);

/** What the message is counted by, apart from its destination. */
async function limitedBy({ asked, request }: Candidate, ports: SendLimitPorts): Promise<readonly Limited[]> {
  const { person, client, deployment } = ports.sendLimits;
  const keys = await limitKeysOf(asked.body.limit_keys, ports);
  return [
    { name: 'person', subject: personSends(request), windows: person },
    { name: 'client', subject: clientSends(asked.clientId), windows: client },
    { name: 'deployment', subject: DEPLOYMENT_SENDS, windows: deployment },
    ...keys.map(({ name, digest, windows }) => ({
      name: `limit_keys.${name}`,
      subject: limitKeySends(name, digest),
      windows,
    })),
  ];
}
