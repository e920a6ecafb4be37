/**
 * JSON filter patterns of CloudWatch Logs, in the shapes that are used: members that equal a text in quotes, with `&&`,
 * `||` and parentheses. `*` is any text.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */
import { toObject } from '../../http/json-values.ts';

type Test = (event: unknown) => boolean;

const TOKENS = /\s*(?:(\{|\}|\(|\)|&&|\|\|)|\$\.([\w.]+)\s*=\s*"([^"]*)")/y;
const ANY = '*';

/** Undefined for a pattern of another shape. An empty one matches everything. */
export function readFilterPattern(pattern: string): ((message: string) => boolean) | undefined {
  if (pattern === '') {
    return () => true;
  }
  const tokens = tokensOf(pattern.trim());
  const test = tokens && readWhole(tokens);
  return test && ((message) => test(parse(message)));
}

type Token = string | Test;

function tokensOf(pattern: string): Token[] | undefined {
  const tokens: Token[] = [];
  const scanner = new RegExp(TOKENS);
  while (scanner.lastIndex < pattern.length) {
    const [, sign, path = '', wanted = ''] = scanner.exec(pattern) ?? [];
    if (scanner.lastIndex === 0) {
      return undefined;
    }
    tokens.push(sign ?? equality(path, wanted));
  }
  return tokens;
}

function readWhole(tokens: Token[]): Test | undefined {
  if (tokens.shift() !== '{') {
    return undefined;
  }
  const test = readAny(tokens);
  return tokens.shift() === '}' && tokens.length === 0 ? test : undefined;
}

/** `a || b`, which binds weaker than `&&`. */
function readAny(tokens: Token[]): Test | undefined {
  const tests = readList(tokens, '||', readAll);
  return tests && ((event) => tests.some((test) => test(event)));
}

function readAll(tokens: Token[]): Test | undefined {
  const tests = readList(tokens, '&&', readOne);
  return tests && ((event) => tests.every((test) => test(event)));
}

function readList(
  tokens: Token[],
  separator: string,
  read: (tokens: Token[]) => Test | undefined,
): Test[] | undefined {
  const tests: Test[] = [];
  do {
    if (tests.length > 0) {
      tokens.shift();
    }
    const test = read(tokens);
    if (test === undefined) {
      return undefined;
    }
    tests.push(test);
  } while (tokens[0] === separator);
  return tests;
}

function readOne(tokens: Token[]): Test | undefined {
  const token = tokens.shift();
  if (typeof token === 'function') {
    return token;
  }
  if (token !== '(') {
    return undefined;
  }
  const inner = readAny(tokens);
  return tokens.shift() === ')' ? inner : undefined;
}

function equality(path: string, wanted: string): Test {
  const pattern = new RegExp(`^${wanted.split(ANY).map(escaped).join('.*')}$`, 's');
  return (event) => {
    const value = path.split('.').reduce<unknown>((at, name) => toObject(at)[name], event);
    const isThere = value !== undefined && value !== null && typeof value !== 'object';
    return isThere && pattern.test(String(value));
  };
}

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');

/** A line that is no JSON matches no JSON pattern. */
function parse(message: string): unknown {
  if (!message.startsWith('{')) {
    return undefined;
  }
  try {
    return JSON.parse(message);
  } catch {
    return undefined;
  }
}
