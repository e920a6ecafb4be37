/** Merges the shards of the list index into one sorted list. */
import type { TokenIndexRow, TokenStore } from '../token/token-store.ts';
import type { ListPosition } from './list-cursor.ts';
import { isBehind, newestFirst } from './list-cursor.ts';

export interface RowsQuery {
  readonly shards: number;
  /** Exclusive bound, ISO 8601. */
  readonly issuedAfter: string;
  /** The position after the last row already seen; undefined for the first page. */
  readonly after: ListPosition | undefined;
  readonly limit: number;
}

export interface Rows {
  readonly rows: readonly TokenIndexRow[];
  /** Whether there are more after these. */
  readonly more: boolean;
}

/** The newest rows of all shards after a position, at most `limit`. @throws StoreUnavailable */
export async function mergeShards(query: RowsQuery, tokens: TokenStore): Promise<Rows> {
  const shards = Array.from({ length: query.shards }, (_, shard) => newestOfShard(shard, query, tokens));
  const merged = (await Promise.all(shards)).flat().sort(newestFirst);
  return { rows: merged.slice(0, query.limit), more: merged.length > query.limit };
}

/**
 * At least `limit + 1` rows of a shard, or all of them. The index does not order rows of the same millisecond
 * as the list does, so reading continues until an older row follows the last of the wanted ones.
 */
async function newestOfShard(shard: number, query: RowsQuery, tokens: TokenStore): Promise<TokenIndexRow[]> {
  const { after, limit, issuedAfter } = query;
  // An old cursor: everything after it has expired, and the store rejects a range that ends before it begins.
  if (after !== undefined && after.issued_at <= issuedAfter) {
    return [];
  }
  const rows: TokenIndexRow[] = [];
  let continueAfter: unknown;
  do {
    const page = await tokens.newest({
      shard,
      issuedAfter,
      // One extra row shows whether there are more. In its own shard, the row of the cursor is returned
      // again, too.
      limit: limit + (after ? 2 : 1),
      ...(after ? { issuedUntil: after.issued_at } : {}),
      ...(continueAfter ? { continueAfter } : {}),
    });
    rows.push(...page.rows.filter((row) => after === undefined || isBehind(row, after)));
    continueAfter = page.continueAfter;
    const [wanted, last] = [rows[limit - 1], rows.at(-1)];
    if (wanted && last && last.issued_at < wanted.issued_at) {
      break;
    }
  } while (continueAfter !== undefined);
  return rows;
}
