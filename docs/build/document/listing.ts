/** Code: shaded, coloured in moderation, and never wider than the page. */
import { BorderStyle, Paragraph, TextRun } from 'docx';
import { highlight } from './highlight.ts';
import { COLOUR, listingColumns, SIZE } from './look.ts';

/** Lines that stay on one page. */
const KEPT_TOGETHER = 24;

/**
 * Code whose lines are long is a little smaller.
 * @throws when a line is wider than the page even then: choose another excerpt, or break the line in its source
 */
export function codeParagraph(code: string, language: string, name: string): Paragraph {
  const widest = Math.max(...code.split('\n').map(({ length }) => length));
  const size = [SIZE.code, SIZE.wideCode].find((each) => widest <= listingColumns(each));
  if (size === undefined) {
    throw new Error(
      `${name} has a line of ${widest} characters, and the page has ${listingColumns(SIZE.wideCode)}`,
    );
  }
  const lines = highlight(code, language);
  const border = { style: BorderStyle.SINGLE, size: 4, space: 5, color: COLOUR.line };
  return new Paragraph({
    style: 'Listing',
    keepLines: lines.length <= KEPT_TOGETHER,
    border: { top: border, bottom: border, left: border, right: border },
    children: lines.flatMap((line, index) => {
      const pieces = line.map(
        ({ text, colour, italics }) =>
          new TextRun({
            text,
            ...(size !== SIZE.code && { size }),
            ...(colour !== COLOUR.code && { color: colour }),
            ...(italics && { italics }),
          }),
      );
      return index === 0 ? pieces : [new TextRun({ break: 1 }), ...pieces];
    }),
  });
}
