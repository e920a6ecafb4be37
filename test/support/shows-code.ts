/**
 * Whether a text shows a numeric code. Only a code that stands alone counts, because times, ids and digests
 * contain any six digits now and then.
 */
export const showsCode = (text: string, code: string): boolean =>
  new RegExp(`(?<![0-9A-Fa-f])${code}(?![0-9A-Fa-f])`).test(text);
