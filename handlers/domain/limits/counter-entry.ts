/**
 * What one count changes: which item, which of its windows, and the mark by which a repeat recognises it.
 *
 * If the answer to a write is lost, the SDK or the state machine repeats the write although it took effect.
 * So each count leaves its owner's mark in the item, and a repeat finds the mark instead of counting again.
 */
import { createHash } from 'node:crypto';
import { countsItem } from '../../contract/limits-table.ts';
import type { Counted } from '../../contract/workflow.ts';
import type { Window } from '../window.ts';
import { windowBounds } from '../window.ts';
import type { Counting, Subject } from './counter-store.ts';

/**
 * Counters that allow at most this many counts keep a mark for each, so a repeat is always recognised. Larger
 * ones share a few mark slots: their marks must not make the item grow, and one extra count matters little
 * there.
 */
const MARKED_ONE_BY_ONE = 100;
const SHARED_PLACES = 32;
const OWNER_CHARACTERS = 12;

/** The item that holds all windows of a subject, or of one part of it. */
export function itemOf(subject: Subject): Pick<Counted, 'subject' | 'item'> {
  if (typeof subject === 'string') {
    return { subject, item: countsItem() };
  }
  return { subject: subject.subject, item: countsItem(subject.part) };
}

/** The name, within its item, of the window that contains this moment. */
export const windowName = (window: Window, nowSeconds: number): string =>
  `${window}#${windowBounds(window, nowSeconds).startsAtSeconds}`;

/** The end of the named window, epoch seconds, exclusive; undefined when the name is not a window's. */
export function windowEnd(name: string): number | undefined {
  const [, kind, start] = /^(\d+|month)#(\d+)$/.exec(name) ?? [];
  if (kind === undefined) {
    return undefined;
  }
  return windowBounds(kind === 'month' ? kind : Number(kind), Number(start)).endsAtSeconds;
}

/** What this would count, without counting it. */
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

/** Whether the mark is the owner's alone, not in a shared slot that another owner may have overwritten. */
export const isOwnMark = (mark: string): boolean => mark.startsWith('m');

/** The mark's value: its owner and when it was made. */
export const markValue = ({ owner }: Pick<Counted, 'owner'>, nowSeconds: number): string =>
  owner + nowSeconds.toString(36);

/** When a mark was made, epoch seconds. */
export const markedAt = (value: string): number => Number.parseInt(value.slice(OWNER_CHARACTERS), 36);
