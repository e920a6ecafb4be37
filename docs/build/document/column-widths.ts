/** How wide the columns of a table are: no narrower than their longest word, and otherwise by how much text they hold. */
import { TEXT_WIDTH } from './look.ts';

/** A character of a table in twips, on average and with some room: narrower for letters, wider for code. */
const CHARACTER_TWIPS = 100;
const PADDING_TWIPS = 200;
/** A longer word breaks. */
const MOST_WORD_TWIPS = 3_200;
/** What is longer than this takes more lines. */
const MOST_WANTED_CHARACTERS = 70;

/** Twips, which add up to the width of the text. `rows` are the plain texts of the cells. */
export function columnWidths(rows: readonly (readonly string[])[]): number[] {
  const columns = (rows[0] ?? []).map((_, index) => rows.map((row) => row[index] ?? ''));
  const least = columns.map((cells) =>
    Math.min(MOST_WORD_TWIPS, Math.max(...cells.map(longestWord)) * CHARACTER_TWIPS + PADDING_TWIPS),
  );
  const wanted = columns.map(
    (cells) =>
      Math.min(MOST_WANTED_CHARACTERS, Math.max(...cells.map(({ length }) => length))) * CHARACTER_TWIPS +
      PADDING_TWIPS,
  );
  const spare = TEXT_WIDTH - sum(least);
  const wishes = wanted.map((width, index) => Math.sqrt(Math.max(0, width - (least[index] ?? 0))));
  const share = sum(wishes) === 0 ? 0 : spare / sum(wishes);
  const widths = least.map((width, index) =>
    Math.floor(spare < 0 ? (width * TEXT_WIDTH) / sum(least) : width + (wishes[index] ?? 0) * share),
  );
  // What rounding left, or a table of short cells, goes to the last column.
  return widths.map((width, index) =>
    index === widths.length - 1 ? width + TEXT_WIDTH - sum(widths) : width,
  );
}

const longestWord = (text: string): number => Math.max(0, ...text.split(/[\s]+/).map(({ length }) => length));

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
