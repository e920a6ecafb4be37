import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { PageNumberEstimator } from 'docx';
import { estimatePageNumbers } from 'docx/layout';
import { strFromU8 } from 'fflate';
import { readParts } from '../../../docs/build/document/stable-archive.ts';
import { DOCUMENT, writeDocument } from '../../../docs/build/document/written-document.ts';

const archive = new Uint8Array(readFileSync(DOCUMENT));
const committed = readParts(archive);
const partOf = (parts: Record<string, Uint8Array>, name: string): string =>
  strFromU8(parts[name] ?? new Uint8Array());
const body = partOf(committed, 'word/document.xml');
const paragraphs = body.match(/<w:p>.*?<\/w:p>/g) ?? [];
const textOf = (xml: string): string =>
  [...xml.matchAll(/<w:t[^>]*>([^<]*)<\/w:t>/g)].map(([, text]) => text).join('');
const headings = paragraphs.filter((paragraph) => paragraph.includes('w:val="Heading1"')).map(textOf);
const pages = [...body.matchAll(/PAGEREF (\w+) \\h.*?<w:t[^>]*>(\d+)<\/w:t>/g)];

/**
 * The page numbers that the file has. To work them out takes longer than the rest of the suite, and they change only
 * with what is compared anyway.
 */
const knownPages: PageNumberEstimator = Object.assign(
  () => ({
    bookmarks: new Map(pages.map(([, bookmark = '', page = '']) => [bookmark, page])),
    pageCount: Number(/NUMPAGES.*?<w:t[^>]*>(\d+)/.exec(partOf(committed, 'word/footer1.xml'))?.[1]),
  }),
  { listNumbers: estimatePageNumbers.listNumbers },
);

describe('the written document', () => {
  let made: Record<string, Uint8Array>;

  beforeAll(async () => {
    made = readParts(await writeDocument(knownPages));
  });

  it('is what its sources make', () => {
    const names = [...new Set([...Object.keys(committed), ...Object.keys(made)])];
    const stale = names.filter((name) => partOf(committed, name) !== partOf(made, name));
    if (stale.length > 0) {
      throw new Error(`${DOCUMENT} is out of date (${stale.join(', ')}). Run: npm run document`);
    }
  });

  it('has its chapters in the order that was asked for', () => {
    expect(headings).toEqual([
      'Problem statement',
      'Core services',
      'The solution',
      'The architecture',
      'System demonstration',
      'Code artefacts',
      'Frontend artefacts',
      'Security considerations',
      'Configuration excerpts',
      'Metrics',
      'Implementation steps',
      'Cost',
      'Runbook in short',
    ]);
  });

  it('has every heading in its contents, with pages that never go back', () => {
    const listed = paragraphs.filter((paragraph) => /w:val="TOC[12]"/.test(paragraph));
    const sections = paragraphs.filter((paragraph) => /w:val="Heading[12]"/.test(paragraph)).map(textOf);
    expect(listed.map((entry) => textOf(entry).replace(/^[\d.]+|\d+$/g, ''))).toEqual(sections);
    const numbers = pages.map(([, , page]) => Number(page));
    expect(numbers).toHaveLength(sections.length);
    expect(numbers).toEqual([...numbers].sort((one, other) => one - other));
    expect(numbers[0]).toBeGreaterThan(1);
  });

  it.each(['Figure', 'Table', 'Listing'])('numbers each %s in order, and refers to it', (kind) => {
    const captions = [
      ...body.matchAll(
        new RegExp(`w:name="(${kind.toLowerCase()}-[\\w-]+)".*?SEQ ${kind}<.*?<w:t[^>]*>(\\d+)`, 'g'),
      ),
    ];
    expect(captions.map(([, , number]) => Number(number))).toEqual(captions.map((_, index) => index + 1));
    expect(captions.length).toBeGreaterThan(5);
    const unnamed = captions.filter(([, anchor]) => !body.includes(`w:anchor="${anchor}"`));
    expect(unnamed.map(([, anchor]) => anchor)).toEqual([]);
    for (const [, anchor, number] of captions) {
      expect(body).toMatch(
        new RegExp(`w:anchor="${anchor}"><w:r>(<w:rPr>.*?</w:rPr>)?<w:t[^>]*>${kind} ${number}<`),
      );
    }
  });

  it('describes every picture in words, and fits it between the margins', () => {
    const pictures = [...body.matchAll(/<wp:extent cx="(\d+)".*?<wp:docPr [^>]*descr="([^"]*)"/g)];
    expect(pictures.length).toBe((body.match(/<w:drawing>/g) ?? []).length);
    for (const [, width, description = ''] of pictures) {
      expect(description.split(' ').length).toBeGreaterThan(5);
      // 170 mm, at 36,000 units to the millimetre.
      expect(Number(width)).toBeLessThanOrEqual(6_120_000);
    }
  });

  it('repeats the header of each table on every page, and never splits a row', () => {
    const tables = body.match(/<w:tbl>.*?<\/w:tbl>/g) ?? [];
    const rows = body.match(/<w:tr>/g) ?? [];
    expect(tables.filter((table) => !/^<w:tbl>.*?<w:tr><w:trPr>.*?<w:tblHeader\/>/.test(table))).toEqual([]);
    expect(body.match(/<w:cantSplit\/>/g)).toHaveLength(rows.length);
  });

  it('leaves no heading and no caption alone at the end of a page', () => {
    const styles = partOf(committed, 'word/styles.xml');
    for (const style of ['Heading1', 'Heading2', 'Heading3', 'Figure']) {
      expect(styles).toMatch(new RegExp(`w:styleId="${style}">(?:(?!</w:style>).)*<w:keepNext/>`));
    }
    const captions = paragraphs.filter((paragraph) => /w:val="Caption"/.test(paragraph));
    const alone = captions.filter(
      (caption) => !/SEQ Figure/.test(caption) && !caption.includes('<w:keepNext/>'),
    );
    expect(alone.map(textOf)).toEqual([]);
  });

  it('says what it is, in which language and on which paper, and not when it was made', () => {
    const core = partOf(committed, 'docProps/core.xml');
    expect(core).toContain('<dc:title>Token Courier</dc:title>');
    expect(core).toContain('<dc:creator>The Token Courier authors</dc:creator>');
    expect(core).not.toContain('dcterms:created');
    expect(partOf(committed, 'word/styles.xml')).toContain('<w:lang w:val="en-GB"/>');
    expect(body).toMatch(/<w:pgSz [^>]*w:w="11906"[^>]*w:h="16838"|<w:pgSz [^>]*w:h="16838"[^>]*w:w="11906"/);
  });

  it('is small enough to be sent by mail', () => {
    expect(archive.length).toBeLessThan(4_000_000);
  });
});
