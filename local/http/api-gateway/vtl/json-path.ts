/** The JSONPath that mapping templates are written with: members, indexes and `[*]`. */

const STEP = /^(?:\.([\p{L}_$][\p{L}\p{N}_$-]*)|\['([^']*)'\]|\["([^"]*)"\]|\[(-?\d+)\]|\[(\*)\]|\.(\*))/u;

/**
 * Finds the value that a path names; undefined when there is none.
 * @throws {SyntaxError} on filters, slices, unions, `..` and functions, which are not supported here
 */
export function readJsonPath(document: unknown, path: string): unknown {
  if (!path.startsWith('$')) throw new SyntaxError(`The JSONPath ${path} does not start with $.`);
  let rest = path.slice(1);
  let found: readonly unknown[] = [document];
  let isMany = false;
  while (rest !== '') {
    const step = STEP.exec(rest);
    if (!step) throw new SyntaxError(`The JSONPath ${path} is not supported by the local runtime.`);
    const [text, dotted, single, double, index, star, dottedStar] = step;
    rest = rest.slice(text.length);
    if (star !== undefined || dottedStar !== undefined) {
      isMany = true;
      found = found.flatMap(childrenOf);
    } else {
      const member = dotted ?? single ?? double;
      found = found.flatMap((value) => childOf(value, member, index));
    }
  }
  return isMany ? found : found[0];
}

function childrenOf(value: unknown): unknown[] {
  return typeof value === 'object' && value !== null ? Object.values(value) : [];
}

function childOf(value: unknown, member: string | undefined, index: string | undefined): unknown[] {
  if (index !== undefined) {
    const item: unknown = Array.isArray(value) ? value.at(Number(index)) : undefined;
    return item === undefined ? [] : [item];
  }
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  if (!isObject || member === undefined || !Object.hasOwn(value, member)) return [];
  return [(value as Record<string, unknown>)[member]];
}
