/**
 * The expressions that map parameters without a template: `'static'`, `context.x`, `stageVariables.x`,
 * `method.request.header.X`, `integration.response.header.X`.
 */
import type { Pair } from './gateway-message.ts';
import { headerOf } from './gateway-message.ts';

const STATIC = /^'([\s\S]*)'$/;

export interface ParameterSources {
  readonly context: Readonly<Record<string, unknown>>;
  readonly stageVariables: Readonly<Record<string, string>>;
  readonly requestHeaders: readonly Pair[];
  readonly query: readonly Pair[];
  readonly pathParameters: Readonly<Record<string, string>>;
  readonly responseHeaders?: readonly Pair[];
}

/** The value of an expression; undefined if what it names is absent. */
export function readParameter(expression: string, sources: ParameterSources): string | undefined {
  const literal = STATIC.exec(expression)?.[1];
  if (literal !== undefined) {
    return literal;
  }
  const [root, first = '', second = '', ...rest] = expression.split('.');
  const name = rest.join('.');
  if (root === 'context') {
    return asText(readPath(sources.context, expression.split('.').slice(1)));
  }
  if (root === 'stageVariables') {
    return sources.stageVariables[[first, second, ...rest].filter(Boolean).join('.')];
  }
  if (root === 'integration') {
    return headerOf(sources.responseHeaders ?? [], name);
  }
  if (root !== 'method' || first !== 'request') {
    return undefined;
  }
  if (second === 'header') {
    return headerOf(sources.requestHeaders, name);
  }
  if (second === 'querystring') {
    return sources.query.findLast(([each]) => each === name)?.[1];
  }
  return second === 'path' ? sources.pathParameters[name] : undefined;
}

function readPath(value: unknown, names: readonly string[]): unknown {
  return names.reduce<unknown>((holder, name) => {
    const has = typeof holder === 'object' && holder !== null && Object.hasOwn(holder, name);
    return has ? (holder as Record<string, unknown>)[name] : undefined;
  }, value);
}

const asText = (value: unknown): string | undefined =>
  value === undefined || value === null ? undefined : String(value);
