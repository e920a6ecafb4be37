import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { GATEWAY_PRESET_NAMES } from '../../handlers/contract/settings/gateway.ts';
import { filesLike, readPage } from './markdown.ts';

const INDEX = 'docs/integrations/README.md';
const pages = filesLike('docs/integrations/*.md').filter((page) => basename(page) !== 'README.md');

const PARTS = ['What you get', 'Set-up', 'How it is signed', 'What each outcome looks like', 'Limits'];

const linksOf = (line: string): string[] =>
  [...line.matchAll(/\]\((?:docs\/integrations\/)?([a-z0-9-]+\.md)\)/g)].map(([, page = '']) => page);

describe.each(pages)('%s', (page) => {
  it('has the five parts in order', () => {
    const headings = [...readPage(page).matchAll(/^## (.*)$/gm)].map(([, heading]) => heading);
    expect(headings).toEqual(PARTS);
  });

  it('is in the table of the index', () => {
    const rows = readPage(INDEX)
      .split('\n')
      .filter((line) => line.startsWith('| ['));
    expect(rows.flatMap((row) => linksOf(row.split('|')[1] ?? ''))).toContain(basename(page));
  });
});

describe('the README', () => {
  const sentence = readPage('README.md')
    .split('\n')
    .find((line) => line.startsWith('Token Courier works with '));

  it.each(pages.map((page) => basename(page)).filter((page) => page !== 'your-own-preset.md'))(
    'says in one sentence that it works with what %s is about',
    (page) => {
      expect(linksOf(sentence ?? '')).toContain(page);
    },
  );
});

describe('a preset of the gateway', () => {
  it.each(GATEWAY_PRESET_NAMES)('has its URL on a page: %s', (name) => {
    const url = new RegExp(`/hooks/gateway/${name}(?![a-z0-9-])`);
    expect(pages.filter((page) => url.test(readFileSync(page, 'utf8')))).toHaveLength(1);
  });
});

describe('docs/integrations/kratos.md', () => {
  it('has the file to paste as it is', () => {
    expect(readFileSync('docs/integrations/kratos.md', 'utf8')).toContain(
      `\`\`\`jsonnet\n${readFileSync('docs/integrations/kratos.jsonnet', 'utf8')}\`\`\`\n`,
    );
  });
});
