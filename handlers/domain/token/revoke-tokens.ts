/** Revokes whatever a person could still verify, for every purpose and in every group of clients. */
import type { StoredStatus } from '../../contract/vocabulary.ts';
import type { Clock } from '../clock.ts';
import { isLive } from './token-state.ts';
import type { TokenStore } from './token-store.ts';

const OPEN: readonly StoredStatus[] = ['issued', 'sent'];

export interface RevokeTokensPorts {
  readonly tokens: Pick<TokenStore, 'allOf' | 'revoke'>;
  readonly now: Clock;
}

/** Each by its id: what is issued in the meantime is another token. @throws StoreUnavailable */
async function revokeTokens(userId: string, { tokens, now }: RevokeTokensPorts): Promise<void> {
  const nowSeconds = Math.floor(now() / 1000);
  const all = await tokens.allOf(userId);
  // A locked one too: an attempt that is given back would open it again.
  const found = all.filter((token) => OPEN.includes(token.status) && isLive(token, nowSeconds * 1000));
  await Promise.all(found.map((token) => tokens.revoke(token, nowSeconds, token.token_id)));
}

/**
 * Changes where a person can be reached, and revokes their tokens before and after.
 *
 * Before, so that a crash in between leaves revoked tokens and the old contact: the person asks again, and the change
 * can be repeated. The other way round, the repeated change would find nothing to do and leave the tokens alive.
 * After, because a request may have read the old contact and stored its token in between. What is stored later still
 * is found by that request itself, which looks at the contact once more (issuing/persist-token.ts).
 */
export async function changeAndRevoke<T>(
  userId: string,
  ports: RevokeTokensPorts,
  change: () => Promise<T>,
): Promise<T> {
  await revokeTokens(userId, ports);
  const changed = await change();
  await revokeTokens(userId, ports);
  return changed;
}
