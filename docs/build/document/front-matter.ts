/** What comes before the first chapter: the title page, the contents, and what is at the edges of every page. */
import type { FileChild, IRunOptions } from 'docx';
import {
  BorderStyle,
  Footer,
  Header,
  PageNumber,
  Paragraph,
  Tab,
  TableOfContents,
  TabStopType,
  TextRun,
} from 'docx';
import { COLOUR, SIZE, TEXT_WIDTH } from './look.ts';

export interface DocumentFacts {
  readonly title: string;
  readonly subtitle: string;
  readonly description: string;
  readonly version: string;
  readonly author: string;
  readonly licence: string;
}

export const titlePage = ({
  title,
  subtitle,
  description,
  version,
  author,
  licence,
}: DocumentFacts): FileChild[] => [
  new Paragraph({
    spacing: { before: 3600 },
    border: { bottom: { style: BorderStyle.SINGLE, size: 36, space: 14, color: COLOUR.accent } },
    style: 'Title',
    text: title,
  }),
  new Paragraph({ style: 'Subtitle', text: subtitle, spacing: { before: 240 } }),
  new Paragraph({ text: description, spacing: { after: 4800 }, indent: { right: 1400 } }),
  new Paragraph({ style: 'FrontText', text: `Version ${version}` }),
  new Paragraph({ style: 'FrontText', text: author }),
  new Paragraph({ style: 'FrontText', text: `Licence: ${licence}` }),
];

export const contents = (): FileChild[] => [
  new Paragraph({ style: 'ContentsHeading', text: 'Contents', pageBreakBefore: true }),
  new TableOfContents('Contents', { hyperlink: true, headingStyleRange: '1-2' }),
];

const edge = (children: TextRun[], side: 'top' | 'bottom'): Paragraph =>
  new Paragraph({
    tabStops: [{ type: TabStopType.RIGHT, position: TEXT_WIDTH }],
    spacing: { after: 0 },
    border: { [side]: { style: BorderStyle.SINGLE, size: 4, space: 6, color: COLOUR.line } },
    children,
  });

const small = (children: NonNullable<IRunOptions['children']>): TextRun =>
  new TextRun({ children, size: SIZE.small, color: COLOUR.quiet });

export const header = ({ title, subtitle }: DocumentFacts): Header =>
  new Header({ children: [edge([small([title, new Tab(), subtitle])], 'bottom')] });

export const footer = ({ version }: DocumentFacts): Footer =>
  new Footer({
    children: [
      edge(
        [
          small([
            `Version ${version}`,
            new Tab(),
            'Page ',
            PageNumber.CURRENT,
            ' of ',
            PageNumber.TOTAL_PAGES,
          ]),
        ],
        'top',
      ),
    ],
  });
