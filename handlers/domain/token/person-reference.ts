/**
 * What logs and traces call a person: callers may take an email address or a number for `user_id`, so it never stands
 * there.
 *
 * Keyed, because a plain hash of an address is found by hashing addresses, and by a secret of its own: who follows
 * people through the logs by it can neither read the tables by it nor open a token.
 */
import { createHmac } from 'node:crypto';
import type { TokenKeys } from './token-keys.ts';

/** 96 bits: among ten million people, the chance that any two share a reference is 10⁻¹⁵. */
const REFERENCE_LENGTH = 16;

/** Stands in the place of a reference that could not be made in time. */
export const NO_REFERENCE = 'unavailable';

/** 16 characters of base64url. */
export const personReference = (userId: string, { personKey }: TokenKeys): string =>
  createHmac('sha256', personKey).update(userId).digest('base64url').slice(0, REFERENCE_LENGTH);
