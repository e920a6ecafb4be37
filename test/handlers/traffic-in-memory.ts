/** Prefix traffic and the memory of numbers over maps, for tests; the contract suites hold them to the table. */
import type { KnownNumber, NumberMemory, Pause, PrefixTraffic } from '../../handlers/domain/ports.ts';
import {
  asReturned,
  readReference,
  referenceTo,
  SLICE_SECONDS,
  SLICES,
  sliceAt,
} from '../../handlers/domain/traffic-reference.ts';

interface Slice {
  readonly client: string;
  readonly slice: number;
  readonly numbers: Set<string>;
  verified: number;
  returned: number;
}

export function trafficInMemory(): PrefixTraffic {
  const prefixes = new Map<string, Slice[]>();
  const pauses = new Map<string, Pause>();
  const pauseOf = (prefix: string, clientId?: string) => pauses.get(`${prefix} ${clientId ?? ''}`);
  const sliceOf = (prefix: string, client: string, slice: number): Slice => {
    const slices = prefixes.get(prefix) ?? [];
    prefixes.set(prefix, slices);
    const found = slices.findLast((each) => each.client === client && each.slice === slice);
    if (found) return found;
    const made = { client, slice, numbers: new Set<string>(), verified: 0, returned: 0 };
    slices.push(made);
    const kept = slices.filter((each) => each.slice >= slice - SLICES);
    if (kept.length < slices.length) prefixes.set(prefix, kept);
    return made;
  };

  return {
    async countSend(send, nowSeconds, letThrough) {
      const { prefix, clientId } = send;
      const pausedUntil = pauseOf(prefix)?.until;
      const clientPausedUntil = pauseOf(prefix, clientId)?.until;
      const isPaused = Math.max(pausedUntil ?? 0, clientPausedUntil ?? 0) > nowSeconds;
      const counted = !isPaused || letThrough !== undefined;
      let added: string | undefined;
      if (counted) {
        const reference = referenceTo(send, nowSeconds);
        const { client, slice, number } = readReference(reference);
        const counts = sliceOf(prefix, client, slice);
        if (!counts.numbers.has(number)) {
          added = letThrough === 'return' ? asReturned(reference) : reference;
          if (letThrough === 'return') counts.returned += 1;
        }
        counts.numbers.add(number);
      }
      return {
        counted,
        ...(added === undefined ? {} : { added }),
        slices: (prefixes.get(prefix) ?? [])
          .filter(({ slice }) => slice >= sliceAt(nowSeconds) - SLICES)
          .map(({ client, slice, numbers, verified, returned }) => ({
            client,
            startsAtSeconds: slice * SLICE_SECONDS,
            unverified: numbers.size,
            verified,
            returned,
          })),
        ...(pausedUntil === undefined ? {} : { pausedUntil }),
        ...(clientPausedUntil === undefined ? {} : { clientPausedUntil }),
      };
    },
    async takeBackSend(reference) {
      const { prefix, client, slice, number, returned } = readReference(reference);
      const counts = sliceOf(prefix, client, slice);
      if (counts.numbers.delete(number) && returned) counts.returned -= 1;
    },
    async countConversion(reference, nowSeconds) {
      const { prefix, client, slice, number } = readReference(reference);
      if (!sliceOf(prefix, client, slice).numbers.delete(number)) return;
      sliceOf(prefix, client, slice - 1).numbers.delete(number);
      sliceOf(prefix, client, sliceAt(nowSeconds)).verified += 1;
    },
    async pause(pause, nowSeconds) {
      const isPaused = (pauseOf(pause.prefix, pause.clientId)?.until ?? 0) > nowSeconds;
      if (!isPaused) pauses.set(`${pause.prefix} ${pause.clientId ?? ''}`, pause);
      return !isPaused;
    },
    async pauses(nowSeconds) {
      return [...pauses.values()].filter(({ until }) => until > nowSeconds);
    },
  };
}

export function numbersInMemory(): NumberMemory {
  const numbers = new Map<string, KnownNumber>();
  return {
    read: async (number) => numbers.get(number) ?? {},
    async noteVerified(number, nowSeconds) {
      numbers.set(number, { verifiedAt: nowSeconds });
    },
    async noteRefused(number, nowSeconds) {
      numbers.set(number, { ...numbers.get(number), refusedAt: nowSeconds });
    },
  };
}
