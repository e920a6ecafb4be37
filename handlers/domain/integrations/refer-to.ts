/**
 * The id of a person whom the other system does not name: a keyed digest of the destination, because ids are stored
 * and shown where numbers and addresses must not be.
 */
import { digestDestination } from '../destinations/digest-destination.ts';
import type { TokenKeys } from '../token/token-keys.ts';

/** 96 bits: among ten million people, the chance that any two share an id is 10⁻¹⁵. */
const LENGTH = 16;

export const referTo =
  (keys: TokenKeys) =>
  (destination: string): string =>
    `to-${digestDestination(destination.includes('@') ? 'email' : 'phone_number', destination, keys).slice(0, LENGTH)}`;
