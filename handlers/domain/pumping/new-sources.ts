/**
 * Judges requests from sources with few new numbers separately from all others, if callers name the source of
 * a request (limits/limit-keys.ts).
 *
 * A flood from a few addresses soon makes all of them busy sources. From then on it pauses only the busy
 * sources of its client, and people at their own addresses are not affected. To affect them, an attacker
 * needs another address for every few messages. Being busy is no fault: busy sources, such as an address that
 * many people share, are judged as if there were no keys.
 */
import { sourceSends } from '../../contract/limits-table.ts';
import { allOf } from '../all-of.ts';
import type { KnownNumber } from '../destinations/number-memory.ts';
import type { CounterStore } from '../limits/counter-store.ts';
import type { LimitKey } from '../limits/limit-keys.ts';
import type { NewNumber } from './prefix-traffic.ts';
import type { GuardedSend, PumpingGuardPorts } from './pumping-guard.ts';
import { guardSend, isKnown } from './pumping-guard.ts';

/** The most requests for new numbers in a day that count as few. A person needs one to three. */
const FEW = { window: 86_400, limit: 5 } as const;
/** Added to the client id of requests from new sources, to keep them separate from the client's others. */
const NEW_SOURCES = '#new-sources';

export interface Sources {
  /** The keys of the request; without any, it is judged by its client alone. */
  readonly keys: readonly Pick<LimitKey, 'name' | 'digest'>[];
  readonly counters: Pick<CounterStore, 'count'>;
  /** The execution, so that a retried step counts once. */
  readonly owner: string;
}

/** Like guardSend, but by client and kind of source. @throws StoreUnavailable */
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

/** Counts even if the request is refused later, because most requests of a flood are refused. */
async function isFromNewSources({ keys, counters, owner }: Sources, nowSeconds: number): Promise<boolean> {
  const counts = await allOf(
    keys.map(({ name, digest }) => {
      const subject = sourceSends(name, digest);
      return counters.count({ subject, limits: [FEW], owner, nowSeconds });
    }),
  );
  return counts.length > 0 && counts.every(({ counted }) => counted);
}
