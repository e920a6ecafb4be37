/**
 * What the service learns from a code that came back, for the pumping guard and for the limits of the number. The
 * person is verified even if neither can be told.
 */
import type { NumberMemory } from '../domain/destinations/number-memory.ts';
import type { PrefixTraffic } from '../domain/pumping/prefix-traffic.ts';
import type { Notes } from './observability.ts';

type Note = (name: string, nowSeconds: number) => Promise<void>;

/** Counts a code that came back for its text's prefix. Undefined when the guard is off. */
export const noteReturnsIn = (
  traffic: Pick<PrefixTraffic, 'countConversion'> | null | undefined,
  notes: Notes,
): Note | undefined =>
  traffic
    ? (reference, nowSeconds) =>
        traffic
          .countConversion(reference, nowSeconds)
          .catch((error: unknown) => notes.warn('the pumping guard could not be told of a return', error))
    : undefined;

/** Notes that the person holds the phone that the code was texted to. */
export const noteVerifiedIn =
  (numbers: Pick<NumberMemory, 'noteVerified'>, userId: string, notes: Notes): Note =>
  (number, nowSeconds) =>
    numbers
      .noteVerified(number, userId, nowSeconds)
      .catch((error: unknown) => notes.warn('a verified number could not be noted', error));
