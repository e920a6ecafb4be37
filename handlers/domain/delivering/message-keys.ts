/** What is derived from a message's id: what its item is found by, and the key that seals whose message it is. */
import { hkdfSync } from 'node:crypto';
import type { TokenKeys } from '../token/token-keys.ts';

const BYTES = 32;

interface MessageKeys extends Pick<TokenKeys, 'sealKey'> {
  /** base64url */
  readonly digest: string;
}

/** HKDF-SHA-256 (RFC 5869). SNS and SES make ids of 122 random bits, so neither value discloses the other or the id. */
export function messageKeys(messageId: string): MessageKeys {
  const derive = (info: string) => new Uint8Array(hkdfSync('sha256', messageId, '', info, BYTES));
  return {
    digest: Buffer.from(derive('token-courier/message/v1')).toString('base64url'),
    sealKey: derive('token-courier/message-seal/v1'),
  };
}
