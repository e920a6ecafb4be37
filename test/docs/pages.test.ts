/** What the pages in Markdown name has to be there: pages, headings, files and folders. */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const isBuilt = (path: string): boolean => /(^|\/)(node_modules|dist|cdk\.out[^/]*)$/.test(path);
const filesLike = (...patterns: string[]): string[] =>
  globSync(patterns, { exclude: isBuilt }).map(normalize);

const pages = filesLike('*.md', '.github/*.md', '{docs,examples,local,web}/**/*.md');
const sources = filesLike('{bench,docs,handlers,infra,local,test,web,workflows}/**/*.{ts,tsx,vtl}');
const folders = new Set(globSync('*/').map((folder) => folder.replace('/', '')));

const withoutBlocks = (markdown: string): string =>
  markdown.replace(/```[\s\S]*?```/g, (block) => block.replaceAll(/[^\n]/g, ''));

const read = (path: string): string => withoutBlocks(readFileSync(path, 'utf8'));

/** As GitHub names headings. */
const anchorOf = (heading: string): string =>
  heading
    .trim()
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\p{M}\s_-]/gu, '')
    .replaceAll(' ', '-');

const anchorsOf = (page: string): string[] =>
  [...read(page).matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) => anchorOf(heading));

/** The target of a link, or of a mention such as `docs/runbook.md#blocked`, if it is not there. */
function missing(target: string, from: string): string[] {
  const [path = '', anchor] = target.split('#');
  const file = path === '' ? from : join(dirname(from), path);
  const found =
    existsSync(file) && (anchor === undefined || !file.endsWith('.md') || anchorsOf(file).includes(anchor));
  return found ? [] : [`${from}: ${target}`];
}

describe('pages in Markdown', () => {
  it('link to pages and headings that exist', () => {
    const broken = pages.flatMap((page) =>
      [...read(page).matchAll(/\]\((?!\w+:)([^)\s]+)\)/g)].flatMap(([, target = '']) =>
        missing(target, page),
      ),
    );
    expect(broken).toEqual([]);
  });

  it('name files and folders of the repository that exist', () => {
    const broken = pages.flatMap((page) =>
      [...read(page).matchAll(/`([\w.@-]+\/[\w./@-]*)`/g)].flatMap(([, path = '']) =>
        folders.has(path.split('/')[0] ?? '') || /\.(tsx?|md|vtl)$/.test(path)
          ? missing(path, 'README.md').map(() => `${page}: ${path}`)
          : [],
      ),
    );
    expect(broken).toEqual([]);
  });

  it('are all in the index', () => {
    const linked = [...read('docs/README.md').matchAll(/\]\(([^)#]+)\)/g)].map(([, path = '']) =>
      join('docs', path),
    );
    const unlisted = pages.filter((page) => /^(docs\/)?[\w-]+\.md$/.test(page) && !linked.includes(page));
    expect(unlisted).toEqual(['docs/README.md']);
  });
});

describe('comments and messages in the code', () => {
  it('name pages and headings that exist', () => {
    const broken = sources.flatMap((source) =>
      [...readFileSync(source, 'utf8').matchAll(/\bdocs\/[\w-]+\.(?:md|yaml)(?:#[\w-]+)?/g)].flatMap(
        ([target]) => missing(target, 'README.md').map(() => `${source}: ${target}`),
      ),
    );
    expect(broken).toEqual([]);
  });
});
