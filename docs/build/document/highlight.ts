/** Colours for listings, few enough to print: keywords, strings and comments. */
import ts from 'typescript';
import { COLOUR } from './look.ts';

export interface ColouredText {
  readonly text: string;
  readonly colour: string;
  readonly italics?: boolean;
}

/** The code in pieces, line by line. */
export function highlight(code: string, language: string): ColouredText[][] {
  const pieces = /^(ts|tsx|js|json)$/.test(language) ? scanned(code, language) : commented(code, language);
  const lines: ColouredText[][] = [[]];
  for (const piece of pieces) {
    for (const [index, text] of piece.text.split('\n').entries()) {
      if (index > 0) {
        lines.push([]);
      }
      if (text !== '') {
        lines.at(-1)?.push({ ...piece, text });
      }
    }
  }
  return lines;
}

function scanned(code: string, language: string): ColouredText[] {
  const variant = language === 'tsx' ? ts.LanguageVariant.JSX : ts.LanguageVariant.Standard;
  const scanner = ts.createScanner(ts.ScriptTarget.Latest, false, variant, code);
  const pieces: ColouredText[] = [];
  for (let kind = scanner.scan(); kind !== ts.SyntaxKind.EndOfFileToken; kind = scanner.scan()) {
    const last = pieces.at(-1);
    const piece = { text: scanner.getTokenText(), ...lookOf(kind) };
    // Neighbours of one colour are one piece, which keeps the file small.
    if (last && (last.colour === piece.colour || piece.text.trim() === '')) {
      pieces[pieces.length - 1] = { ...last, text: last.text + piece.text };
    } else {
      pieces.push(piece);
    }
  }
  return pieces;
}

function lookOf(kind: ts.SyntaxKind): Omit<ColouredText, 'text'> {
  if (kind === ts.SyntaxKind.SingleLineCommentTrivia || kind === ts.SyntaxKind.MultiLineCommentTrivia) {
    return { colour: COLOUR.comment, italics: true };
  }
  if (
    kind === ts.SyntaxKind.StringLiteral ||
    (kind >= ts.SyntaxKind.FirstTemplateToken && kind <= ts.SyntaxKind.LastTemplateToken)
  ) {
    return { colour: COLOUR.string };
  }
  const isReserved = kind >= ts.SyntaxKind.FirstReservedWord && kind <= ts.SyntaxKind.LastReservedWord;
  return {
    colour:
      isReserved || kind === ts.SyntaxKind.AsyncKeyword || kind === ts.SyntaxKind.AwaitKeyword
        ? COLOUR.keyword
        : COLOUR.code,
  };
}

/** Comments of shells and of templates in Velocity. */
function commented(code: string, language: string): ColouredText[] {
  const mark = language === 'vtl' ? '##' : '#';
  return code.split(/(?<=\n)/).map((text) => ({
    text,
    ...(text.trimStart().startsWith(mark)
      ? { colour: COLOUR.comment, italics: true }
      : { colour: COLOUR.code }),
  }));
}
