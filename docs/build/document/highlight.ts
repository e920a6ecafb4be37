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
  /** For each template string that the scanner is inside of: how many braces are open in its current expression. */
  const templates: number[] = [];
  for (let kind = scanner.scan(); kind !== ts.SyntaxKind.EndOfFileToken; kind = scanner.scan()) {
    const token = inTemplate(kind, scanner, templates);
    const last = pieces.at(-1);
    const piece = { text: scanner.getTokenText(), ...lookOf(token) };
    // Neighbours of one colour are one piece, which keeps the file small.
    if (last && (last.colour === piece.colour || piece.text.trim() === '')) {
      pieces[pieces.length - 1] = { ...last, text: last.text + piece.text };
    } else {
      pieces.push(piece);
    }
  }
  return pieces;
}

/** The scanner knows no context, so somebody has to tell it that a brace ends an expression in a template string. */
function inTemplate(kind: ts.SyntaxKind, scanner: ts.Scanner, templates: number[]): ts.SyntaxKind {
  const open = templates.at(-1);
  if (kind === ts.SyntaxKind.TemplateHead) {
    templates.push(0);
  } else if (open !== undefined && kind === ts.SyntaxKind.OpenBraceToken) {
    templates[templates.length - 1] = open + 1;
  } else if (open !== undefined && open > 0 && kind === ts.SyntaxKind.CloseBraceToken) {
    templates[templates.length - 1] = open - 1;
  } else if (open === 0 && kind === ts.SyntaxKind.CloseBraceToken) {
    const token = scanner.reScanTemplateToken(false);
    if (token === ts.SyntaxKind.TemplateTail) {
      templates.pop();
    }
    return token;
  }
  return kind;
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
