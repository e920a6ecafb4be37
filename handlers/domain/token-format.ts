/**
 * What tokens look like: alphabets, lengths, generation, and reading back what people type.
 */
import { TOKEN_LENGTHS, type TokenFormat } from '../contract/vocabulary.ts';
import { accept, type Decision, refuseFields } from './decision.ts';
import type { Randomness } from './ports.ts';

/** Crockford base32 leaves out I, L, O and U: https://www.crockford.com/base32.html */
const ALPHABETS = {
  numeric: '0123456789',
  alphanumeric: '0123456789ABCDEFGHJKMNPQRSTVWXYZ',
} as const satisfies Record<TokenFormat, string>;

export interface TokenShape {
  readonly format: TokenFormat;
  /** Characters. */
  readonly length: number;
}

/** The asked shape, filled up from the owner's default, or the field that is out of bounds. */
export function chooseShape(
  asked: { readonly format?: TokenFormat | undefined; readonly length?: number | undefined },
  fallback: TokenShape,
): Decision<TokenShape> {
  const format = asked.format ?? fallback.format;
  const bounds = TOKEN_LENGTHS[format];
  const length = asked.length ?? (format === fallback.format ? fallback.length : bounds.default);
  if (length < bounds.min || length > bounds.max) {
    const rule = `must be from ${bounds.min} to ${bounds.max} for the format ${format}`;
    return refuseFields([{ field: 'length', rule }]);
  }
  return accept({ format, length });
}

/** A new token; every character is drawn evenly, without modulo bias (OWASP ASVS 5.0, 11.5). */
export function generateToken({ format, length }: TokenShape, random: Randomness): string {
  const alphabet = ALPHABETS[format];
  let token = '';
  while (token.length < length) token += alphabet.charAt(random.integerBelow(alphabet.length));
  return token;
}

/**
 * The token that a person meant: without spaces and hyphens, full-width digits narrowed, letters in
 * upper case, and the letters that Crockford leaves out read as the digits they look like.
 */
export function normaliseToken(typed: string): string {
  return typed
    .normalize('NFKC')
    .replace(/[\s\p{Pd}]/gu, '')
    .toUpperCase()
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1');
}
