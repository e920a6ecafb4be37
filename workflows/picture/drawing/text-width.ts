/**
 * How wide a text is, by the metrics of Helvetica, which Arial and Liberation Sans share. So what fits here
 * fits on every machine whose browser has one of them, and no browser is needed to lay a picture out.
 */

/** Thousandths of the font's size, from the space (U+0020) to the tilde (U+007E). */
const REGULAR = [
  278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556,
  556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278,
  500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469,
  556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500,
  278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
];
const BOLD = [
  278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556,
  556, 556, 556, 556, 556, 333, 333, 584, 584, 584, 611, 975, 722, 722, 722, 722, 667, 611, 778, 722, 278,
  556, 722, 611, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 333, 278, 333, 584,
  556, 333, 556, 611, 556, 611, 556, 333, 611, 611, 278, 278, 556, 278, 889, 611, 611, 611, 611, 389, 556,
  333, 611, 556, 778, 556, 556, 500, 389, 280, 389, 584,
];
/** The widest letter: what a character counts that the tables lack. */
const WIDEST = 1015;
const OTHERS: Readonly<Record<string, number>> = { '·': 333, '×': 584, '’': 278, '…': 1000 };
const FIRST = 32;

/** @param size in the picture's units, as is the answer */
export function textWidth(text: string, size: number, isBold = false): number {
  const table = isBold ? BOLD : REGULAR;
  const thousandths = [...text].map(
    (character) => OTHERS[character] ?? table[(character.codePointAt(0) ?? 0) - FIRST] ?? WIDEST,
  );
  return (thousandths.reduce((sum, width) => sum + width, 0) * size) / 1000;
}

/** Breaks a text between words into lines that are no wider than `most`; a word alone may be wider. */
export function wrap(text: string, most: number, size: number, isBold = false): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    const longer = last === undefined ? word : `${last} ${word}`;
    if (last !== undefined && textWidth(longer, size, isBold) <= most) {
      lines[lines.length - 1] = longer;
    } else {
      lines.push(word);
    }
  }
  return lines;
}
