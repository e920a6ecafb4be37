/**
 * Parses templates with velocityjs, and refuses by name what is not supported here, before the first request: what
 * velocityjs reads differently than Velocity on AWS, and what nobody has written for this runtime yet.
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
/** What API Gateway and Velocity give besides `$input`, `$util` and `$context`. */
const OTHER_VARIABLES = ['foreach', 'stageVariables', 'velocityCount'];
const NAMES: Readonly<Record<string, string>> = {
  array: 'a list in brackets',
  bool: 'true, false or null',
  decimal: 'a decimal number',
  index: 'an index in brackets',
  macro_body: 'a call of a macro',
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

/** A template that cannot be run here. */
export class TemplateSyntaxError extends Error {
  override readonly name = 'TemplateSyntaxError';
}

/** @throws {TemplateSyntaxError} when the template is not valid, naming what is not supported */
export function parseTemplate(source: string): readonly Node[] {
  const text = source.replace(LINE_COMMENT, '');
  // velocityjs reads both as text.
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
    throw new TemplateSyntaxError(`A mapping template is not valid: ${String(cause)}`, { cause });
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

/** The path stands in the template, so that it can be read before the first request. */
function requirePath(args: unknown): void {
  const [path] = (Array.isArray(args) ? args : []) as SyntaxNode[];
  if (path?.type !== 'string' || path.isEval === true) {
    throw unsupported('$input.path of anything but a text in single quotes');
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
  // In Velocity a quote ends a double-quoted string whatever stands before it; velocityjs reads on.
  if (value.includes('"')) {
    throw new TemplateSyntaxError(
      `A double-quoted string cannot hold a quote: write "${value}" with single quotes.`,
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
  new TemplateSyntaxError(`Mapping templates may not use ${what} in the local runtime.`, { cause });
