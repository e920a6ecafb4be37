/** The subset of JSONPath that mapping templates use here: members by name. */

const PATH = /^\$(?:\.[\p{L}_$][\p{L}\p{N}_$-]*)*$/u;

/** The member names of a path. @throws {SyntaxError} when the path contains anything else */
export function parseJsonPath(path: string): readonly string[] {
  if (!PATH.test(path)) {
    throw new SyntaxError(`The JSONPath ${path} is not supported by the local runtime.`);
  }
  return path.split('.').slice(1);
}

/** The value at a path; undefined when there is none. @throws {SyntaxError} */
export function readJsonPath(document: unknown, path: string): unknown {
  return parseJsonPath(path).reduce((value: unknown, name) => {
    const isMap = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isMap && Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined;
  }, document);
}
