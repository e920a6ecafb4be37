/** A table of another page of docs, for the document: one fact stays in one place. */
import { readFileSync } from 'node:fs';
import type { Tokens } from 'marked';
import { marked } from 'marked';

export interface PageTable {
  readonly path: string;
  /** The heading above the table. */
  readonly heading: string;
  /** Which of the tables below the heading: 0 is the first. */
  readonly which?: number;
  /** The columns to take, in order; all by default. */
  readonly columns?: readonly number[];
  /** Headings of the columns taken, where the page's would not do. */
  readonly names?: readonly string[];
  /** The rows to take. */
  readonly rows?: (first: string) => boolean;
}

/** Markdown without links to other pages, which readers on paper cannot follow. @throws when there is no such table */
export function pageTable({
  path,
  heading,
  which = 0,
  columns,
  names,
  rows = () => true,
}: PageTable): string {
  const tokens = marked.lexer(readFileSync(path, 'utf8'));
  const begin = tokens.findIndex((token) => token.type === 'heading' && token.text === heading);
  const after = tokens.slice(begin + 1);
  const end = after.findIndex((token) => token.type === 'heading');
  const table = after
    .slice(0, end < 0 ? undefined : end)
    .filter((token): token is Tokens.Table => token.type === 'table')[which];
  if (begin < 0 || table === undefined) {
    throw new Error(`${path} has no such table below "${heading}"`);
  }
  const taken = columns ?? table.header.map((_, index) => index);
  const cell = (row: readonly Tokens.TableCell[], index: number) => withoutLinks(row[index]?.text ?? '');
  const head = names ?? taken.map((index) => cell(table.header, index));
  const body = table.rows.filter((row) => rows(row[0]?.text ?? ''));
  return markdownTable(
    head,
    body.map((row) => taken.map((index) => cell(row, index))),
  );
}

export const markdownTable = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows]
    .map((row) => `| ${row.map((cell) => cell.replaceAll(/(?<!\\)\|/g, '\\|')).join(' | ')} |`)
    .join('\n');

/** What is said below on the page is not below in the document. */
const withoutLinks = (markdown: string): string =>
  markdown.replaceAll(/[:.] [Ss]ee \[below\]\([^)]*\)/g, '').replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1');
