/** A secret that a caller sends as it is, in the Authorization header. */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { Doubt, HookCall } from './hook.ts';

/** The scheme may be written or left out: what people paste is one text to them. */
const SCHEME = /^bearer +/i;

/** Every secret is compared, and by digests, so that the time says neither which was meant nor how long it is. */
export function hasSecret({ headers }: HookCall, secrets: readonly string[]): boolean {
  const given = (headers.authorization ?? '').trim().replace(SCHEME, '');
  return secrets
    .filter((secret) => secret !== '')
    .map((secret) => timingSafeEqual(digest(given), digest(secret)))
    .includes(true);
}

export const doubtAboutSecret = ({ headers }: HookCall): Doubt =>
  (headers.authorization ?? '') === '' ? 'missing' : 'mismatch';

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
