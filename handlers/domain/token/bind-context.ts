/**
 * What a token is bound to besides its person and purpose, such as an amount and a payee. The person sees
 * what they confirm, and the code confirms nothing else (dynamic linking, Delegated Regulation (EU) 2018/389,
 * article 5).
 *
 * Neither the values nor their plain hash are stored, because amounts and payees are few enough to try them
 * all. Only a keyed digest is stored. Receipts get the hash from the context that is presented at
 * verification.
 */
import { createHash } from 'node:crypto';
import type { TokenContext } from '../../contract/fields.ts';
import { canonicalJson } from './canonical-json.ts';

/** SHA-256 of the canonical context, base64url; empty without one. Put in receipts, but never stored. */
export function contextHash(context: TokenContext | undefined): string {
  if (context === undefined || Object.keys(context).length === 0) {
    return '';
  }
  return createHash('sha256').update(canonicalJson(context)).digest('base64url');
}
