/**
 * What a token keeps of the text that the pumping guard counted, so that the code's return finds it.
 *
 * The parts of the guard's window are here too, because a reference names one of them, as the stored counts do.
 */
import { createHash } from 'node:crypto';
import { TRAFFIC_PART_SECONDS, TRAFFIC_PARTS } from '../../contract/limits-table.ts';
import type { NewNumber } from './prefix-traffic.ts';

/** Seconds of a part of the window. Codes come back within seconds, and tokens live five minutes by default. */
export const SLICE_SECONDS = TRAFFIC_PART_SECONDS;
/** Parts that are looked at, beside the present one. */
export const SLICES = TRAFFIC_PARTS;

const RETURNED = 'returned';

export const sliceAt = (seconds: number): number => Math.floor(seconds / SLICE_SECONDS);

/** Characters of a digest that tell the numbers of one prefix apart: 96 bits. A token is nearly as big as one unit pays for. */
const KEPT_CHARACTERS = 16;

/** What the token of a known number keeps whose return would tell nothing new. */
export const NOTHING_NEW = '-';

/** A send, with the part of the window that it was counted in. */
export interface CountedSend {
  /** The beginning of its digest. */
  readonly number: string;
  readonly prefix: string;
  readonly client: string;
  readonly slice: number;
  /** Whether it was let through as one that came back. */
  readonly returned: boolean;
}

/** Of the clients that asked this function. */
const clientKeys = new Map<string, string>();

/** A client in few characters, because it is part of many names. No secret, and no identity: two may share it. */
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

/** The reference of a count, where the number was let through as one that came back. */
export const asReturned = (reference: string): string => `${reference} ${RETURNED}`;

/** Whether the send was counted. */
export const isCounted = (reference: string): boolean => reference.includes(' ');

export function readReference(reference: string): CountedSend {
  const [number = '', prefix = '', client = '', slice = '0', returned] = reference.split(' ');
  return { number, prefix, client, slice: Number(slice), returned: returned === RETURNED };
}
