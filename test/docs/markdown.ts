/** The repository's pages in Markdown. */
import { globSync, readFileSync } from 'node:fs';
import { normalize } from 'node:path';

const isBuilt = (path: string): boolean => /(^|\/)(node_modules|dist|cdk\.out[^/]*)$/.test(path);

export const filesLike = (...patterns: string[]): string[] =>
  globSync(patterns, { exclude: isBuilt }).map(normalize);

export const pages = filesLike('*.md', '.github/*.md', '*/**/*.md');

/** A page without its code blocks, line for line. */
export const readPage = (path: string): string =>
  readFileSync(path, 'utf8').replace(/```[\s\S]*?```/g, (block) => block.replaceAll(/[^\n]/g, ''));

/** As GitHub names headings. */
const anchorOf = (heading: string): string =>
  heading
    .trim()
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\p{M}\s_-]/gu, '')
    .replaceAll(' ', '-');

export const anchorsOf = (page: string): string[] =>
  [...readPage(page).matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) => anchorOf(heading));
