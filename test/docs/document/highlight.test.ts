import { describe, expect, it } from '@jest/globals';
import { highlight } from '../../../docs/build/document/highlight.ts';
import { COLOUR } from '../../../docs/build/document/look.ts';

const NAMES = new Map(Object.entries(COLOUR).map(([name, colour]) => [colour, name]));

/** The pieces of each line, by the name of their colour. */
const coloursOf = (code: string, language = 'ts'): string[][] =>
  highlight(code, language).map((line) => line.map(({ text, colour }) => `${NAMES.get(colour)}: ${text}`));

describe('a listing', () => {
  it('has keywords, strings and comments in colours', () => {
    expect(coloursOf("const a = 'b'; // c\nreturn a;")).toEqual([
      ['keyword: const ', 'code: a = ', "string: 'b'", 'code: ; ', 'comment: // c'],
      ['keyword: return ', 'code: a;'],
    ]);
  });

  it('knows where a template string ends', () => {
    // With @ for the dollar sign, which would look like a mistake in these strings.
    const colours = coloursOf('f(`a@{b({ c: `d@{e}` })}f`);\ng();'.replaceAll('@', '$'));
    expect(colours.map((line) => line.map((piece) => piece.replaceAll('$', '@')))).toEqual([
      [
        ...['code: f(', 'string: `a@{', 'code: b({ c: ', 'string: `d@{', 'code: e', 'string: }` '],
        ...['code: })', 'string: }f`', 'code: );'],
      ],
      ['code: g();'],
    ]);
  });

  it('has the comments of a shell in a colour, and nothing else', () => {
    expect(coloursOf('# a\nb # c', 'sh')).toEqual([['comment: # a'], ['code: b # c']]);
  });

  it.each(['ts', 'tsx', 'json', 'vtl', 'sh'])('loses nothing of %s', (language) => {
    const code = '{\n  "a": `b`, // d\n\n  ##e\n}';
    const text = highlight(code, language)
      .map((line) => line.map((piece) => piece.text).join(''))
      .join('\n');
    expect(text).toBe(code);
  });
});
