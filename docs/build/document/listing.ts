/** Code: shaded, coloured in moderation, and never wider than the page. */
import { BorderStyle, LineRuleType, Paragraph, TextRun } from 'docx';
import type { ColouredText } from './highlight.ts';
import { highlight } from './highlight.ts';
import { COLOUR, listingColumns, SIZE } from './look.ts';

/** A listing of up to this many lines stays on one page. */
const KEPT_TOGETHER = 14;
/** The lines at the beginning and at the end of a longer one that stay together. */
const EDGE_LINES = 5;

/**
 * Code whose lines are long is a little smaller.
 * @throws when a line is wider than the page even then: choose another excerpt, or break the line in its source
 */
export function codeParagraphs(code: string, language: string, name: string): Paragraph[] {
  const widest = Math.max(...code.split('\n').map(({ length }) => length));
  const size = [SIZE.code, SIZE.wideCode].find((each) => widest <= listingColumns(each));
  if (size === undefined) {
    throw new Error(
      `${name} has a line of ${widest} characters, and the page has ${listingColumns(SIZE.wideCode)}`,
    );
  }
  const parts = partsOf(highlight(code, language));
  return parts.map(
    (lines, index) =>
      new Paragraph({
        style: 'Listing',
        border: FRAME,
        keepLines: lines.length <= KEPT_TOGETHER,
        // Neighbours with the same frame are in one.
        spacing: {
          ...(index > 0 && { before: 0 }),
          ...(index < parts.length - 1 && { after: 0 }),
          line: 240,
          lineRule: LineRuleType.AUTO,
        },
        children: lines.flatMap((line, at) => [
          ...(at === 0 ? [] : [new TextRun({ break: 1 })]),
          ...line.map((piece) => runOf(piece, size)),
        ]),
      }),
  );
}

const BORDER = { style: BorderStyle.SINGLE, size: 4, color: COLOUR.line };
/** Word and LibreOffice differ in where the room above and below goes, so there is little of it. */
const ABOVE_AND_BELOW = { ...BORDER, space: 1 };
const BESIDE = { ...BORDER, space: 5 };
const FRAME = { top: ABOVE_AND_BELOW, bottom: ABOVE_AND_BELOW, left: BESIDE, right: BESIDE };

function partsOf<Line>(lines: readonly Line[]): (readonly Line[])[] {
  if (lines.length <= KEPT_TOGETHER) {
    return [lines];
  }
  return [lines.slice(0, EDGE_LINES), lines.slice(EDGE_LINES, -EDGE_LINES), lines.slice(-EDGE_LINES)];
}

const runOf = ({ text, colour, italics }: ColouredText, size: number): TextRun =>
  new TextRun({
    text,
    ...(size !== SIZE.code && { size }),
    ...(colour !== COLOUR.code && { color: colour }),
    ...(italics && { italics }),
  });
