/**
 * Parses templates with velocityjs, and refuses unsupported constructs by name before the first request:
 * those that velocityjs reads differently from Velocity on AWS, and those that this runtime does not
 * implement.
 */
import { parse } from 'velocityjs';
import type { Node } from './ast.ts';
import { JAVA_METHODS } from './java-methods.ts';
import { parseJsonPath } from './json-path.ts';
import { INPUT_FUNCTIONS } from './mapping-input.ts';
import { MAPPING_UTIL } from './mapping-util.ts';

const NODES = ['references', 'set', 'comment', 'if', 'elseif', 'else', 'foreach', 'property', 'method'];
const VALUES = ['string', 'integer', 'math'];
const OPERATORS = ['==', '>=', '||'];
/** The variables of API Gateway and Velocity other than `$input`, `$util` and `$context`. */
const OTHER_VARIABLES = ['foreach', 'stageVariables', 'velocityCount'];
const NAMES: Readonly<Record<string, string>> = {
  array: 'a list in brackets',
  bool: 'true, false or null',
  decimal: 'a decimal number',
  index: 'an index in brackets',
  macro_body: 'a macro call',
  map: 'a map in braces',
  noescape: '#noescape',
  raw: '#[[…]]#',
};
const OPERATOR_NAMES: Readonly<Record<string, string>> = {
  minus: 'a minus sign',
  not: '!',
  parenthesis: 'parentheses',
};
const LINE_COMMENT = /##.*/g;
const UNICODE_ESCAPE = /\\u[0-9a-fA-F]{4}/;

type SyntaxNode = Readonly<Record<string, unknown>> & { readonly type?: unknown };

/** A template that cannot run here. */
export class TemplateSyntaxError extends Error {
  override readonly name = 'TemplateSyntaxError';
}

/** @throws {TemplateSyntaxError} when the template is invalid, or naming what is not supported */
export function parseTemplate(source: string): readonly Node[] {
  const text = source.replace(LINE_COMMENT, '');
  // velocityjs reads both of these as plain text.
  if (/#stop\b/.test(text)) {
    throw unsupported('#stop');
  }
  if (/\\[$#]/.test(text)) {
    throw unsupported('a backslash before $ or #');
  }
  let nodes: unknown;
  try {
    nodes = parse(source);
  } catch (cause) {
    throw new TemplateSyntaxError(`A mapping template is invalid: ${String(cause)}`, { cause });
  }
  refuseUnsupported(nodes);
  return nodes as readonly Node[];
}

function refuseUnsupported(node: unknown): void {
  if (typeof node !== 'object' || node === null) {
    return;
  }
  refuseNode(node as SyntaxNode);
  for (const child of Object.values(node)) {
    refuseUnsupported(child);
  }
}

function refuseNode(node: SyntaxNode): void {
  const { type } = node;
  if (typeof type !== 'string') {
    return;
  }
  if (type === 'references') {
    refuseReference(node);
  } else if (type === 'string') {
    refuseString(node);
  } else if (type === 'math') {
    requireOne(OPERATORS, String(node.operator), OPERATOR_NAMES);
  } else if (![...NODES, ...VALUES].includes(type)) {
    throw unsupported(NAMES[type] ?? `#${String(type === 'macro_call' ? node.id : type)}`);
  }
}

function requireOne(known: readonly string[], name: string, names: Readonly<Record<string, string>>): void {
  if (!known.includes(name)) {
    throw unsupported(names[name] ?? name);
  }
}

function refuseReference({ id, leader, path, args }: SyntaxNode): void {
  const name = String(id);
  if (leader === '$!') {
    throw unsupported(`the quiet reference $!${name}`);
  }
  if (args !== undefined) {
    throw unsupported(`the call $${name}()`);
  }
  if (OTHER_VARIABLES.includes(name)) {
    throw unsupported(`$${name}`);
  }
  const [first, ...rest] = (Array.isArray(path) ? path : []) as SyntaxNode[];
  const functions = { input: INPUT_FUNCTIONS, util: [...MAPPING_UTIL.keys()] }[name];
  if (functions !== undefined) {
    const isBody = name === 'input' && first?.type === 'property' && first.id === 'body';
    const isKnown = first?.type === 'method' && functions.includes(String(first.id));
    if (!isBody && !isKnown) {
      throw unsupported(first ? `$${name}.${String(first.id)}` : `$${name} alone`);
    }
    if (first.id === 'path') {
      requirePath(first.args);
    }
  }
  for (const step of functions === undefined && first ? [first, ...rest] : rest) {
    const isKnown = step.type !== 'method' || JAVA_METHODS.includes(String(step.id));
    if (!isKnown) {
      throw unsupported(`the method ${String(step.id)}`);
    }
  }
}

/** The path must be a literal, so that it can be checked before the first request. */
function requirePath(args: unknown): void {
  const [path] = (Array.isArray(args) ? args : []) as SyntaxNode[];
  if (path?.type !== 'string' || path.isEval === true) {
    throw unsupported('$input.path with anything but a single-quoted string');
  }
  try {
    parseJsonPath(String(path.value));
  } catch (cause) {
    throw unsupported(`the JSONPath ${String(path.value)}`, cause);
  }
}

function refuseString({ value, isEval }: SyntaxNode): void {
  if (isEval !== true || typeof value !== 'string') {
    return;
  }
  // In Velocity, a double quote always ends the string, even after a backslash; velocityjs reads on.
  if (value.includes('"')) {
    throw new TemplateSyntaxError(
      `A double-quoted string cannot contain a quote: put ${value} in single quotes.`,
    );
  }
  if (UNICODE_ESCAPE.test(value)) {
    throw unsupported('\\u in a string');
  }
  if (/[$#]/.test(value)) {
    parseTemplate(value);
  }
}

const unsupported = (what: string, cause?: unknown): TemplateSyntaxError =>
  new TemplateSyntaxError(`The local runtime does not support ${what} in mapping templates.`, { cause });
