/**
 * Fills in what chapters refer to: `{{figure architecture}}`, `{{table services}}`, `{{listing persist}}`,
 * `{{chapter security}}`, and facts such as `{{lifetime}}` (facts.ts).
 */
import type { References } from './captions.ts';
import { FACTS } from './facts.ts';

/** @throws when the document has no such caption or chapter, or there is no such fact */
export const withReferences = (markdown: string, references: References): string =>
  markdown.replaceAll(/\{\{([\w-]+)(?: ([\w-]+))?\}\}/g, (_, word: string, name?: string) =>
    name === undefined ? factOf(word) : referenceTo(word, name, references),
  );

function factOf(name: string): string {
  const fact = FACTS[name];
  if (fact === undefined) {
    throw new Error(`There is no fact ${name}: facts.ts has ${Object.keys(FACTS).join(', ')}`);
  }
  return fact();
}

function referenceTo(kind: string, name: string, { captions, chapters }: References): string {
  if (kind === 'chapter') {
    const chapter = chapters.get(name);
    if (chapter === undefined) {
      throw new Error(`The document has no chapter ${name}`);
    }
    return `[Chapter ${chapter.number}](#${chapter.anchor})`;
  }
  const caption = captions.get(`${kind}-${name}`);
  if (caption === undefined) {
    throw new Error(`The document has no ${kind} ${name}`);
  }
  return `[${caption}](#${kind}-${name})`;
}
