/** Evaluates template expressions as Velocity 1 does. */
import type { Expression, Operator, PathStep, Reference } from './ast.ts';
import { callJavaMethod } from './java-methods.ts';
import { isEqual, isNull, isTrue } from './java-values.ts';
import type { MappingInput } from './mapping-input.ts';
import { MAPPING_UTIL } from './mapping-util.ts';

export interface Scope {
  readonly input: MappingInput;
  /** `context`, and the variables that the template sets. */
  readonly variables: Map<string, unknown>;
  /** Renders a double-quoted string that contains references. */
  readonly interpolate: (text: string) => string;
}

export function evaluate(expression: Expression, scope: Scope): unknown {
  switch (expression.type) {
    case 'references':
      return readReference(expression, scope);
    case 'string':
      return expression.isEval === true && /[$#]/.test(expression.value)
        ? scope.interpolate(expression.value)
        : expression.value;
    case 'integer':
      return Number(expression.value);
    case 'math':
      return operate(expression.operator, expression.expression, scope);
  }
}

/** Returns null when any step of the path is missing. */
export function readReference({ id, path = [] }: Reference, scope: Scope): unknown {
  const [first, ...rest] = path;
  if (id === 'input' && first) {
    return follow(readInput(first, scope), rest, scope);
  }
  if (id === 'util' && first) {
    return follow(callUtil(first, scope), rest, scope);
  }
  return follow(scope.variables.get(id), path, scope);
}

/** Sets a variable or a member of one. */
export function assign({ id, path = [] }: Reference, value: unknown, scope: Scope): void {
  const last = path.at(-1);
  if (!last) {
    scope.variables.set(id, value);
    return;
  }
  const holder = follow(scope.variables.get(id), path.slice(0, -1), scope);
  if (typeof holder !== 'object' || holder === null) {
    return;
  }
  Object.defineProperty(holder, last.id, { value, writable: true, enumerable: true, configurable: true });
}

const readInput = (step: PathStep, scope: Scope): unknown =>
  step.type === 'method'
    ? scope.input.functions.get(step.id)?.(...argumentsOf(step, scope))
    : scope.input.body;

const callUtil = (step: PathStep, scope: Scope): unknown =>
  step.type === 'method' ? MAPPING_UTIL.get(step.id)?.(...argumentsOf(step, scope)) : null;

function follow(start: unknown, steps: readonly PathStep[], scope: Scope): unknown {
  return steps.reduce<unknown>((holder, step) => {
    if (isNull(holder)) {
      return null;
    }
    if (step.type === 'method') {
      return callJavaMethod(holder, step.id, argumentsOf(step, scope));
    }
    return memberOf(holder, step.id);
  }, start);
}

function argumentsOf(step: PathStep & { type: 'method' }, scope: Scope): unknown[] {
  return (step.args || []).map((argument) => evaluate(argument, scope));
}

function memberOf(holder: unknown, name: string): unknown {
  if (typeof holder !== 'object' || holder === null || Array.isArray(holder)) {
    return null;
  }
  return Object.hasOwn(holder, name) ? (holder as Record<string, unknown>)[name] : null;
}

function operate(
  operator: Operator,
  [left, right]: readonly [Expression, Expression],
  scope: Scope,
): boolean {
  switch (operator) {
    case '==':
      return isEqual(evaluate(left, scope), evaluate(right, scope));
    case '||':
      return isTrue(evaluate(left, scope)) || isTrue(evaluate(right, scope));
    case '>=': {
      const [value, bound] = [evaluate(left, scope), evaluate(right, scope)];
      return typeof value === 'number' && typeof bound === 'number' && value >= bound;
    }
  }
}
