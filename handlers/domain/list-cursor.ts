/**
 * Where a page of the list ended, as an opaque text. It is checked when it comes back: callers may
 * send anything, and what it says goes into a query.
 */
import * as z from 'zod/mini';
import { clientGroup, purpose, userId } from '../contract/fields.ts';
import { accept, type Decision, refuseFields } from './decision.ts';
import type { TokenIndexRow } from './ports.ts';

const cursorSchema = z.tuple([z.iso.datetime({ precision: 3 }), userId, purpose, clientGroup]);

export const writeCursor = ({ issued_at, user_id, purpose, client_group }: TokenIndexRow): string =>
  Buffer.from(JSON.stringify([issued_at, user_id, purpose, client_group])).toString('base64url');

export function readCursor(text: string): Decision<TokenIndexRow> {
  const parsed = cursorSchema.safeParse(parseJson(Buffer.from(text, 'base64url').toString()));
  if (!parsed.success) {
    return refuseFields([{ field: 'cursor', rule: 'must be a next_cursor as it was answered' }]);
  }
  const [issued_at, user_id, purpose, client_group] = parsed.data;
  return accept({ issued_at, user_id, purpose, client_group });
}

/** Newest first; the key settles ties, so that pages neither repeat nor skip. */
export function newestFirst(one: TokenIndexRow, other: TokenIndexRow): number {
  return (
    compare(other.issued_at, one.issued_at) ||
    compare(one.user_id, other.user_id) ||
    compare(one.purpose, other.purpose) ||
    compare(one.client_group, other.client_group)
  );
}

const compare = (one: string, other: string) => (one < other ? -1 : one > other ? 1 : 0);

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
