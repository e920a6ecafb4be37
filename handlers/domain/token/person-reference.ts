/**
 * The name of a person in logs and traces. The `user_id` itself never appears there, because callers may use
 * an email address or a phone number for it.
 *
 * It is keyed, because a plain hash of an address can be found by hashing addresses. It has its own secret,
 * so that someone who uses that secret to trace people through the logs can neither read the tables nor open
 * a token.
 */
import { createHmac } from 'node:crypto';
import type { TokenKeys } from './token-keys.ts';

/** 96 bits: among ten million people, the chance that any two share a reference is 10⁻¹⁵. */
const REFERENCE_LENGTH = 16;

/** Replaces a reference that could not be computed in time. */
export const NO_REFERENCE = 'unavailable';

/** 16 characters of base64url. */
export const personReference = (userId: string, { personKey }: TokenKeys): string =>
  createHmac('sha256', personKey).update(userId).digest('base64url').slice(0, REFERENCE_LENGTH);
