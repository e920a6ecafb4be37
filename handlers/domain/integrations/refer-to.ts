/**
 * The id of a person whom the other system does not name: a keyed digest of the destination, because ids are stored
 * and shown where numbers and addresses must not be. A number is one person however it is written.
 */
import type { CountryCode } from 'libphonenumber-js/min';
import { digestDestination } from '../destinations/digest-destination.ts';
import { lineAsTyped } from '../destinations/phone-number.ts';
import type { TokenKeys } from '../token/token-keys.ts';

/** 96 bits: among ten million people, the chance that any two share an id is 10⁻¹⁵. */
const LENGTH = 16;

export const referTo =
  (keys: TokenKeys, defaultCountry: CountryCode | '') =>
  (destination: string): string => {
    const [field, named] = destination.includes('@')
      ? (['email', destination] as const)
      : (['phone_number', lineAsTyped(destination, defaultCountry)] as const);
    return `to-${digestDestination(field, named, keys).slice(0, LENGTH)}`;
  };
