/** Finds the verification that a request names: by its SID, or by the number or address that it is for. */
import { TWILIO_PURPOSE } from '../../contract/twilio.ts';
import type { TokenKeys } from '../token/token-keys.ts';
import { isLive, isOpen } from '../token/token-state.ts';
import type { TokenKey, TokenRecord, TokenStore } from '../token/token-store.ts';
import type { Addressee } from './addressee.ts';
import { personOf, readAddressee, userIdOf } from './addressee.ts';
import type { Outcome } from './outcome.ts';
import { done, notFound } from './outcome.ts';
import { isVerificationSid, readSid } from './verification-sid.ts';

export interface FindPorts {
  readonly tokens: Pick<TokenStore, 'get'>;
  readonly clientGroup: string;
}

export interface Found {
  readonly token: TokenRecord;
  /** Undefined where the request names a SID, which gives no number away. */
  readonly to: string | undefined;
}

export const keyOf = (userId: string, clientGroup: string): TokenKey => ({
  user_id: userId,
  purpose: TWILIO_PURPOSE,
  client_group: clientGroup,
});

export const userIdFor = (addressee: Addressee, keys: TokenKeys): string =>
  userIdOf(personOf(addressee, keys));

/**
 * The verification, in whatever state. Twilio takes a number or an address in the place of a SID, and its libraries
 * put it into the path as it is. @throws StoreUnavailable
 */
export async function findVerification(
  named: string,
  keys: TokenKeys,
  { tokens, clientGroup }: FindPorts,
): Promise<Outcome<Found>> {
  if (isVerificationSid(named)) {
    const { userId, tokenStart } = readSid(named, keys);
    const token = await tokens.get(keyOf(userId, clientGroup));
    return token?.token_id.startsWith(tokenStart) ? done({ token, to: undefined }) : notFound();
  }
  const addressee = readAddressee(named);
  if (!addressee.ok) {
    return notFound();
  }
  const token = await tokens.get(keyOf(userIdFor(addressee.value, keys), clientGroup));
  return token === undefined ? notFound() : done({ token, to: addressee.value.to });
}

/**
 * The verification that a check names, which may name both a SID and whom it is for. The SID may have come through
 * a form, where anybody can put in their own. So one that is for somebody else is not found. @throws StoreUnavailable
 */
export async function findFor(
  named: string,
  to: string | undefined,
  keys: TokenKeys,
  ports: FindPorts,
): Promise<Outcome<Found>> {
  const found = await findVerification(named, keys, ports);
  if (!found.ok || to === undefined) {
    return found;
  }
  const { token } = found.value;
  const addressee = readAddressee(to);
  return addressee.ok && userIdFor(addressee.value, keys) === token.user_id
    ? done({ token, to: addressee.value.to })
    : notFound();
}

/** Whether it is pending, as Twilio calls it: an approved, canceled, expired or locked one is gone there. */
export const isPending = (token: TokenRecord, nowMs: number): boolean =>
  isOpen(token) && isLive(token, nowMs);
