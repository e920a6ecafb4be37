/**
 * Whether a text shows a code of digits: standing by itself, as times, ids and digests hold any six digits
 * now and then.
 */
export const showsCode = (text: string, code: string): boolean =>
  new RegExp(`(?<![0-9A-Fa-f])${code}(?![0-9A-Fa-f])`).test(text);
