/**
 * Items of the tokens table: the record unchanged, except that client group and purpose form one key
 * attribute.
 */
import { readSlot, slotOf } from '../../domain/token/client-groups.ts';
import type { TokenKey, TokenRecord } from '../../domain/token/token-store.ts';
import type { Item } from './client.ts';
import { fromItem, toItem } from './client.ts';

export const tokenKey = (key: TokenKey): Item => ({ user_id: { S: key.user_id }, slot: { S: slotOf(key) } });

export const toTokenItem = ({ client_group, purpose, ...token }: TokenRecord): Item =>
  toItem({ ...token, slot: slotOf({ client_group, purpose }) });

/** A token, or those of its members that were read. */
export function fromTokenItem<Token extends TokenKey = TokenRecord>(item: Item): Token {
  const { slot, ...members } = fromItem<Omit<Token, keyof TokenKey> & { readonly slot?: string }>(item);
  return { ...members, ...(slot === undefined ? {} : readSlot(slot)) } as unknown as Token;
}
