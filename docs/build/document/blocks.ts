/**
 * What a chapter consists of, read from its Markdown.
 *
 * Beside what Markdown has, a chapter may have:
 *
 * - a picture alone in a paragraph, whose title is its caption: `![what it shows](../screenshots/a.png "caption")`
 * - a paragraph `Table <id>: <caption>` before a table
 * - a block of code with the language `table <id>`: a table that tables.ts makes. Its text is the caption
 * - a block with the language `listing <id> <path> <symbols>`: lines of a source file; see excerpt.ts. The first
 *   line of its text is the caption, and lines such as `from: …` follow
 * - a line `---` before a heading, which then begins a page
 */
import { basename, extname, join, normalize } from 'node:path';
import type { Token, Tokens } from 'marked';
import { marked } from 'marked';
import type { Excerpt } from './excerpt.ts';
import { readExcerpt } from './excerpt.ts';

export type CaptionKind = 'Figure' | 'Table' | 'Listing';

interface Captioned<Kind extends CaptionKind> {
  readonly kind: Kind;
  readonly id: string;
  /** Markdown. */
  readonly caption: string;
}

export interface Figure extends Captioned<'Figure'> {
  /** Relative to the repository's root. */
  readonly path: string;
  readonly alt: string;
}

export interface TableBlock extends Captioned<'Table'> {
  readonly rows: Tokens.Table;
}

export interface Listing extends Captioned<'Listing'>, Excerpt {}

export type CaptionedBlock = Figure | TableBlock | Listing;

export interface Heading {
  readonly kind: 'heading';
  readonly depth: number;
  readonly inline: Token[];
  readonly beginsPage: boolean;
}

export type Block =
  | CaptionedBlock
  | Heading
  | { readonly kind: 'paragraph'; readonly inline: Token[] }
  | { readonly kind: 'note'; readonly inline: Token[] }
  | { readonly kind: 'list'; readonly ordered: boolean; readonly items: readonly Token[][] }
  | { readonly kind: 'code'; readonly text: string; readonly language: string };

const TABLE_CAPTION = /^Table ([\w-]+): (.+)$/s;

/**
 * @param folder of the chapter, which the paths of its pictures are relative to
 * @param makeTable the Markdown of a generated table, by its id
 * @throws when a chapter has what the document has no form for
 */
export function readBlocks(markdown: string, folder: string, makeTable: (id: string) => string): Block[] {
  const blocks: Block[] = [];
  let caption: Omit<TableBlock, 'rows'> | undefined;
  const tokens = (marked.lexer(markdown) as Tokens.Generic[]).filter(({ type }) => type !== 'space');
  for (const [index, token] of tokens.entries()) {
    const named = token.type === 'paragraph' ? TABLE_CAPTION.exec(token.raw.trim()) : null;
    if (named) {
      caption = { kind: 'Table', id: named[1] ?? '', caption: named[2] ?? '' };
    } else if (token.type === 'table') {
      if (caption === undefined) {
        throw new Error(`This table has no caption before it: ${token.raw}`);
      }
      blocks.push({ ...caption, rows: token as Tokens.Table });
      caption = undefined;
    } else if (token.type === 'heading') {
      const beginsPage = tokens[index - 1]?.type === 'hr';
      blocks.push({ kind: 'heading', depth: token.depth, inline: inlineOf(token as Token), beginsPage });
    } else if (token.type !== 'hr' || tokens[index + 1]?.type !== 'heading') {
      blocks.push(...blockOf(token as Token, folder, makeTable));
    }
  }
  return blocks;
}

function blockOf(token: Token, folder: string, makeTable: (id: string) => string): Block[] {
  switch (token.type) {
    case 'html':
      return [];
    case 'paragraph':
      return [figureOf(inlineOf(token), folder) ?? { kind: 'paragraph', inline: inlineOf(token) }];
    case 'blockquote':
      return (token.tokens ?? []).map((part) => ({ kind: 'note', inline: inlineOf(part) }));
    case 'list':
      return [
        {
          kind: 'list',
          ordered: token.ordered,
          items: (token as Tokens.List).items.map(({ tokens }) => tokens.flatMap(inlineOf)),
        },
      ];
    case 'code':
      return [codeOf(token as Tokens.Code, makeTable)];
    default:
      throw new Error(`The document has no form for this ${token.type}: ${token.raw}`);
  }
}

const inlineOf = (token: Token): Token[] => ('tokens' in token && token.tokens) || [];

function figureOf(inline: readonly Token[], folder: string): Figure | undefined {
  const [image, ...others] = inline;
  if (image?.type !== 'image' || others.length > 0) {
    return undefined;
  }
  const { href, text: alt, title } = image as Tokens.Image;
  if (!alt || !title) {
    throw new Error(`The picture ${href} needs a description and, as its title, a caption`);
  }
  return {
    kind: 'Figure',
    id: basename(href, extname(href)),
    caption: title,
    path: normalize(join(folder, href)),
    alt,
  };
}

function codeOf({ lang = '', text }: Tokens.Code, makeTable: (id: string) => string): Block {
  const [form, id = '', path = '', ...symbols] = lang.split(' ');
  if (form === 'table') {
    const [rows] = marked.lexer(makeTable(id));
    return { kind: 'Table', id, caption: text, rows: rows as Tokens.Table };
  }
  if (form === 'listing') {
    const [caption = '', ...options] = text.split('\n');
    return { kind: 'Listing', id, caption, ...readExcerpt(path, symbols, options) };
  }
  return { kind: 'code', text, language: lang };
}
