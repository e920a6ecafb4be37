/**
 * Lists live tokens, newest first, a page at a time, from the sharded index and never by a scan.
 *
 * Index rows only say where to look: whether a token is still live, and its status, come from the table. So a
 * page may examine more rows than it shows.
 */
import type { ListedToken, ListTokensQuery, TokenList } from '../../contract/routes/issued-tokens.ts';
import { LIST_LIMIT, MASKED_TOKEN } from '../../contract/vocabulary.ts';
import type { Clock } from '../clock.ts';
import type { Decision } from '../decision.ts';
import { accept } from '../decision.ts';
import type { Randomness } from '../randomness.ts';
import { groupOfClients, isDelivery } from '../token/delivery-slot.ts';
import { unsealToken } from '../token/seal-token.ts';
import type { KeySource } from '../token/token-keys.ts';
import { isLive, isOpen, listedStatus } from '../token/token-state.ts';
import type { TokenIndexRow, TokenKey, TokenRecord, TokenStore } from '../token/token-store.ts';
import { weakestChannel } from '../token/weakest-channel.ts';
import type { ListPosition } from './list-cursor.ts';
import { isBehind, newestFirst, positionOf, readCursor, writeCursor } from './list-cursor.ts';
import type { Rows } from './merge-shards.ts';
import { mergeShards } from './merge-shards.ts';

/** Limits the reads of one request when a status is rare; the cursor continues where the request stopped. */
const MAX_ROUNDS = 5;

export interface ListTokensPorts {
  readonly tokens: TokenStore;
  readonly keys: KeySource;
  /** Separate from the keys of tokens, which a masked list does not need. */
  readonly cursorKeys: Pick<KeySource, 'current'>;
  readonly random: Pick<Randomness, 'bytes'>;
  readonly now: Clock;
  readonly listShards: number;
  readonly lifetimeSeconds: number;
}

/**
 * One page; lists all clients' tokens when there is no client_group.
 * @throws StoreUnavailable, SecretUnavailable
 */
export async function listTokens(
  query: ListTokensQuery,
  ports: ListTokensPorts,
): Promise<Decision<TokenList>> {
  const cursorKeys = ports.cursorKeys.current();
  // Read in parallel with the first rows. A list that fits on one page does not need them, so a failure may
  // be ignored.
  cursorKeys.catch(() => undefined);
  const cursor =
    query.cursor === undefined
      ? accept(undefined)
      : readCursor(query.cursor, query.client_group, await cursorKeys);
  if (!cursor.ok) {
    return cursor;
  }
  const nowMs = ports.now();
  const page = query.user_id === undefined ? pageOfAll : pageOfPerson;
  const shown: TokenRecord[] = [];
  let after: ListPosition | undefined = cursor.value;
  let more = true;
  for (let round = 0; more && shown.length < query.limit && round < MAX_ROUNDS; round += 1) {
    const { tokens, last, hasMore } = await page(
      { ...query, limit: query.limit - shown.length },
      after,
      ports,
      nowMs,
    );
    const wanted = tokens.filter((token) => isLive(token, nowMs) && matches(token, query));
    shown.push(...wanted);
    more = hasMore;
    after = last === undefined ? after : positionOf(last);
  }
  const tokens = await Promise.all(shown.map((token) => listed(token, query.reveal, ports, nowMs)));
  if (!more || after === undefined) {
    return accept({ tokens });
  }
  const next_cursor = writeCursor(after, query.client_group, await cursorKeys, ports.random);
  return accept({ tokens, next_cursor });
}

interface Page {
  readonly tokens: readonly TokenRecord[];
  readonly last: TokenIndexRow | undefined;
  readonly hasMore: boolean;
}

/**
 * For one group, the number of rows examined does not depend on `limit`: with a `limit` of 1, a client could
 * otherwise count other clients' tokens one by one, by the pages that are empty for it.
 */
async function pageOfAll(
  { limit, reveal, client_group }: ListTokensQuery,
  after: ListPosition | undefined,
  { tokens, listShards, lifetimeSeconds }: ListTokensPorts,
  nowMs: number,
): Promise<Page> {
  // With the current lifetime, a token that was issued before this has expired.
  const issuedAfter = new Date(nowMs - (lifetimeSeconds + 1) * 1000).toISOString();
  const looked = client_group === undefined ? limit : LIST_LIMIT.max;
  const { rows, more }: Rows = await mergeShards(
    { shards: listShards, issuedAfter, after, limit: looked },
    tokens,
  );
  // While the index catches up with a reissued token, a key may have two rows; a batch read may name it only
  // once.
  const all = rows.filter((row) => isOf(row, client_group));
  const own = all.slice(0, limit);
  const isCut = all.length > own.length;
  const keys = [...new Map(own.map((row) => [keyOf(row), row])).values()];
  const found = keys.length === 0 ? [] : await tokens.read(keys, reveal);
  const byKey = new Map(found.map((token) => [keyOf(token), token]));
  // If the token of a row was issued again, it has a newer row, and this one no longer counts.
  const current = own.flatMap((row) => {
    const token = byKey.get(keyOf(row));
    return token?.issued_at === row.issued_at ? [token] : [];
  });
  return { tokens: current, last: (isCut ? own : rows).at(-1), hasMore: more || isCut };
}

async function pageOfPerson(
  { user_id = '', limit, reveal, client_group }: ListTokensQuery,
  after: ListPosition | undefined,
  { tokens }: ListTokensPorts,
): Promise<Page> {
  const found = await tokens.tokensOf(user_id, reveal);
  const all = found.filter((token) => isOf(token, client_group)).sort(newestFirst);
  const rest = after === undefined ? all : all.filter((token) => isBehind(token, after));
  const shown = rest.slice(0, limit);
  return { tokens: shown, last: shown.at(-1), hasMore: rest.length > limit };
}

const keyOf = ({ user_id, purpose, client_group }: TokenKey) =>
  JSON.stringify([user_id, purpose, client_group]);

const isOf = (token: TokenKey, group: string | undefined) =>
  group === undefined || groupOfClients(token) === group;

const matches = (token: TokenRecord, { status, purpose }: ListTokensQuery) =>
  (status === undefined || listedStatus(token) === status) &&
  (purpose === undefined || token.purpose === purpose);

async function listed(
  token: TokenRecord,
  reveal: boolean,
  ports: ListTokensPorts,
  nowMs: number,
): Promise<ListedToken> {
  return {
    token_id: token.token_id,
    user_id: token.user_id,
    purpose: token.purpose,
    client_group: groupOfClients(token),
    ...(isDelivery(token) ? { kind: 'delivery' as const } : {}),
    token: await shownToken(token, reveal, ports),
    channel: weakestChannel(token),
    destination: token.destination_masked,
    status: listedStatus(token),
    ...(token.arrival_reason === undefined ? {} : { undelivered_reason: token.arrival_reason }),
    ...(token.message_id ? { message_id: token.message_id } : {}),
    attempts: token.attempts,
    max_attempts: token.max_attempts,
    issued_at: token.issued_at,
    expires_at: new Date(token.expiry_time * 1000).toISOString(),
    expires_in: token.expiry_time - Math.floor(nowMs / 1000),
  };
}

/** A code that can no longer be used is not shown to anyone, nor ever one that is another system's secret. */
async function shownToken(
  token: TokenRecord,
  reveal: boolean,
  ports: ListTokensPorts,
): Promise<string | null> {
  if (!isOpen(token)) {
    return null;
  }
  if (isDelivery(token)) {
    return reveal ? null : MASKED_TOKEN;
  }
  return reveal ? unseal(token, ports) : MASKED_TOKEN;
}

async function unseal(token: TokenRecord, { keys }: ListTokensPorts): Promise<string | null> {
  if (token.sealed_token === undefined) {
    return null;
  }
  return unsealToken(token.sealed_token, token, await keys.ofVersion(token.secret_version));
}
