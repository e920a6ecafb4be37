/** Revokes every token that a person could still verify, for every purpose and in every client group. */
import type { StoredStatus } from '../../contract/vocabulary.ts';
import type { Clock } from '../clock.ts';
import { isDelivery } from './delivery-slot.ts';
import { isLive } from './token-state.ts';
import type { TokenStore } from './token-store.ts';

const OPEN: readonly StoredStatus[] = ['issued', 'sent'];

export interface RevokeTokensPorts {
  readonly tokens: Pick<TokenStore, 'allOf' | 'revoke'>;
  readonly now: Clock;
}

/** Revokes each token by its id, so that one issued meanwhile is not affected. @throws StoreUnavailable */
async function revokeTokens(userId: string, { tokens, now }: RevokeTokensPorts): Promise<void> {
  const nowSeconds = Math.floor(now() / 1000);
  const all = await tokens.allOf(userId);
  // Locked ones too: a returned attempt would unlock them. A delivery is nobody's token here, and went where it was asked to.
  const found = all.filter(
    (token) => !isDelivery(token) && OPEN.includes(token.status) && isLive(token, nowSeconds * 1000),
  );
  await Promise.all(found.map((token) => tokens.revoke(token, nowSeconds, token.token_id)));
}

/**
 * Changes where a person can be reached, and revokes their tokens before and after the change.
 *
 * Before, so that a crash after the revocation leaves the old contact and no live tokens: the person requests
 * a new code, and the change can be repeated. If the change came first, a repeat after a crash would find
 * nothing to change and leave the tokens live. After, because a request may have read the old contact and
 * stored its token meanwhile. A request that stores its token even later detects the change itself: it reads
 * the contact once more after the write (issuing/persist-token.ts).
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
