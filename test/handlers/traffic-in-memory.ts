/** Prefix traffic and number memory in maps, for tests. The table's contract suite runs against both. */
import type { KnownNumber, NumberMemory } from '../../handlers/domain/destinations/number-memory.ts';
import type { Pause, PrefixTraffic, TrafficSlice } from '../../handlers/domain/pumping/prefix-traffic.ts';
import {
  asReturned,
  clientKey,
  readReference,
  referenceTo,
  SLICE_SECONDS,
  SLICES,
  sliceAt,
} from '../../handlers/domain/pumping/traffic-reference.ts';

const DAY_SECONDS = 86_400;

interface Slice {
  readonly client: string;
  readonly slice: number;
  readonly numbers: Set<string>;
  readonly kept: Set<string>;
  verified: number;
  returned: number;
  /** Unverified numbers that an operator left out when the prefix was resumed. */
  forgiven: number;
  /** The cached view of it; absent after a change. */
  shown?: TrafficSlice | undefined;
}

interface Prefix {
  slices: Slice[];
  /** By client ID; the empty one is for the pause of all clients. */
  readonly pauses: Map<string, Pause>;
  resumes?: number;
}

const show = (slice: Slice): TrafficSlice => {
  slice.shown ??= {
    client: slice.client,
    startsAtSeconds: slice.slice * SLICE_SECONDS,
    unverified: Math.max(0, slice.numbers.size - slice.forgiven),
    verified: slice.verified,
    returned: slice.returned,
  };
  return slice.shown;
};

export function trafficInMemory(): PrefixTraffic {
  const prefixes = new Map<string, Prefix>();
  /** When each reported number was counted. */
  const reported = new Map<string, number>();
  const prefixOf = (name: string): Prefix => {
    const found = prefixes.get(name);
    if (found) {
      return found;
    }
    const made: Prefix = { slices: [], pauses: new Map() };
    prefixes.set(name, made);
    return made;
  };
  /** Finds or adds a slice that is about to change, and drops its cached view. */
  const sliceOf = (prefix: Prefix, client: string, slice: number): Slice => {
    const found = prefix.slices.findLast((each) => each.client === client && each.slice === slice);
    const none = {
      numbers: new Set<string>(),
      kept: new Set<string>(),
      verified: 0,
      returned: 0,
      forgiven: 0,
    };
    const changed = found ?? { client, slice, ...none };
    if (!found) {
      prefix.slices = prefix.slices.filter((each) => each.slice >= slice - SLICES - 1);
      prefix.slices.push(changed);
    }
    changed.shown = undefined;
    return changed;
  };

  const countReturn = (reference: string, nowSeconds: number, verified: 0 | 1): boolean => {
    const { prefix, client, slice, number } = readReference(reference);
    if (!sliceOf(prefixOf(prefix), client, slice).numbers.delete(number)) {
      return false;
    }
    sliceOf(prefixOf(prefix), client, slice - 1).numbers.delete(number);
    sliceOf(prefixOf(prefix), client, sliceAt(nowSeconds)).verified += verified;
    return true;
  };

  return {
    async countSend(send, nowSeconds, letThrough) {
      const prefix = prefixOf(send.prefix);
      const pausedUntil = prefix.pauses.get('')?.until;
      const clientPausedUntil = prefix.pauses.get(send.clientId)?.until;
      const isPaused = Math.max(pausedUntil ?? 0, clientPausedUntil ?? 0) > nowSeconds;
      const counted = !isPaused || letThrough !== undefined;
      let added: string | undefined;
      if (counted) {
        const reference = referenceTo(send, nowSeconds);
        const { client, slice, number } = readReference(reference);
        const counts = sliceOf(prefix, client, slice);
        if (!counts.numbers.has(number)) {
          added = letThrough === 'return' ? asReturned(reference) : reference;
          if (letThrough === 'return') {
            counts.returned += 1;
          }
        }
        counts.numbers.add(number);
      }
      const oldest = sliceAt(nowSeconds) - SLICES;
      return {
        counted,
        ...(added === undefined ? {} : { added }),
        slices: prefix.slices.filter(({ slice }) => slice >= oldest).map(show),
        ...(pausedUntil === undefined ? {} : { pausedUntil }),
        ...(clientPausedUntil === undefined ? {} : { clientPausedUntil }),
        ...(prefix.resumes === undefined ? {} : { resumes: prefix.resumes }),
      };
    },
    async takeBackSend(reference) {
      const { prefix, client, slice, number, returned } = readReference(reference);
      const counts = sliceOf(prefixOf(prefix), client, slice);
      if (counts.kept.has(number)) {
        return;
      }
      if (counts.numbers.delete(number) && returned) {
        counts.returned -= 1;
      }
    },
    async keepSend(reference) {
      const { prefix, client, slice, number } = readReference(reference);
      const counts = sliceOf(prefixOf(prefix), client, slice);
      counts.numbers.add(number);
      counts.kept.add(number);
    },
    async countConversion(reference, nowSeconds) {
      countReturn(reference, nowSeconds, 1);
    },
    async countReport(reference, nowSeconds) {
      const { prefix, number } = readReference(reference);
      const name = `${prefix} ${number}`;
      const isOfToday = nowSeconds - (reported.get(name) ?? Number.NEGATIVE_INFINITY) < DAY_SECONDS;
      if (countReturn(reference, nowSeconds, isOfToday ? 0 : 1) && !isOfToday) {
        reported.set(name, nowSeconds);
      }
    },
    async pause(pause, nowSeconds, view) {
      const { pauses, resumes } = prefixOf(pause.prefix);
      const name = pause.clientId ?? '';
      const isPaused = (pauses.get(name)?.until ?? 0) > nowSeconds;
      const begins = !isPaused && (view === undefined || view.resumes === resumes);
      if (begins) {
        pauses.set(name, pause);
      }
      return begins;
    },
    async resume({ prefix: name, clientId }, nowSeconds) {
      const prefix = prefixOf(name);
      const isPaused = (prefix.pauses.get(clientId ?? '')?.until ?? 0) > nowSeconds;
      if (isPaused) {
        prefix.pauses.delete(clientId ?? '');
        prefix.resumes = (prefix.resumes ?? 0) + 1;
        for (const slice of prefix.slices) {
          if (clientId === undefined || slice.client === clientKey(clientId)) {
            slice.forgiven = slice.numbers.size;
            slice.shown = undefined;
          }
        }
      }
      return isPaused;
    },
    async pauses(nowSeconds) {
      return [...prefixes.values()]
        .flatMap(({ pauses }) => [...pauses.values()])
        .filter(({ until }) => until > nowSeconds);
    },
  };
}

/** Unlike the table, it remembers people forever. */
export function numbersInMemory(): NumberMemory {
  const numbers = new Map<string, KnownNumber>();
  const people = new Set<string>();
  return {
    async read(number, userId, nowSeconds) {
      const known = numbers.get(number) ?? {};
      if (!people.has(`${number} ${userId}`)) {
        return known;
      }
      const isFresh = known.verifiedAt !== undefined && nowSeconds - known.verifiedAt < DAY_SECONDS;
      return { ...known, isTheirs: true, ...(isFresh ? { isFresh } : {}) };
    },
    async noteVerified(number, userId, nowSeconds) {
      numbers.set(number, { verifiedAt: nowSeconds });
      people.add(`${number} ${userId}`);
    },
    async noteRefused(number, nowSeconds) {
      numbers.set(number, { ...numbers.get(number), refusedAt: nowSeconds });
    },
  };
}
