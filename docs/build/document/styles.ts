/** The styles of the written document. Headings, captions and contents are Word's own, so its navigation knows them. */
import type { IStylesOptions } from 'docx';
import { AlignmentType, LineRuleType } from 'docx';
import { CODE_FONT, COLOUR, FONT, LISTING_INDENT, SIZE } from './look.ts';

/** British, as the texts are. */
const LANGUAGE = { value: 'en-GB' };

/** Word takes a height of a line without a rule for a multiple, LibreOffice for a height that cuts pictures off. */
const AUTO = LineRuleType.AUTO;

const heading = (size: number, before: number, after: number) => ({
  run: { font: FONT, size, bold: true, color: COLOUR.heading },
  paragraph: { spacing: { before, after }, keepNext: true, keepLines: true },
});

export const STYLES: IStylesOptions = {
  default: {
    document: {
      run: { font: FONT, size: SIZE.text, language: LANGUAGE },
      paragraph: { spacing: { after: 120, line: 276, lineRule: AUTO } },
    },
    title: {
      run: { font: FONT, size: 72, bold: true, color: COLOUR.heading },
      paragraph: { spacing: { after: 160 } },
    },
    heading1: heading(36, 640, 200),
    heading2: heading(26, 320, 120),
    heading3: heading(22, 240, 80),
    caption: {
      run: { font: FONT, size: SIZE.caption, bold: true, color: COLOUR.heading },
      paragraph: { spacing: { before: 200, after: 80 }, keepLines: true },
    },
    hyperlink: { run: { color: COLOUR.accent, underline: { type: 'none' } } },
  },
  paragraphStyles: [
    {
      id: 'Listing',
      name: 'Listing',
      basedOn: 'Normal',
      run: { font: CODE_FONT, size: SIZE.code, color: COLOUR.code, noProof: true },
      paragraph: {
        spacing: { before: 60, after: 220, line: 240, lineRule: AUTO },
        indent: { left: LISTING_INDENT, right: LISTING_INDENT },
        alignment: AlignmentType.LEFT,
        shading: { fill: COLOUR.shade, color: 'auto' },
      },
    },
    {
      id: 'Figure',
      name: 'Figure',
      basedOn: 'Normal',
      next: 'Caption',
      paragraph: { spacing: { before: 160, after: 0, line: 240, lineRule: AUTO }, keepNext: true },
    },
    {
      id: 'TableText',
      name: 'Table Text',
      basedOn: 'Normal',
      run: { size: SIZE.table },
      paragraph: { spacing: { before: 0, after: 0, line: 252, lineRule: AUTO } },
    },
    {
      id: 'TableHead',
      name: 'Table Head',
      basedOn: 'TableText',
      run: { bold: true, color: COLOUR.onHead },
      paragraph: { keepNext: true },
    },
    {
      id: 'AfterTable',
      name: 'After Table',
      basedOn: 'Normal',
      run: { size: 8 },
      paragraph: { spacing: { after: 100, line: 240, lineRule: AUTO } },
    },
    {
      id: 'ListText',
      name: 'List Text',
      basedOn: 'Normal',
      paragraph: { spacing: { after: 70 } },
    },
    {
      id: 'Note',
      name: 'Note',
      basedOn: 'Normal',
      paragraph: {
        indent: { left: 160, right: 160 },
        spacing: { before: 120, after: 200 },
        keepLines: true,
        shading: { fill: 'EAF2FB', color: 'auto' },
        border: { left: { style: 'single', size: 24, space: 8, color: COLOUR.accent } },
      },
    },
    {
      id: 'Subtitle',
      name: 'Subtitle',
      basedOn: 'Normal',
      run: { size: 28, color: COLOUR.quiet },
      paragraph: { spacing: { after: 480 } },
    },
    {
      id: 'FrontText',
      name: 'Front Text',
      basedOn: 'Normal',
      run: { size: 20, color: COLOUR.quiet },
      paragraph: { spacing: { after: 60 } },
    },
    {
      id: 'ContentsHeading',
      name: 'Contents Heading',
      basedOn: 'Normal',
      run: { size: 36, bold: true, color: COLOUR.heading },
      paragraph: { spacing: { after: 200 }, keepNext: true },
    },
    {
      id: 'TOC1',
      name: 'toc 1',
      basedOn: 'Normal',
      run: { size: SIZE.table + 1, bold: true, color: COLOUR.heading },
      paragraph: {
        spacing: { before: 60, after: 10, line: 235, lineRule: AUTO },
        leftTabStop: 480,
      },
    },
    {
      id: 'TOC2',
      name: 'toc 2',
      basedOn: 'Normal',
      run: { size: SIZE.table },
      paragraph: {
        spacing: { before: 0, after: 0, line: 235, lineRule: AUTO },
        indent: { left: 480 },
        leftTabStop: 1060,
      },
    },
  ],
};
