import { describe, expect, it } from '@jest/globals';
import type { Block } from '../../../docs/build/document/blocks.ts';
import { readBlocks } from '../../../docs/build/document/blocks.ts';
import { numberCaptions } from '../../../docs/build/document/captions.ts';
import { columnWidths } from '../../../docs/build/document/column-widths.ts';
import { figureParagraph } from '../../../docs/build/document/figure.ts';
import { runsOfMarkdown } from '../../../docs/build/document/inline.ts';
import { codeParagraphs } from '../../../docs/build/document/listing.ts';
import { pageTable } from '../../../docs/build/document/page-table.ts';
import { withReferences } from '../../../docs/build/document/references.ts';
import { tableById } from '../../../docs/build/document/tables.ts';

const TABLE = '| a | b |\n|---|---|\n| 1 | 2 |';
const read = (markdown: string): Block[] => readBlocks(markdown, 'docs/document', () => TABLE);
const references = {
  captions: new Map([['figure-path', 'Figure 3']]),
  chapters: new Map([['cost', { number: 12, anchor: '12-cost' }]]),
};

describe('a chapter', () => {
  it('has figures, tables and listings with their names and captions', () => {
    const blocks = read(
      [
        '![Five states in a row.](../diagrams/path.png "The path")',
        `Table short: A short table\n\n${TABLE}`,
        '```table made\nA made table\n```',
        '```listing app cdk.json app\nThe program\n```',
      ].join('\n\n'),
    );
    expect(blocks).toMatchObject([
      {
        kind: 'Figure',
        id: 'path',
        path: 'docs/diagrams/path.png',
        alt: 'Five states in a row.',
        caption: 'The path',
      },
      { kind: 'Table', id: 'short', caption: 'A short table' },
      { kind: 'Table', id: 'made', caption: 'A made table' },
      {
        kind: 'Listing',
        id: 'app',
        caption: 'The program',
        code: '"app": "node infra/app.ts"',
        source: 'cdk.json',
      },
    ]);
    expect([...numberCaptions(blocks)]).toEqual([
      ['figure-path', 'Figure 1'],
      ['table-short', 'Table 1'],
      ['table-made', 'Table 2'],
      ['listing-app', 'Listing 1'],
    ]);
  });

  it('begins a page with a heading below a line', () => {
    expect(read('# One\n\n---\n\n## Two')).toMatchObject([
      { kind: 'heading', depth: 1, beginsPage: false },
      { kind: 'heading', depth: 2, beginsPage: true },
    ]);
  });

  it('refers to captions and chapters by name, and gets facts from the product', () => {
    expect(withReferences('{{figure path}} in {{chapter cost}}: {{lifetime}}', references)).toBe(
      '[Figure 3](#figure-path) in [Chapter 12](#12-cost): five minutes',
    );
  });

  it.each([
    ['a table without a caption', () => read(TABLE), 'no caption'],
    ['a picture without a caption', () => read('![Words](../diagrams/path.png)'), 'needs a description'],
    [
      'a picture without a description',
      () => read('![](../diagrams/path.png "Caption")'),
      'needs a description',
    ],
    ['a form that Word is not given', () => read('---\n\nWords'), 'no form for this hr'],
    [
      'two captions with one name',
      () => numberCaptions(read('```table a\nA\n```\n\n```table a\nB\n```')),
      'two captions',
    ],
    ['a caption that does not exist', () => withReferences('{{table path}}', references), 'no table path'],
    [
      'a chapter that does not exist',
      () => withReferences('{{chapter path}}', references),
      'no chapter path',
    ],
    ['a fact that does not exist', () => withReferences('{{age}}', references), 'no fact age'],
    ['a table that nothing makes', () => tableById('nothing'), 'Nothing makes the table nothing'],
    [
      'a page without the table',
      () => pageTable({ path: 'docs/runbook.md', heading: 'Costs' }),
      'no such table',
    ],
    ['a link out of the document', () => runsOfMarkdown('[a](../security.md)'), 'not part of it'],
  ])('is refused with %s', (_, make, message) => {
    expect(make).toThrow(message);
  });
});

describe('what a page shows', () => {
  it('is refused when the picture is missing', () => {
    const figure = { kind: 'Figure', id: 'a', caption: 'b', path: 'docs/no.png', alt: 'c' } as const;
    expect(() => figureParagraph(figure)).toThrow('docs/no.png, which does not exist');
  });

  it('has no line of code that is wider than the page', () => {
    expect(codeParagraphs('x'.repeat(112), 'ts', 'It')).toHaveLength(1);
    expect(() => codeParagraphs('x'.repeat(113), 'ts', 'It')).toThrow('It has a line of 113 characters');
  });

  it('has tables as wide as the text, whose columns fit their longest words', () => {
    const widths = columnWidths([
      ['Route', 'What it does'],
      [
        '/.well-known/jwks.json',
        'The public keys, in a sentence that is long enough for two lines of the table',
      ],
    ]);
    expect(widths[0]).toBeGreaterThanOrEqual(2_300);
    expect(widths.reduce((sum, width) => sum + width, 0)).toBe(9_638);
  });
});
