/** Puts the written document together from its chapters: docs/document, in the order of their names. */
import { globSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { PageNumberEstimator } from 'docx';
import { Document, Packer } from 'docx';
import { estimatePageNumbers } from 'docx/layout';
import type { Block } from './blocks.ts';
import { readBlocks } from './blocks.ts';
import { numberCaptions } from './captions.ts';
import type { DocumentFacts } from './front-matter.ts';
import { contents, footer, header, titlePage } from './front-matter.ts';
import { chapterAnchor } from './inline.ts';
import { MARGIN, PAGE } from './look.ts';
import { NUMBERING } from './numbering.ts';
import { withReferences } from './references.ts';
import { renderChapter } from './render.ts';
import { stableArchive } from './stable-archive.ts';
import { STYLES } from './styles.ts';
import { tableById } from './tables.ts';

export const DOCUMENT = 'docs/Token-Courier.docx';

const REFERENCE = /\{\{\w+ [\w-]+\}\}/g;

export interface Chapter {
  readonly path: string;
  readonly anchor: string;
  readonly blocks: readonly Block[];
}

/** The chapters with their references filled in. */
export function readChapters(): Chapter[] {
  const paths = globSync('docs/document/[0-9]*.md').sort();
  const texts = paths.map((path) => ({ path, text: readFileSync(path, 'utf8') }));
  const chapters = new Map(
    paths.map((path, index) => {
      const anchor = chapterAnchor(path);
      return [anchor.replace(/^\d+-/, ''), { number: index + 1, anchor }];
    }),
  );
  const read = (path: string, text: string): Block[] => {
    try {
      return readBlocks(text, dirname(path), tableById);
    } catch (error) {
      throw new Error(`${path}: ${(error as Error).message}`, { cause: error });
    }
  };
  // Captions are counted before anything can refer to their numbers.
  const captions = numberCaptions(
    texts.flatMap(({ path, text }) => read(path, text.replaceAll(REFERENCE, ''))),
  );
  return texts.map(({ path, text }) => ({
    path,
    anchor: chapterAnchor(path),
    blocks: read(path, withReferences(text, { captions, chapters })),
  }));
}

/**
 * The file's content. The same sources make the same bytes.
 * @param pageNumbers works out on which pages the headings are, by default as Word would, which takes seconds
 */
export async function writeDocument(
  pageNumbers: PageNumberEstimator = estimatePageNumbers,
): Promise<Uint8Array> {
  const facts = documentFacts();
  const edges = { headers: { default: header(facts) }, footers: { default: footer(facts) } };
  const page = {
    size: { width: PAGE.width, height: PAGE.height },
    margin: MARGIN,
  };
  const document = new Document({
    title: facts.title,
    subject: facts.subtitle,
    description: facts.description,
    creator: facts.author,
    lastModifiedBy: facts.author,
    keywords: 'second factor, one-time code, AWS, serverless',
    styles: STYLES,
    numbering: NUMBERING,
    // With it, the library also fills in the contents and the numbers of captions, and Word need not ask to.
    pageNumbers,
    sections: [
      {
        properties: { page, titlePage: true },
        ...edges,
        children: [
          ...titlePage(facts),
          ...contents(),
          ...readChapters().flatMap(({ blocks, anchor }) => renderChapter(blocks, anchor)),
        ],
      },
    ],
  });
  return stableArchive(await Packer.toBuffer(document));
}

function documentFacts(): DocumentFacts {
  const { version, license, description } = JSON.parse(readFileSync('package.json', 'utf8'));
  return {
    title: 'Token Courier',
    subtitle: 'System documentation',
    description,
    version,
    author: 'The Token Courier authors',
    licence: license,
  };
}
