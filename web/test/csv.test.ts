import { describe, expect, it } from '@jest/globals';
import { toCsv } from '../src/export/csv.ts';

const bodyOf = (rows: readonly object[]): string => toCsv(rows).slice(1);

describe('toCsv', () => {
  it('begins with a byte order mark, so that Excel reads UTF-8', () => {
    expect(toCsv([{ a: 'ü' }])).toBe('\ufeffa\r\nü\r\n');
  });

  it('has a column for each field of any row', () => {
    expect(
      bodyOf([
        { a: 1, b: true },
        { b: null, c: 'x' },
      ]),
    ).toBe('a,b,c\r\n1,true,\r\n,,x\r\n');
  });

  it('names nested fields by their path and keeps lists in one cell', () => {
    const rows = [{ actor: { name: 'ada', type: 'operator' }, legs: ['sms', 'email'], tries: [{ at: 1 }] }];
    expect(bodyOf(rows)).toBe(
      'actor.name,actor.type,legs,tries\r\nada,operator,sms email,"[{""at"":1}]"\r\n',
    );
  });

  it('quotes separators, quotes, line breaks and outer spaces (RFC 4180)', () => {
    expect(bodyOf([{ a: 'x,y' }, { a: 'say "hi"' }, { a: 'one\r\ntwo' }, { a: ' x' }])).toBe(
      'a\r\n"x,y"\r\n"say ""hi"""\r\n"one\r\ntwo"\r\n" x"\r\n',
    );
  });

  it.each([
    ['=HYPERLINK("http://evil","x")', `"'=HYPERLINK(""http://evil"",""x"")"`],
    ['+1••••••0143', `"'+1••••••0143"`],
    ['-2+3+cmd|" /C calc"!A0', `"'-2+3+cmd|"" /C calc""!A0"`],
    ['@SUM(1+1)', `"'@SUM(1+1)"`],
    ['\t=1', `"'\t'=1"`],
    ['\r=1', `"'\r'=1"`],
    ['\n=1', `"'\n'=1"`],
    ['ada;=1+1', `"ada;'=1+1"`],
    ['ada;"=1+1";@x', `"ada;""'=1+1"";'@x"`],
    ['ada; ＋1;;-1', `"ada; '＋1;;'-1"`],
    ['ada\t=1', `"ada\t'=1"`],
    ['ada\n"-1', `"ada\n""'-1"`],
    ['＝1+1', `"'＝1+1"`],
  ])('makes %j harmless in a spreadsheet', (text, cell) => {
    expect(bodyOf([{ user: text }])).toBe(`user\r\n${cell}\r\n`);
  });

  it('guards the names of columns, too', () => {
    expect(bodyOf([{ '=1': 'x' }])).toBe(`"'=1"\r\nx\r\n`);
  });

  it('leaves negative numbers as they are, and signs within a text', () => {
    expect(bodyOf([{ offset: -2.5 }])).toBe('offset\r\n-2.5\r\n');
    expect(bodyOf([{ a: 'ada+shop@example.com; x-1=2' }])).toBe('a\r\nada+shop@example.com; x-1=2\r\n');
  });
});
