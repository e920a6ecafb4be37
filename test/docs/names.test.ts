/** Everything that pages and comments name must exist: pages, headings, files and folders. */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { anchorsOf, filesLike, pages, readPage } from './markdown.ts';

const sources = filesLike('*/**/*.{ts,tsx,vtl}').filter((path) => !/(^|\/)test\//.test(path));
const folders = new Set(globSync('*/').map((folder) => folder.replace('/', '')));

/** The target of a link, or a mention such as `docs/runbook.md#blocked`, if it does not exist. */
function missing(target: string, from: string): string[] {
  const [path = '', anchor] = target.split('#');
  const file = path === '' ? from : join(dirname(from), path);
  const found =
    existsSync(file) && (anchor === undefined || !file.endsWith('.md') || anchorsOf(file).includes(anchor));
  return found ? [] : [`${from}: ${target}`];
}

describe('Markdown pages', () => {
  it('link to pages and headings that exist', () => {
    const broken = pages.flatMap((page) =>
      [...readPage(page).matchAll(/\]\((?!\w+:)([^)\s]+)\)/g)].flatMap(([, target = '']) =>
        missing(target, page),
      ),
    );
    expect(broken).toEqual([]);
  });

  it('name files and folders of the repository that exist', () => {
    const broken = pages.flatMap((page) =>
      [...readPage(page).matchAll(/`([\w.@-]+\/[\w./@-]*)`/g)].flatMap(([, path = '']) =>
        // The pages of a workspace may use paths relative to it.
        folders.has(path.split('/')[0] ?? '') || /\.(tsx?|md|vtl)$/.test(path)
          ? missing(path, 'README.md')
              .filter(() => missing(path, page).length > 0)
              .map(() => `${page}: ${path}`)
          : [],
      ),
    );
    expect(broken).toEqual([]);
  });

  it('are listed in the index if they are at the root or in docs', () => {
    const listed = [...readPage('docs/README.md').matchAll(/\]\(([^)#]+)\)/g)].map(([, path = '']) =>
      join('docs', path),
    );
    const unlisted = pages.filter((page) => /^(docs\/)?[\w-]+\.md$/.test(page) && !listed.includes(page));
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
