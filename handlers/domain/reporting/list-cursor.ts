/**
 * The order of the list, and where a page of it ended, as a text that tells its holder nothing.
 *
 * A page that a client gets can end at another client's token. So a cursor names none: it holds a time of issue and,
 * for ties, a digest of the key. Every cursor is of one length and sealed, so that it can be neither read nor made,
 * and bound to whose tokens are listed, so that it is of no use to another group. It only says where to go on: which
 * tokens are shown is decided anew.
 */
import { createHash } from 'node:crypto';
import type { Decision } from '../decision.ts';
import { accept, refuseFields } from '../decision.ts';
import type { Randomness } from '../randomness.ts';
import { sealText, unsealText } from '../token/seal-token.ts';
import type { TokenKeys } from '../token/token-keys.ts';
import type { TokenIndexRow } from '../token/token-store.ts';

/** 132 bits of base64url: no two keys share it. */
const TIE_LENGTH = 22;

/** A place between two rows: right behind the one that it was taken from. */
export interface ListPosition {
  readonly issued_at: string;
  readonly tie: string;
}

/** Whose tokens are listed; with `undefined` everybody's. */
type Group = string | undefined;
type CursorKeys = Pick<TokenKeys, 'cursorKey'>;

export function writeCursor(
  { issued_at, tie }: ListPosition,
  group: Group,
  { cursorKey }: CursorKeys,
  random: Pick<Randomness, 'bytes'>,
): string {
  return sealText(JSON.stringify([issued_at, tie]), boundTo(group), { sealKey: cursorKey }, random);
}

export function readCursor(text: string, group: Group, { cursorKey }: CursorKeys): Decision<ListPosition> {
  const opened = open(text, boundTo(group), cursorKey);
  if (opened === undefined) {
    return refuseFields([{ field: 'cursor', rule: 'must be a next_cursor as it was answered' }]);
  }
  // Whoever could seal it was this service, so it says what writeCursor wrote.
  const [issued_at, tie] = JSON.parse(opened) as [string, string];
  return accept({ issued_at, tie });
}

/** Newest first; a digest of the key settles ties, so that pages neither repeat nor skip. */
export const newestFirst = (one: TokenIndexRow, other: TokenIndexRow): number =>
  compare(other.issued_at, one.issued_at) || compare(tieOf(one), tieOf(other));

export const positionOf = (row: TokenIndexRow): ListPosition => ({
  issued_at: row.issued_at,
  tie: tieOf(row),
});

export const isBehind = (row: TokenIndexRow, { issued_at, tie }: ListPosition): boolean =>
  (compare(row.issued_at, issued_at) || compare(tie, tieOf(row))) < 0;

const compare = (one: string, other: string) => (one < other ? -1 : one > other ? 1 : 0);

const tieOf = ({ user_id, purpose, client_group }: TokenIndexRow): string =>
  createHash('sha256')
    .update(JSON.stringify([user_id, purpose, client_group]))
    .digest('base64url')
    .slice(0, TIE_LENGTH);

const boundTo = (group: Group) => JSON.stringify(['list', group ?? null]);

/** Undefined for whatever does not open: another group's, one from before, a text that somebody made up. */
function open(text: string, bound: string, sealKey: Uint8Array): string | undefined {
  try {
    return unsealText(text, bound, { sealKey });
  } catch {
    return undefined;
  }
}
