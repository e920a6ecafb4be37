import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { marked } from 'marked';
import { pages, readPage } from './markdown.ts';

describe('a heading of a page', () => {
  // A fence that does not begin its line opens no block, and the next one swallows the sections up to it.
  it('is one for a reader of Markdown too, and in no block of code', () => {
    const wrong = pages.flatMap((page) => {
      const written = [...readPage(page).matchAll(/^#{1,6} (.*)$/gm)].map(([, text = '']) => text.trim());
      const rendered = marked
        .lexer(readFileSync(page, 'utf8'))
        .flatMap((token) => (token.type === 'heading' ? [String(token.text)] : []));
      return JSON.stringify(written) === JSON.stringify(rendered)
        ? []
        : [{ page, missing: written.filter((text) => !rendered.includes(text)) }];
    });
    expect(wrong).toEqual([]);
  });
});
