/**
 * Judges requests from sources that ask for few new numbers apart from all others, where callers say who causes a
 * request (limits/limit-keys.ts).
 *
 * A flood from some addresses uses up what is few of each within a moment. From then on it pauses the busy sources of
 * its client, and people who come from their own addresses go on. An attacker who wants to reach those needs another
 * address for every few messages. Busy is no fault: such sources, many people behind one address among them, are
 * judged as they are without keys.
 */
import { sourceSends } from '../../contract/limits-table.ts';
import { allOf } from '../all-of.ts';
import type { KnownNumber } from '../destinations/number-memory.ts';
import type { CounterStore } from '../limits/counter-store.ts';
import type { LimitKey } from '../limits/limit-keys.ts';
import type { NewNumber } from './prefix-traffic.ts';
import type { GuardedSend, PumpingGuardPorts } from './pumping-guard.ts';
import { guardSend, isKnown } from './pumping-guard.ts';

/** Requests for new numbers in a day that leave a source one of few. A person needs one to three. */
const FEW = { window: 86_400, limit: 5 } as const;
/** How the requests from new sources are called beside their client's others. */
const NEW_SOURCES = '#new-sources';

export interface Sources {
  /** Of the request; without any it is judged by its client alone. */
  readonly keys: readonly Pick<LimitKey, 'name' | 'digest'>[];
  readonly counters: Pick<CounterStore, 'count'>;
  /** The execution: a repeated step counts once. */
  readonly owner: string;
}

/** As guardSend, by client and kind of source. @throws StoreUnavailable */
export async function guardBySource(
  send: NewNumber,
  sources: Sources,
  known: KnownNumber,
  nowSeconds: number,
  ports: PumpingGuardPorts,
): Promise<GuardedSend> {
  const judged = !isKnown(known, nowSeconds, ports.settings) && (await isFromNewSources(sources, nowSeconds));
  const clientId = judged ? send.clientId + NEW_SOURCES : send.clientId;
  return guardSend({ ...send, clientId }, known, nowSeconds, ports);
}

/** Counted whether or not the request is refused later on: a flood is refused most of the time. */
async function isFromNewSources({ keys, counters, owner }: Sources, nowSeconds: number): Promise<boolean> {
  const counts = await allOf(
    keys.map(({ name, digest }) => {
      const subject = sourceSends(name, digest);
      return counters.count({ subject, limits: [FEW], owner, nowSeconds });
    }),
  );
  return counts.length > 0 && counts.every(({ counted }) => counted);
}
