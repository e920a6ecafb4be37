/** Replaces the generated parts of a document: the text between two marks. */

const BEGIN = '<!-- Made by `npm run docs` from handlers/contract: -->';
const END = '<!-- end of what `npm run docs` makes -->';

/**
 * The document with `parts` between its marks, in their order.
 * @throws when the numbers of parts and marks differ
 */
export function withMarkedParts(document: string, ...parts: readonly string[]): string {
  const [part, ...others] = parts;
  if (part === undefined) {
    if (document.includes(BEGIN)) {
      throw new Error(`Nothing generates the part after the last ${BEGIN}`);
    }
    return document;
  }
  const [before, rest] = halves(document, BEGIN);
  const [, after] = halves(rest, END);
  return `${before}${BEGIN}\n\n${part}\n\n${END}${withMarkedParts(after, ...others)}`;
}

function halves(text: string, mark: string): [string, string] {
  const at = text.indexOf(mark);
  if (at < 0) {
    throw new Error(`The document has no line ${mark}`);
  }
  return [text.slice(0, at), text.slice(at + mark.length)];
}
