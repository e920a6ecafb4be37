/**
 * Spellings of a number that reach the same line: they are one subject for limits, opt-outs and test numbers.
 *
 * Argentine mobiles are dialled with and without a 9 after +54. Brazilian ones from before 2016 lack the 9
 * before the subscriber number, and Mexican ones from before August 2019 have a 1 after +52. Whether an
 * Italian number has a leading zero depends on its kind, so with and without it are two different numbers.
 * Messages go to the spelling that the person gave, which is what carriers expect.
 * https://github.com/google/libphonenumber/blob/master/FAQ.md, https://www.itu.int/oth/T020200008A/en
 */

/** The one E.164 spelling that represents all spellings of a line. */
export const lineOf = (e164: string): string =>
  e164
    .replace(/^\+549(?=\d{10}$)/, '+54')
    .replace(/^\+521(?=\d{10}$)/, '+52')
    .replace(/^(\+55\d\d)(?=[6-9]\d{7}$)/, '$19');

/** Every E.164 spelling that reaches the line of a number. */
export function spellingsOf(e164: string): readonly string[] {
  const line = lineOf(e164);
  return [
    ...new Set([
      line,
      line.replace(/^\+54(?=\d{10}$)/, '+549'),
      line.replace(/^\+52(?=\d{10}$)/, '+521'),
      line.replace(/^(\+55\d\d)9(?=[6-9]\d{7}$)/, '$1'),
    ]),
  ];
}

/** Whether two numbers reach the same line. */
export const isSameLine = (one: string, other: string): boolean => lineOf(one) === lineOf(other);
