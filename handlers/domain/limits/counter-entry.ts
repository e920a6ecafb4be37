/**
 * What one count changes: which item, which of its windows, and the mark by which a repeat knows its own.
 *
 * A write whose answer is lost is repeated, by the SDK or by the machine, although it took effect. So each
 * count leaves a mark of its owner in the item, and the repeat finds it instead of counting again.
 */
import { createHash } from 'node:crypto';
import { countsItem } from '../../contract/limits-table.ts';
import type { Counted } from '../../contract/workflow.ts';
import type { Window } from '../window.ts';
import { windowBounds } from '../window.ts';
import type { Counting, Subject } from './counter-store.ts';

/**
 * Counters that let no more than this through have a mark for each count, so a repeat is always known. Others
 * share a few places: their marks must not make the item grow, and one count too many matters little there.
 */
const MARKED_ONE_BY_ONE = 100;
const SHARED_PLACES = 32;
const OWNER_CHARACTERS = 12;

/** The item of a subject, or of one part of it, which holds all of its windows. */
export function itemOf(subject: Subject): Pick<Counted, 'subject' | 'item'> {
  if (typeof subject === 'string') {
    return { subject, item: countsItem() };
  }
  return { subject: subject.subject, item: countsItem(subject.part) };
}

/** The name of a window of that moment, within its item. */
export const windowName = (window: Window, nowSeconds: number): string =>
  `${window}#${windowBounds(window, nowSeconds).startsAtSeconds}`;

/** Epoch seconds, exclusive; undefined for the name of anything else. */
export function windowEnd(name: string): number | undefined {
  const [, kind, start] = /^(\d+|month)#(\d+)$/.exec(name) ?? [];
  if (kind === undefined) {
    return undefined;
  }
  return windowBounds(kind === 'month' ? kind : Number(kind), Number(start)).endsAtSeconds;
}

/** What this would count, whether it is counted or not. */
export function entryOf({ subject, limits, owner, nowSeconds, amount = 1 }: Counting): Counted {
  const digest = createHash('sha256').update(owner).digest();
  const id = digest.toString('base64url').slice(0, OWNER_CHARACTERS);
  const mostCounts = Math.min(...limits.map(({ limit }) => limit / amount));
  return {
    ...itemOf(subject),
    windows: limits.map(({ window }) => windowName(window, nowSeconds)),
    amount,
    owner: id,
    mark: mostCounts <= MARKED_ONE_BY_ONE ? `m${id}` : `r${digest.readUInt32BE() % SHARED_PLACES}`,
  };
}

/** Whether the mark is the owner's alone, and not in a place that another may have taken since. */
export const isOwnMark = (mark: string): boolean => mark.startsWith('m');

/** The mark's value: whose it is, and when it was made. */
export const markValue = ({ owner }: Pick<Counted, 'owner'>, nowSeconds: number): string =>
  owner + nowSeconds.toString(36);

/** When a mark was made, epoch seconds. */
export const markedAt = (value: string): number => Number.parseInt(value.slice(OWNER_CHARACTERS), 36);
