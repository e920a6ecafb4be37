/** Tables: the header is repeated on every page, rows stay whole, and small tables stay on one page. */
import {
  BorderStyle,
  Paragraph,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  VerticalAlignTable,
  WidthType,
} from 'docx';
import type { Tokens } from 'marked';
import { columnWidths } from './column-widths.ts';
import { runsOf } from './inline.ts';
import { COLOUR, SIZE, TEXT_WIDTH } from './look.ts';

/** A table whose cells have up to this many characters stays on one page. */
const KEPT_TOGETHER = 900;

const LINE = { style: BorderStyle.SINGLE, size: 4, color: COLOUR.line };
const NO_LINE = { style: BorderStyle.NONE, size: 0, color: 'auto' };

export function tableOf({ header, rows }: Tokens.Table): Table {
  const texts = [header, ...rows].map((row) =>
    row.map(({ text }) => text.replaceAll(/[`*]|\]\([^)]*\)/g, '')),
  );
  const widths = columnWidths(texts);
  const isKept = texts.flat().join('').length <= KEPT_TOGETHER;
  const cells = (row: Tokens.TableCell[], { isHead, keepNext }: { isHead: boolean; keepNext: boolean }) =>
    row.map(
      ({ tokens }, index) =>
        new TableCell({
          width: { size: widths[index] ?? 0, type: WidthType.DXA },
          verticalAlign: VerticalAlignTable.TOP,
          ...(isHead && { shading: { fill: COLOUR.head, color: 'auto' } }),
          children: [
            new Paragraph({
              style: isHead ? 'TableHead' : 'TableText',
              keepNext,
              children: runsOf(tokens, {
                codeSize: SIZE.tableCode,
                ...(isHead && { colour: COLOUR.onHead, bold: true }),
              }),
            }),
          ],
        }),
    );
  return new Table({
    width: { size: TEXT_WIDTH, type: WidthType.DXA },
    columnWidths: widths,
    layout: TableLayoutType.FIXED,
    margins: { top: 50, bottom: 50, left: 100, right: 100 },
    borders: {
      top: LINE,
      bottom: LINE,
      left: NO_LINE,
      right: NO_LINE,
      insideHorizontal: LINE,
      insideVertical: NO_LINE,
    },
    rows: [
      new TableRow({
        tableHeader: true,
        cantSplit: true,
        children: cells(header, { isHead: true, keepNext: true }),
      }),
      ...rows.map(
        (row, index) =>
          new TableRow({
            cantSplit: true,
            children: cells(row, { isHead: false, keepNext: isKept && index < rows.length - 1 }),
          }),
      ),
    ],
  });
}
