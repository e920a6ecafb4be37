/** Arithmetic and order, as Velocity 1 has them. */
import { toJavaString } from './java-values.ts';

/** Whole numbers stay whole when divided; `+` joins when a side is text; null where Java has no answer. */
export function calculate(operator: string, left: unknown, right: unknown): unknown {
  if (operator === '+' && (typeof left === 'string' || typeof right === 'string')) {
    return toJavaString(left) + toJavaString(right);
  }
  if (typeof left !== 'number' || typeof right !== 'number') return /[<>]/.test(operator) ? false : null;
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return divide(left, right);
    case '%':
      return right === 0 ? null : left % right;
    case '<':
      return left < right;
    case '<=':
      return left <= right;
    case '>':
      return left > right;
    case '>=':
      return left >= right;
    default:
      throw new TypeError(`The operator ${operator} is not known.`);
  }
}

function divide(left: number, right: number): number | null {
  if (right === 0) return null;
  return Number.isInteger(left) && Number.isInteger(right) ? Math.trunc(left / right) : left / right;
}
