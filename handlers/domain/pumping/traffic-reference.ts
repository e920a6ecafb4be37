/**
 * The reference that a token keeps to the count of its text in the pumping guard, so that a verification
 * finds it.
 *
 * The slices of the guard's window are defined here too, because a reference names one of them, as the stored
 * counts do.
 */
import { createHash } from 'node:crypto';
import { TRAFFIC_PART_SECONDS, TRAFFIC_PARTS } from '../../contract/limits-table.ts';
import type { NewNumber } from './prefix-traffic.ts';

/** Seconds in a slice. Most codes are verified within seconds; tokens live five minutes by default. */
export const SLICE_SECONDS = TRAFFIC_PART_SECONDS;
/** Slices that the guard looks back, besides the current one. */
export const SLICES = TRAFFIC_PARTS;

const RETURNED = 'returned';

export const sliceAt = (seconds: number): number => Math.floor(seconds / SLICE_SECONDS);

/**
 * Enough characters of a digest to tell the numbers of one prefix apart: 96 bits. No more, because a token is
 * nearly as large as one write unit covers.
 */
const KEPT_CHARACTERS = 16;

/** The reference for a known number whose verification would add nothing new. */
export const NOTHING_NEW = '-';

/** A send, with the slice of the window that it was counted in. */
export interface CountedSend {
  /** The first characters of the number's digest. */
  readonly number: string;
  readonly prefix: string;
  readonly client: string;
  readonly slice: number;
  /** Whether it was let through as a number that came back. */
  readonly returned: boolean;
}

/** A cache of the keys of the clients that this function has seen. */
const clientKeys = new Map<string, string>();

/** A short form of a client id, for use in many names. Neither secret nor unique: two may share it. */
export function clientKey(clientId: string): string {
  const known = clientKeys.get(clientId);
  if (known !== undefined) {
    return known;
  }
  const key = createHash('sha256').update(clientId).digest('base64url').slice(0, 4);
  clientKeys.set(clientId, key);
  return key;
}

export const referenceTo = ({ number, prefix, clientId }: NewNumber, nowSeconds: number): string =>
  [number.slice(0, KEPT_CHARACTERS), prefix, clientKey(clientId), sliceAt(nowSeconds)].join(' ');

/** The reference for a number that was let through as one that came back. */
export const asReturned = (reference: string): string => `${reference} ${RETURNED}`;

/** Whether this refers to a counted send. */
export const isCounted = (reference: string): boolean => reference.includes(' ');

export function readReference(reference: string): CountedSend {
  const [number = '', prefix = '', client = '', slice = '0', returned] = reference.split(' ');
  return { number, prefix, client, slice: Number(slice), returned: returned === RETURNED };
}
