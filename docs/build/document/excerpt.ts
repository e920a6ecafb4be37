/**
 * Excerpts for listings, read from the sources when the document is made, so that they cannot be old. What is not
 * found stops the making.
 *
 * A TypeScript file is read by the names of its declarations (`handler`, `TokenTables`, `TokenTables.constructor`),
 * a JSON file by a path of keys (`context.tokenCourier`), a page by its only block of code that has the words of
 * `block: <words>`, and any other file as a whole. Within that, `from: <words>`
 * names the first line, by words that no other line has, and `to: <words>` the last, by the next line that has them.
 */
import { readFileSync } from 'node:fs';
import { extname } from 'node:path';
import ts from 'typescript';

export interface Excerpt {
  readonly code: string;
  /** Of the source file: `ts`, `tsx`, `json`, `vtl`. */
  readonly language: string;
  /** Of the source file, relative to the repository's root. */
  readonly source: string;
}

/** @throws when the file, a symbol or a line does not exist */
export function readExcerpt(path: string, symbols: readonly string[], options: readonly string[]): Excerpt {
  const text = readFileSync(path, 'utf8').trimEnd();
  const language = extname(path).slice(1);
  const parts = symbols.map((symbol) =>
    language === 'json' ? jsonAt(path, text, symbol) : declaration(path, text, symbol),
  );
  const whole = parts.length === 0 ? text : parts.join('\n\n');
  const words = wordsOf('block', options);
  const code = words === '' ? between(whole, options, path) : blockOfCode(whole, words, path);
  return { code: withoutIndent(code), language: words === '' ? language : 'sh', source: path };
}

function jsonAt(path: string, text: string, keys: string): string {
  let value = JSON.parse(text);
  for (const key of keys.split('.')) {
    value = value?.[key];
  }
  if (value === undefined) {
    throw new Error(`${path} has no ${keys}`);
  }
  const last = keys.split('.').at(-1);
  return `"${last}": ${JSON.stringify(value, undefined, 2)}`;
}

/** The text of a declaration with its docblock. */
function declaration(path: string, text: string, symbol: string): string {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const [name = '', member] = symbol.split('.');
  const statement = file.statements.find((each) => namesOf(each).includes(name));
  const found =
    member === undefined || statement === undefined || !ts.isClassDeclaration(statement)
      ? statement
      : statement.members.find((each) => namesOf(each).includes(member));
  if (found === undefined || (member !== undefined && found === statement)) {
    throw new Error(`${path} declares no ${symbol}`);
  }
  const begin = found.getStart(file, true);
  const lineBegin = text.lastIndexOf('\n', begin) + 1;
  return text.slice(lineBegin, found.getEnd());
}

function namesOf(node: ts.Node): readonly string[] {
  if (ts.isVariableStatement(node)) {
    return node.declarationList.declarations.map(({ name }) => name.getText());
  }
  if (ts.isConstructorDeclaration(node)) {
    return ['constructor'];
  }
  const name = (node as ts.Node & { readonly name?: ts.Node }).name?.getText();
  return name === undefined ? [] : [name];
}

const wordsOf = (option: string, options: readonly string[]): string =>
  options.find((line) => line.startsWith(`${option}: `))?.slice(option.length + 2) ?? '';

function blockOfCode(page: string, words: string, path: string): string {
  const blocks = [...page.matchAll(/^```.*\n([\s\S]*?)\n```$/gm)].flatMap(([, code = '']) =>
    code.includes(words) ? [code] : [],
  );
  if (blocks.length !== 1) {
    throw new Error(`${blocks.length} blocks of code in ${path} have "${words}", instead of one`);
  }
  return blocks[0] ?? '';
}

/** The lines from the only one that has the words of `from` to the next one that has those of `to`. */
function between(text: string, options: readonly string[], path: string): string {
  const lines = text.split('\n');
  const [from, to] = [wordsOf('from', options), wordsOf('to', options)];
  const begins = lines.flatMap((line, index) => (line.includes(from) ? [index] : []));
  if (from !== '' && begins.length !== 1) {
    throw new Error(`${begins.length} lines of the excerpt of ${path} have "${from}", instead of one`);
  }
  const begin = from === '' ? 0 : (begins[0] ?? 0);
  const length = to === '' ? lines.length : lines.slice(begin).findIndex((line) => line.includes(to)) + 1;
  if (length === 0) {
    throw new Error(`No line of the excerpt of ${path} has "${to}"`);
  }
  return lines.slice(begin, begin + length).join('\n');
}

function withoutIndent(code: string): string {
  const lines = code.split('\n');
  const indents = lines
    .filter((line) => line.trim() !== '')
    .map((line) => line.length - line.trimStart().length);
  const indent = Math.min(...indents);
  return lines.map((line) => line.slice(indent).trimEnd()).join('\n');
}
