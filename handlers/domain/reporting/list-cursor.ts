/**
 * The order of the list, and its cursors: where a page ended, as a text that reveals nothing.
 *
 * A client's page can end at another client's token. So a cursor names no token: it contains a time of issue
 * and, for ties, a digest of the key. All cursors have the same length and are sealed, so that they can be
 * neither read nor forged. They are bound to the group whose tokens are listed, so that another group cannot
 * use them. A cursor only says where to continue; which tokens are shown is decided again for each page.
 */
import { createHash } from 'node:crypto';
import type { Decision } from '../decision.ts';
import { accept, refuseFields } from '../decision.ts';
import type { Randomness } from '../randomness.ts';
import { sealText, unsealText } from '../token/seal-token.ts';
import type { TokenKeys } from '../token/token-keys.ts';
import type { TokenIndexRow } from '../token/token-store.ts';

/** Characters of base64url, 132 bits: no two keys share them. */
const TIE_LENGTH = 22;

/** A position between two rows: directly after the row that it was taken from. */
export interface ListPosition {
  readonly issued_at: string;
  readonly tie: string;
}

/** The client group whose tokens are listed; `undefined` for all groups. */
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
    return refuseFields([{ field: 'cursor', rule: 'must be a next_cursor from a previous response' }]);
  }
  // Only this service can seal a cursor, so it contains what writeCursor wrote.
  const [issued_at, tie] = JSON.parse(opened) as [string, string];
  return accept({ issued_at, tie });
}

/** Newest first; a digest of the key decides ties, so that pages neither repeat nor skip tokens. */
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

/** Undefined for anything that does not open: another group's cursor, an outdated one, a made-up text. */
function open(text: string, bound: string, sealKey: Uint8Array): string | undefined {
  try {
    return unsealText(text, bound, { sealKey });
  } catch {
    return undefined;
  }
}
