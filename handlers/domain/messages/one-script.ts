/**
 * Whether a text keeps to one script, so that no letter of it passes for another alphabet's: Unicode Technical
 * Standard #39, section 5.1. What scripts share (digits, punctuation, signs, marks) fits into each.
 */

/**
 * In modern use: Unicode Standard Annex #31, tables 5 and 7. The most frequent come first, because a pattern is
 * built when it is first tried.
 */
const SCRIPTS = [
  'Latn Cyrl Arab Hani Hira Kana Hang Deva Grek Hebr Thai Beng Taml Telu Gujr Guru Knda Mlym Orya Sinh',
  'Armn Bopo Ethi Geor Khmr Laoo Mymr Thaa Tibt',
  'Adlm Bali Bamu Batk Cakm Cans Cham Cher Hmnp Java Kali Lana Lepc Limb Lisu Mand Mtei Newa Nkoo Olck Osge',
  'Plrd Rohg Saur Sund Sylo Syrc Tale Talu Tavt Tfng Vaii Wcho Yiii',
].flatMap((line) => line.split(' '));

/** Languages that are written in several scripts at once count as one: Chinese with Bopomofo, Japanese, Korean. */
const WRITTEN_TOGETHER = [
  ['Hani', 'Bopo'],
  ['Hani', 'Hira', 'Kana'],
  ['Hang', 'Hani'],
];

/** By the scripts that a character is used in (Script_Extensions), not only the one that it is filed under. */
const PATTERNS = [...SCRIPTS.map((script) => [script]), ...WRITTEN_TOGETHER].map(
  (scripts) =>
    new RegExp(`^[${[...scripts, 'Zyyy', 'Zinh'].map((script) => `\\p{scx=${script}}`).join('')}]*$`, 'u'),
);

export const isOneScript = (text: string): boolean => PATTERNS.some((pattern) => pattern.test(text));
