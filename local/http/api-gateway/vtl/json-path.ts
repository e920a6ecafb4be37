/** The JSONPath that mapping templates are written with: members by name. */

const PATH = /^\$(?:\.[\p{L}_$][\p{L}\p{N}_$-]*)*$/u;

/** The names on the way. @throws {SyntaxError} when the path holds anything else */
export function parseJsonPath(path: string): readonly string[] {
  if (!PATH.test(path)) {
    throw new SyntaxError(`The JSONPath ${path} is not supported by the local runtime.`);
  }
  return path.split('.').slice(1);
}

/** Finds the value that a path names; undefined when there is none. @throws {SyntaxError} */
export function readJsonPath(document: unknown, path: string): unknown {
  return parseJsonPath(path).reduce((value: unknown, name) => {
    const isMap = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isMap && Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined;
  }, document);
}
