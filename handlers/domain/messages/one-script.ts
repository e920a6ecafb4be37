/**
 * Whether a text uses a single script, so that no letter in it can imitate one of another alphabet: Unicode
 * Technical Standard #39, section 5.1. Characters that scripts share (digits, punctuation, symbols, marks)
 * fit into any script.
 */

/**
 * The scripts in modern use: Unicode Standard Annex #31, tables 5 and 7. The most frequent come first,
 * because a regular expression is compiled on its first use.
 */
const SCRIPTS = [
  'Latn Cyrl Arab Hani Hira Kana Hang Deva Grek Hebr Thai Beng Taml Telu Gujr Guru Knda Mlym Orya Sinh',
  'Armn Bopo Ethi Geor Khmr Laoo Mymr Thaa Tibt',
  'Adlm Bali Bamu Batk Cakm Cans Cham Cher Hmnp Java Kali Lana Lepc Limb Lisu Mand Mtei Newa Nkoo Olck Osge',
  'Plrd Rohg Saur Sund Sylo Syrc Tale Talu Tavt Tfng Vaii Wcho Yiii',
].flatMap((line) => line.split(' '));

/** Scripts that one language combines count as one script: Chinese with Bopomofo, Japanese, Korean. */
const WRITTEN_TOGETHER = [
  ['Hani', 'Bopo'],
  ['Hani', 'Hira', 'Kana'],
  ['Hang', 'Hani'],
];

/** Matches by all the scripts that use a character (Script_Extensions), not just its main one. */
const PATTERNS = [...SCRIPTS.map((script) => [script]), ...WRITTEN_TOGETHER].map(
  (scripts) =>
    new RegExp(`^[${[...scripts, 'Zyyy', 'Zinh'].map((script) => `\\p{scx=${script}}`).join('')}]*$`, 'u'),
);

export const isOneScript = (text: string): boolean => PATTERNS.some((pattern) => pattern.test(text));
