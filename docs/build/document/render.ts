/** Makes Word's paragraphs and tables of a chapter's blocks. */
import type { FileChild } from 'docx';
import { Bookmark, HeadingLevel, Paragraph, SequentialIdentifier, TextRun } from 'docx';
import type { Block, CaptionedBlock, Heading } from './blocks.ts';
import { anchorOf } from './captions.ts';
import { figureParagraph } from './figure.ts';
import { runsOf, runsOfMarkdown } from './inline.ts';
import { codeParagraphs } from './listing.ts';
import { COLOUR, SIZE } from './look.ts';
import { BULLETS, HEADINGS, STEPS } from './numbering.ts';
import { tableOf } from './table.ts';

const LEVELS = [HeadingLevel.HEADING_1, HeadingLevel.HEADING_2, HeadingLevel.HEADING_3] as const;

/** @param anchor the bookmark of the chapter, at its first heading */
export const renderChapter = (blocks: readonly Block[], anchor: string): FileChild[] =>
  blocks.flatMap((block, index) => renderBlock(block, index === 0 ? anchor : undefined));

function renderBlock(block: Block, anchor: string | undefined): FileChild[] {
  switch (block.kind) {
    case 'heading':
      return [heading(block, anchor)];
    case 'paragraph':
      return [new Paragraph({ children: runsOf(block.inline) })];
    case 'note':
      return [new Paragraph({ style: 'Note', children: runsOf(block.inline) })];
    case 'list':
      return block.items.map(
        (inline, index) =>
          new Paragraph({
            style: 'ListText',
            numbering: block.ordered
              ? { reference: STEPS, level: 0, restart: index === 0 }
              : { reference: BULLETS, level: 0 },
            children: runsOf(inline),
          }),
      );
    case 'code':
      return codeParagraphs(block.text, block.language, 'A block of code');
    case 'Figure':
      return [figureParagraph(block), captionOf(block)];
    case 'Table':
      return [captionOf(block), tableOf(block.rows), new Paragraph({ style: 'AfterTable' })];
    case 'Listing':
      return [captionOf(block), ...codeParagraphs(block.code, block.language, `Listing ${block.id}`)];
  }
}

function heading({ depth, inline, beginsPage }: Heading, anchor: string | undefined): Paragraph {
  const level = LEVELS[depth - 1];
  if (level === undefined) {
    throw new Error(`The document has no headings of level ${depth}`);
  }
  const runs = runsOf(inline);
  return new Paragraph({
    heading: level,
    numbering: { reference: HEADINGS, level: depth - 1 },
    // Word keeps the room above a heading below a page break, though not at the top of other pages.
    ...(beginsPage && { pageBreakBefore: true, spacing: { before: 0 } }),
    children: anchor === undefined ? runs : [new Bookmark({ id: anchor, children: runs })],
  });
}

const CAPTION_LOOK = { codeSize: SIZE.tableCode, bold: false, colour: COLOUR.quiet };

/** Below a figure; above a table or a listing, with which it stays. */
function captionOf(block: CaptionedBlock): Paragraph {
  const text = 'source' in block ? `${block.caption} (\`${block.source}\`)` : block.caption;
  const number = [new TextRun(`${block.kind} `), new SequentialIdentifier(block.kind)];
  return new Paragraph({
    style: 'Caption',
    keepNext: block.kind !== 'Figure',
    ...(block.kind === 'Figure' && { spacing: { before: 100, after: 240 } }),
    children: [
      new Bookmark({ id: anchorOf(block), children: number }),
      new TextRun('. '),
      ...runsOfMarkdown(text, CAPTION_LOOK),
    ],
  });
}
