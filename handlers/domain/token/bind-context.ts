/**
 * What a token is bound to besides its person and purpose: an amount and a payee, for instance. The
 * person sees what they confirm, and the code confirms nothing else (dynamic linking, Delegated
 * Regulation (EU) 2018/389, article 5). Neither the values nor their hash are stored: amounts and payees are few
 * enough to try them all. A keyed digest is, and receipts get the hash from the context that verification presents.
 */
import { createHash } from 'node:crypto';
import type { TokenContext } from '../../contract/fields.ts';
import { canonicalJson } from './canonical-json.ts';

/** SHA-256 of the canonical context, base64url; empty without one. Travels, and is in receipts, but does not rest. */
export function contextHash(context: TokenContext | undefined): string {
  if (context === undefined || Object.keys(context).length === 0) {
    return '';
  }
  return createHash('sha256').update(canonicalJson(context)).digest('base64url');
}
