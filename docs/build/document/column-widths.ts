/**
 * How wide the columns of a table are: no narrower than their longest words, and otherwise so that the table takes
 * few lines.
 */
import { TEXT_WIDTH } from './look.ts';

/** A character of a table in twips, on average and with some room: narrower for letters, wider for code. */
const CHARACTER_TWIPS = 98;
const PADDING_TWIPS = 200;
/** A longer word breaks. */
const MOST_WORD_TWIPS = 4_400;
/** Columns of short texts do not wrap, least of all the first, which names what the row is about. */
const SHORT_TWIPS = { first: 3_900, other: 1_900 };
/** What is left after every column has its longest word is given away in steps of this. */
const STEP_TWIPS = 120;

type Rows = readonly (readonly string[])[];

/** Twips, which add up to the width of the text. `rows` are the plain texts of the cells. */
export function columnWidths(rows: Rows): number[] {
  const least = (rows[0] ?? []).map((_, column) =>
    leastWidth(
      rows.map((row) => row[column] ?? ''),
      column === 0 ? SHORT_TWIPS.first : SHORT_TWIPS.other,
    ),
  );
  const excess = sum(least) - TEXT_WIDTH;
  let widths = excess <= 0 ? least : least.map((width) => Math.floor((width * TEXT_WIDTH) / sum(least)));
  while (TEXT_WIDTH - sum(widths) >= STEP_TWIPS) {
    widths = withOneStep(widths, rows);
  }
  return widths.map((width, column) =>
    column === widths.length - 1 ? width + TEXT_WIDTH - sum(widths) : width,
  );
}

function leastWidth(texts: readonly string[], shortTwips: number): number {
  const whole = widthOf(Math.max(...texts.map(({ length }) => length)));
  return whole <= shortTwips
    ? whole
    : Math.min(MOST_WORD_TWIPS, widthOf(Math.max(...texts.map(longestWord))));
}

const widthOf = (characters: number): number => characters * CHARACTER_TWIPS + PADDING_TWIPS;

/** One step wider in the column where that saves most lines, or else in the one whose texts are longest for its width. */
function withOneStep(widths: readonly number[], rows: Rows): number[] {
  const options = widths.map((_, column) =>
    widths.map((width, index) => (index === column ? width + STEP_TWIPS : width)),
  );
  const scores = options.map((option, column) => linesOf(option, rows) - fullness(widths, rows, column));
  return options[scores.indexOf(Math.min(...scores))] ?? [...widths];
}

const linesOf = (widths: readonly number[], rows: Rows): number =>
  sum(rows.map((row) => Math.max(...row.map((text, column) => linesIn(text, widths[column] ?? 1)))));

const linesIn = (text: string, width: number): number =>
  Math.max(1, Math.ceil((text.length * CHARACTER_TWIPS) / (width - PADDING_TWIPS)));

/** Of one column, from 0 to 1: how much of the table's text is in it, for each twip that it has. */
function fullness(widths: readonly number[], rows: Rows, column: number): number {
  const density = widths.map((width, index) => sum(rows.map((row) => row[index]?.length ?? 0)) / width);
  return (density[column] ?? 0) / (sum(density) || 1);
}

const longestWord = (text: string): number => Math.max(0, ...text.split(/\s+/).map(({ length }) => length));

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
