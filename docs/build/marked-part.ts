/** A part of a document that is generated: what stands between two marks. */

const BEGIN = '<!-- Made by `npm run docs` from handlers/contract: -->';
const END = '<!-- end of what `npm run docs` makes -->';

/** The document with this between its marks. */
export function withMarkedPart(document: string, part: string): string {
  const [before, rest] = halves(document, BEGIN);
  const [, after] = halves(rest, END);
  return `${before}${BEGIN}\n\n${part}\n\n${END}${after}`;
}

function halves(text: string, mark: string): [string, string] {
  const at = text.indexOf(mark);
  if (at < 0) throw new Error(`The document has no line ${mark}`);
  return [text.slice(0, at), text.slice(at + mark.length)];
}
