import { describe, expect, it } from '@jest/globals';
import { pages, readPage } from './markdown.ts';

const MAX_WORDS = 25;

describe('a sentence in the documentation', () => {
  it(`has at most ${MAX_WORDS} words`, () => {
    const long = pages.flatMap((page) =>
      sentencesOf(page)
        .filter(({ words }) => words > MAX_WORDS)
        .map(({ line, text, words }) => `${page}:${line} has ${words} words: ${text}`),
    );
    expect(long).toEqual([]);
  });
});

interface Sentence {
  readonly line: number;
  readonly text: string;
  readonly words: number;
}

/** The sentences of paragraphs and lists, without tables, whose cells need not be sentences. */
function sentencesOf(page: string): Sentence[] {
  const paragraphs: { line: number; text: string }[] = [];
  let goesOn = false;
  for (const [index, line] of readPage(page).split('\n').entries()) {
    const last = paragraphs.at(-1);
    if (/^\s*($|#|\||<!--)/.test(line)) {
      goesOn = false;
    } else if (goesOn && last && !/^\s*([-*]|\d+\.) /.test(line)) {
      last.text += ` ${line}`;
    } else {
      paragraphs.push({ line: index + 1, text: line.replace(/^\s*([-*]|\d+\.) /, '') });
      goesOn = true;
    }
  }
  return paragraphs.flatMap(({ line, text }) =>
    plain(text)
      .split(/(?<=[.!?][)"”]?) +/)
      .map((sentence) => ({ line, text: sentence, words: wordsOf(sentence) })),
  );
}

const plain = (text: string): string =>
  text
    .replaceAll(/`[^`]*`/g, 'code')
    .replaceAll(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replaceAll(/\*+/g, '');

const wordsOf = (sentence: string): number =>
  sentence.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
