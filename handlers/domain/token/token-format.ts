/** What tokens look like: their alphabets and lengths, generation, and reading what people type. */
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

/** The requested shape, completed from the owner's default, or the field that is out of bounds. */
export function chooseShape(
  asked: { readonly format?: TokenFormat | undefined; readonly length?: number | undefined },
  fallback: TokenShape,
  shortest: ShortestLengths,
): Decision<TokenShape> {
  const format = asked.format ?? fallback.format;
  const { max, default: usual } = TOKEN_LENGTHS[format];
  const min = shortest[format];
  if (min === undefined) {
    return refuseFields([{ field: 'format', rule: 'must be another format: this one is too short' }]);
  }
  const length = asked.length ?? (format === fallback.format ? fallback.length : Math.max(min, usual));
  if (length < min || length > max) {
    return refuseFields([
      { field: 'length', rule: `must be from ${min} to ${max} for the format ${format}` },
    ]);
  }
  return accept({ format, length });
}

/** A new token; every character is drawn uniformly, without modulo bias (OWASP ASVS 5.0, 11.5). */
export function generateToken(
  { format, length }: TokenShape,
  random: Pick<Randomness, 'integerBelow'>,
): string {
  const alphabet: string = TOKEN_ALPHABETS[format];
  let token = '';
  while (token.length < length) {
    token += alphabet.charAt(random.integerBelow(alphabet.length));
  }
  return token;
}

/** The characters that a token of any format may have. */
const ONLY_TOKEN_CHARACTERS = /^[0-9A-Z]*$/;

/**
 * The token that a person meant to type: without spaces and hyphens, in upper case, and with the letters O, I
 * and L, which Crockford's alphabet leaves out, read as the digits they look like.
 *
 * Text that cannot be a token is returned as it was typed. This makes the function idempotent: in some
 * scripts, upper-casing and NFKC can undo each other, but not in ASCII.
 */
export function normaliseToken(typed: string): string {
  const meant = withoutGroups(typed).toUpperCase().replaceAll('O', '0').replace(/[IL]/g, '1');
  return ONLY_TOKEN_CHARACTERS.test(meant) ? meant : typed;
}

/** Refuses text without letters and digits before it costs an attempt. */
export const checkTyped = (typed: string, field = 'token'): Decision<void> =>
  /[\p{L}\p{N}]/u.test(withoutGroups(typed))
    ? accept(undefined)
    : refuseFields([{ field, rule: 'must contain letters or digits' }]);

const withoutGroups = (typed: string): string => plainText(typed).replace(/[\s-]/g, '');
