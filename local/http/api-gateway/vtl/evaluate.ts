/** Evaluates the expressions of a template as Velocity 1 does. */
import type { Expression, PathStep, Reference } from './ast.ts';
import { calculate } from './calculate.ts';
import { callJavaMethod } from './java-methods.ts';
import { isEqual, isNull, isTrue, toJavaString } from './java-values.ts';
import type { MappingInput } from './mapping-input.ts';
import { MAPPING_UTIL } from './mapping-util.ts';

const UNICODE_ESCAPE = /\\u([0-9a-fA-F]{4})/g;

export interface Scope {
  readonly input: MappingInput;
  /** `context`, `stageVariables` and what the template sets. */
  readonly variables: Map<string, unknown>;
  /** Renders a double-quoted string that holds references. */
  readonly interpolate: (text: string) => string;
}

export function evaluate(expression: Expression, scope: Scope): unknown {
  switch (expression.type) {
    case 'references':
      return readReference(expression, scope);
    case 'string':
      return expression.isEval === true ? readString(expression.value, scope) : expression.value;
    case 'integer':
    case 'decimal':
      return Number(expression.value);
    case 'bool':
      return { true: true, false: false, null: null }[expression.value];
    case 'array':
      return expression.isRange === true
        ? rangeOf(expression.value, scope)
        : expression.value.map((item) => evaluate(item, scope));
    case 'map':
      return Object.fromEntries(
        Object.entries(expression.value).map(([key, value]) => [key, evaluate(value, scope)]),
      );
    case 'math':
      return operate(expression.operator, expression.expression, scope);
  }
}

/** Gives null where any step of the way is missing. */
export function readReference(reference: Reference, scope: Scope): unknown {
  const [first, ...rest] = reference.path ?? [];
  const steps = first ? [first, ...rest] : [];
  if (reference.id === 'input' && first) return follow(readInput(first, scope), rest, scope);
  if (reference.id === 'util' && first) return follow(callUtil(first, scope), rest, scope);
  return follow(scope.variables.get(reference.id), steps, scope);
}

/** Sets a variable or a member of one. */
export function assign(target: Reference, value: unknown, scope: Scope): void {
  const steps = target.path ?? [];
  const last = steps.at(-1);
  if (!last) {
    scope.variables.set(target.id, value);
    return;
  }
  const holder = follow(scope.variables.get(target.id), steps.slice(0, -1), scope);
  if (typeof holder !== 'object' || holder === null) return;
  const key = last.type === 'index' ? toJavaString(evaluate(last.id, scope)) : last.id;
  Object.defineProperty(holder, key, { value, writable: true, enumerable: true, configurable: true });
}

function readInput(step: PathStep, { input, ...rest }: Scope): unknown {
  if (step.type === 'property' && step.id === 'body') return input.body;
  const call = step.type === 'method' ? input.functions.get(step.id) : undefined;
  if (step.type !== 'method' || !call) throw new TypeError(`$input has no ${String(step.id)} here.`);
  return call(...argumentsOf(step, { input, ...rest }));
}

function callUtil(step: PathStep, scope: Scope): unknown {
  const call = step.type === 'method' ? MAPPING_UTIL.get(step.id) : undefined;
  if (step.type !== 'method' || !call) throw new TypeError(`$util has no ${String(step.id)} here.`);
  return call(...argumentsOf(step, scope));
}

function follow(start: unknown, steps: readonly PathStep[], scope: Scope): unknown {
  return steps.reduce<unknown>((holder, step) => {
    if (isNull(holder)) return null;
    if (step.type === 'method') return callJavaMethod(holder, step.id, argumentsOf(step, scope));
    return memberOf(holder, step.type === 'index' ? evaluate(step.id, scope) : step.id);
  }, start);
}

function argumentsOf(step: PathStep & { type: 'method' }, scope: Scope): unknown[] {
  return (step.args || []).map((argument) => evaluate(argument, scope));
}

function memberOf(holder: unknown, key: unknown): unknown {
  if (Array.isArray(holder)) return typeof key === 'number' ? holder[key] : null;
  if (typeof holder !== 'object' || holder === null) return null;
  const name = toJavaString(key);
  return Object.hasOwn(holder, name) ? (holder as Record<string, unknown>)[name] : null;
}

/** Velocity knows one escape in strings, `\uXXXX`; every other backslash stays as it is. */
function readString(text: string, scope: Scope): string {
  const unescaped = text.replace(UNICODE_ESCAPE, (_escape, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return /[$#]/.test(unescaped) ? scope.interpolate(unescaped) : unescaped;
}

function rangeOf(bounds: readonly unknown[], scope: Scope): number[] {
  const [from = 0, to = 0] = bounds.map((bound) =>
    Number(typeof bound === 'object' ? evaluate(bound as Expression, scope) : bound),
  );
  const step = from <= to ? 1 : -1;
  return Array.from({ length: Math.abs(to - from) + 1 }, (_item, index) => from + index * step);
}

function operate(operator: string, operands: readonly Expression[], scope: Scope): unknown {
  const at = (index: number): unknown => {
    const operand = operands[index];
    return operand ? evaluate(operand, scope) : null;
  };
  switch (operator) {
    case 'parenthesis':
      return at(0);
    case 'not':
      return !isTrue(at(0));
    case '&&':
      return isTrue(at(0)) && isTrue(at(1));
    case '||':
      return isTrue(at(0)) || isTrue(at(1));
    case '==':
      return isEqual(at(0), at(1));
    case '!=':
      return !isEqual(at(0), at(1));
    case 'minus':
      return calculate('-', 0, at(0));
    default:
      return calculate(operator, at(0), at(1));
  }
}
