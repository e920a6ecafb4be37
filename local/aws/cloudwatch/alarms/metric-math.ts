/**
 * Metric math, as far as alarms here use it: arithmetic, comparisons, AND, OR, IF and SERVICE_QUOTA. Anything else is
 * refused by name when the alarm is read.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
 */
import type { Expression } from './parse-math.ts';

/** Values by the time at which their periods begin, in epoch milliseconds. */
export type Series = ReadonlyMap<number, number>;
type Value = number | Series;

export interface MathContext {
  readonly seriesOf: (id: string) => Series;
  readonly quotaOf: (id: string) => number;
}

type Operation = (left: number, right: number) => number;

const truth = (isTrue: boolean): number => (isTrue ? 1 : 0);

const OPERATIONS: Readonly<Record<string, Operation>> = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => left / right,
  '^': (left, right) => left ** right,
  '==': (left, right) => truth(left === right),
  '!=': (left, right) => truth(left !== right),
  '<': (left, right) => truth(left < right),
  '<=': (left, right) => truth(left <= right),
  '>': (left, right) => truth(left > right),
  '>=': (left, right) => truth(left >= right),
  AND: (left, right) => truth(left !== 0 && right !== 0),
  OR: (left, right) => truth(left !== 0 || right !== 0),
};

/** @throws when the result is a number: an alarm watches a series */
export function evaluate(expression: Expression, context: MathContext): Series {
  const value = resultOf(expression, context);
  if (typeof value === 'number') {
    throw new Error('The expression of an alarm must be a time series, not a number.');
  }
  return value;
}

function resultOf(expression: Expression, context: MathContext): Value {
  switch (expression.kind) {
    case 'number':
      return expression.value;
    case 'metric':
      return context.seriesOf(expression.id);
    case 'quota':
      return context.quotaOf(expression.id);
    case 'minus':
      return combine(0, resultOf(expression.of, context), OPERATIONS['-'] as Operation);
    case 'operation':
      return combine(
        resultOf(expression.left, context),
        resultOf(expression.right, context),
        OPERATIONS[expression.operator] as Operation,
      );
    case 'if':
      return choose(
        resultOf(expression.condition, context),
        resultOf(expression.whenTrue, context),
        expression.whenFalse && resultOf(expression.whenFalse, context),
      );
  }
}

/** A value that only one of two series has meets 0. What divides by zero is dropped. */
function combine(left: Value, right: Value, operation: Operation): Value {
  if (typeof left === 'number' && typeof right === 'number') {
    return operation(left, right);
  }
  return seriesFrom(timesOf(left, right), (at) => operation(valueAt(left, at) ?? 0, valueAt(right, at) ?? 0));
}

/** Where the condition has no value, neither has the result. */
function choose(condition: Value, whenTrue: Value, whenFalse: Value | undefined): Value {
  if (typeof condition === 'number') {
    return condition !== 0 ? whenTrue : (whenFalse ?? new Map());
  }
  return seriesFrom(timesOf(condition), (at) =>
    condition.get(at) !== 0
      ? (valueAt(whenTrue, at) ?? 0)
      : whenFalse === undefined
        ? undefined
        : valueAt(whenFalse, at),
  );
}

const valueAt = (value: Value, at: number): number | undefined =>
  typeof value === 'number' ? value : value.get(at);

const timesOf = (...values: readonly Value[]): number[] =>
  [...new Set(values.flatMap((value) => (typeof value === 'number' ? [] : [...value.keys()])))].sort(
    (a, b) => a - b,
  );

const seriesFrom = (times: readonly number[], valueAtTime: (at: number) => number | undefined): Series =>
  new Map(
    times.flatMap((at): [number, number][] => {
      const value = valueAtTime(at);
      return value === undefined || !Number.isFinite(value) ? [] : [[at, value]];
    }),
  );
