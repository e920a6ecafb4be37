/** Reads the repository's Markdown pages. */
import { globSync, readFileSync } from 'node:fs';
import { normalize } from 'node:path';

const isBuilt = (path: string): boolean => /(^|\/)(node_modules|dist|cdk\.out[^/]*)$/.test(path);

export const filesLike = (...patterns: string[]): string[] =>
  globSync(patterns, { exclude: isBuilt }).map(normalize);

export const pages = filesLike('*.md', '.github/*.md', '*/**/*.md');

/** A page with its code blocks blanked, so that line numbers stay the same. */
export const readPage = (path: string): string =>
  readFileSync(path, 'utf8').replace(/```[\s\S]*?```/g, (block) => block.replaceAll(/[^\n]/g, ''));

/** The anchor that GitHub gives a heading. */
const anchorOf = (heading: string): string =>
  heading
    .trim()
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\p{M}\s_-]/gu, '')
    .replaceAll(' ', '-');

export const anchorsOf = (page: string): string[] =>
  [...readPage(page).matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) => anchorOf(heading));
