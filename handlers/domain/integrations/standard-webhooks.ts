/**
 * Verifies signatures as Standard Webhooks has them, and as Supabase joins several of them.
 * https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 *
 * The standard puts a space between signatures, Supabase a comma and a space:
 * https://github.com/supabase/auth/blob/bc32168/internal/hooks/hookshttp/hookshttp.go (runHTTPHook). So signatures are
 * found by their shape, wherever they stand in the header.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { SIGNATURE_HEADERS } from '../../contract/hooks.ts';
import { signingKey } from '../events/webhook-message.ts';
import type { Doubt, HookCall } from './hook.ts';

/** Both ways, as the standard's libraries have it. */
const TOLERANCE_SECONDS = 5 * 60;

/** HMAC-SHA256 in base64; `v1a` is another kind, which has another length. */
const SIGNATURES = /\bv1,([A-Za-z0-9+/]{43}=)/g;

/** Whether one of the secrets made one of the signatures, not long ago. */
export function isSigned(call: HookCall, secrets: readonly string[]): boolean {
  const given = signaturesIn(call).map((signature) => Buffer.from(signature, 'base64'));
  if (!isRecent(call) || idOf(call) === '') {
    return false;
  }
  const text = `${idOf(call)}.${timestampOf(call)}.${call.rawBody}`;
  const right = secrets.flatMap((secret) => {
    const key = keyOf(secret);
    return key === undefined ? [] : [createHmac('sha256', key).update(text, 'utf8').digest()];
  });
  // Every pair is compared, so that the time does not say which of them matched.
  return right.flatMap((one) => given.map((other) => timingSafeEqual(one, other))).includes(true);
}

export function doubtAboutSignature(call: HookCall): Doubt {
  if (idOf(call) === '' || timestampOf(call) === '' || signaturesIn(call).length === 0) {
    return 'missing';
  }
  return isRecent(call) ? 'mismatch' : 'skewed';
}

/** Supabase writes `v1,` before what the standard has. */
const keyOf = (secret: string): Buffer | undefined => signingKey(secret.trim().replace(/^v1,/, ''));

const idOf = ({ headers }: HookCall): string => headers['webhook-id'] ?? '';
const timestampOf = ({ headers }: HookCall): string => headers['webhook-timestamp'] ?? '';
const signaturesIn = ({ headers }: HookCall): string[] =>
  [...(headers[SIGNATURE_HEADERS.standardWebhooks] ?? '').matchAll(SIGNATURES)].map(
    ([, signature = '']) => signature,
  );

function isRecent(call: HookCall): boolean {
  const timestamp = timestampOf(call);
  return /^\d{1,12}$/.test(timestamp) && Math.abs(call.nowMs / 1000 - Number(timestamp)) <= TOLERANCE_SECONDS;
}
