/** Words of a paragraph: emphasis, code, links within the document and links to the web. */
import { posix } from 'node:path';
import type { ParagraphChild } from 'docx';
import { ExternalHyperlink, InternalHyperlink, TextRun } from 'docx';
import type { Token } from 'marked';
import { marked } from 'marked';
import { CODE_FONT, COLOUR, SIZE } from './look.ts';

interface Look {
  readonly bold?: boolean;
  readonly italics?: boolean;
  readonly colour?: string;
  /** Of code, in half points. */
  readonly codeSize: number;
}

export const TEXT_LOOK: Look = { codeSize: SIZE.inlineCode };

/** The name by which links find a chapter: its file's, without the folder and the ending. */
export const chapterAnchor = (path: string): string => posix.basename(path, '.md');

/** @throws for a link to a page that is not part of the document: a reader on paper cannot follow it */
export const runsOf = (tokens: readonly Token[], look: Look = TEXT_LOOK): ParagraphChild[] =>
  tokens.flatMap((token) => runOf(token, look));

export const runsOfMarkdown = (markdown: string, look: Look = TEXT_LOOK): ParagraphChild[] =>
  runsOf(marked.Lexer.lexInline(markdown), look);

function runOf(token: Token, look: Look): ParagraphChild[] {
  switch (token.type) {
    case 'text':
      return 'tokens' in token && token.tokens
        ? runsOf(token.tokens, look)
        : [textRun(plain(token.text), look)];
    case 'escape':
      return [textRun(plain(token.text), look)];
    case 'strong':
      return runsOf(token.tokens ?? [], { ...look, bold: true });
    case 'em':
      return runsOf(token.tokens ?? [], { ...look, italics: true });
    case 'codespan':
      return [codeRun(plain(token.text), look)];
    case 'br':
      return [new TextRun({ break: 1 })];
    case 'link':
      return [linkRun(token.href, runsOf(token.tokens ?? [], { ...look, colour: COLOUR.accent }))];
    default:
      throw new Error(`The document has no form for this ${token.type}: ${token.raw}`);
  }
}

const textRun = (text: string, { bold, italics, colour }: Look): TextRun =>
  new TextRun({
    text,
    ...(bold !== undefined && { bold }),
    ...(italics && { italics }),
    ...(colour && { color: colour }),
  });

const codeRun = (text: string, { codeSize, bold, colour }: Look): TextRun =>
  new TextRun({
    text,
    font: CODE_FONT,
    size: codeSize,
    noProof: true,
    ...(bold !== undefined && { bold }),
    ...(colour && { color: colour }),
  });

function linkRun(href: string, children: ParagraphChild[]): ParagraphChild {
  if (href.startsWith('https://')) {
    return new ExternalHyperlink({ link: href, children });
  }
  if (href.startsWith('#')) {
    return new InternalHyperlink({ anchor: href.slice(1), children });
  }
  if (/^\d\d-[\w-]+\.md$/.test(href)) {
    return new InternalHyperlink({ anchor: chapterAnchor(href), children });
  }
  throw new Error(`A link in the document leads to ${href}, which is not part of it: name the file as code`);
}

/** Marked escapes text for HTML. */
const plain = (text: string): string =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
