import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { generatedFiles } from '../../docs/build/generated-files.ts';
import { withMarkedParts } from '../../docs/build/marked-part.ts';
import { routeReferences } from '../../handlers/contract/routes.ts';

describe('generated text', () => {
  it.each(generatedFiles())('in $path is up to date', ({ path, text }) => {
    const isCurrent = readFileSync(path, 'utf8') === text;
    if (!isCurrent) {
      throw new Error(`${path} is out of date. Run: npm run docs`);
    }
  });

  it('replaces what is between its marks and leaves the rest of a document unchanged', () => {
    const document = withMarkedParts(
      'Before\n<!-- Made by `npm run docs` from handlers/contract: -->\nold\n<!-- end of what `npm run docs` makes -->\nafter',
      'new',
    );
    expect(document.split('\n').filter((line) => line !== '' && !line.startsWith('<'))).toEqual([
      'Before',
      'new',
      'after',
    ]);
    expect(withMarkedParts(document, 'new')).toBe(document);
    expect(() => withMarkedParts('# Token Courier', 'new')).toThrow('no line <!-- Made by');
  });

  it('fills all marks of a document, in order', () => {
    const marks =
      '<!-- Made by `npm run docs` from handlers/contract: -->\n<!-- end of what `npm run docs` makes -->';
    const document = `${marks}\nbetween\n${marks}\nafter\n`;
    expect(withMarkedParts(document, 'first', 'second')).toMatch(
      /^<.*\n\nfirst\n\n<.*\nbetween\n<.*\n\nsecond\n\n<.*\nafter\n$/,
    );
    expect(() => withMarkedParts(document, 'first')).toThrow('Nothing generates the part after');
    expect(() => withMarkedParts(document, 'first', 'second', 'third')).toThrow('no line <!-- Made by');
  });

  it('lists every route in README.md exactly once', () => {
    const [, readme] = generatedFiles();
    const rows = readme?.text.match(/^\| `(GET|PUT|POST|DELETE) \/[^`]*` \|/gm) ?? [];
    expect(new Set(rows).size).toBe(rows.length);
    expect(rows).toHaveLength(Object.keys(routeReferences()).length);
  });
});
