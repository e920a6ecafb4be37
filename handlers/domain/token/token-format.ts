/**
 * What tokens look like: alphabets, lengths, generation, and reading back what people type.
 */
import type { ShortestLengths } from '../../contract/settings/codes.ts';
import type { TokenFormat } from '../../contract/vocabulary.ts';
import { TOKEN_ALPHABETS, TOKEN_LENGTHS } from '../../contract/vocabulary.ts';
import type { Decision } from '../decision.ts';
import { accept, refuseFields } from '../decision.ts';
import type { Randomness } from '../randomness.ts';
import { plainText } from '../typed-text.ts';

export interface TokenShape {
  readonly format: TokenFormat;
  /** Characters. */
  readonly length: number;
}

/** The asked shape, filled up from the owner's default, or the field that is out of bounds. */
export function chooseShape(
  asked: { readonly format?: TokenFormat | undefined; readonly length?: number | undefined },
  fallback: TokenShape,
  shortest: ShortestLengths,
): Decision<TokenShape> {
  const format = asked.format ?? fallback.format;
  const { max, default: usual } = TOKEN_LENGTHS[format];
  const min = shortest[format];
  if (min === undefined) {
    return refuseFields([{ field: 'format', rule: 'must be another: none of it is long enough' }]);
  }
  const length = asked.length ?? (format === fallback.format ? fallback.length : Math.max(min, usual));
  if (length < min || length > max) {
    return refuseFields([
      { field: 'length', rule: `must be from ${min} to ${max} for the format ${format}` },
    ]);
  }
  return accept({ format, length });
}

/** A new token; every character is drawn evenly, without modulo bias (OWASP ASVS 5.0, 11.5). */
export function generateToken({ format, length }: TokenShape, random: Randomness): string {
  const alphabet: string = TOKEN_ALPHABETS[format];
  let token = '';
  while (token.length < length) {
    token += alphabet.charAt(random.integerBelow(alphabet.length));
  }
  return token;
}

/** The characters of a token in any format. */
const ONLY_TOKEN_CHARACTERS = /^[0-9A-Z]*$/;

/**
 * The token that a person meant: plain text without spaces and hyphens, letters in upper case, and the letters
 * that Crockford's alphabet leaves out read as the digits they look like.
 *
 * Text that cannot be a token is returned as it was typed. That makes this idempotent: upper case and composition
 * (NFKC) can undo each other in some scripts, but not in ASCII.
 */
export function normaliseToken(typed: string): string {
  const meant = withoutGroups(typed).toUpperCase().replaceAll('O', '0').replace(/[IL]/g, '1');
  return ONLY_TOKEN_CHARACTERS.test(meant) ? meant : typed;
}

/** Refuses text without any letter or digit before it costs an attempt. */
export const checkTyped = (typed: string): Decision<void> =>
  /[\p{L}\p{N}]/u.test(withoutGroups(typed))
    ? accept(undefined)
    : refuseFields([{ field: 'token', rule: 'must have letters or digits' }]);

const withoutGroups = (typed: string): string => plainText(typed).replace(/[\s-]/g, '');
