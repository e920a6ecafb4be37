/**
 * Codes and numbers as people type and paste them: digits of any script, invisible characters copied along,
 * and many kinds of dash.
 */

/** Characters that cannot be seen: direction marks, joiners, soft hyphens, variation selectors, keycaps. */
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Me}]/gu;

/** Unicode dashes, similar symbols (even emoji), and the long-vowel mark of Japanese minus keys. */
const DASH = /[\p{Pd}\u02d7\u2043\u2212\u23af\u2500\u2796\u30fc]/gu;

/** The text without invisible characters, with ASCII digits and every dash as a hyphen. */
export const plainText = (typed: string): string =>
  typed
    .normalize('NFKC')
    .replace(INVISIBLE, '')
    .replace(DASH, '-')
    .replace(/\p{Nd}/gu, (digit) => String(digitValue(digit)));

/**
 * Unicode assigns decimal digits in runs of ten, zero first, so a digit's position in its run is its value.
 * https://www.unicode.org/policies/stability_policy.html#Property_Value
 */
function digitValue(digit: string): number {
  const code = digit.codePointAt(0) ?? 0;
  let before = 0;
  while (/\p{Nd}/u.test(String.fromCodePoint(code - before - 1))) {
    before += 1;
  }
  return before % 10;
}
