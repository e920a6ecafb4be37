/**
 * JSON filter patterns of CloudWatch Logs, in the one shape that is used: a member that equals a text, or is there at
 * all. https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */
import { toObject } from '../../http/json-values.ts';

/** `{ $.a.b = "text" }`; the text `*` is any. */
const EQUALITY = /^\s*\{\s*\$\.([\w.]+)\s*=\s*"([^"]*)"\s*\}\s*$/;
const ANY = '*';

/** Undefined for a pattern of another shape. An empty one matches everything. */
export function readFilterPattern(pattern: string): ((message: string) => boolean) | undefined {
  if (pattern === '') {
    return () => true;
  }
  const [, path, wanted = ''] = EQUALITY.exec(pattern) ?? [];
  if (path === undefined || (wanted.includes(ANY) && wanted !== ANY)) {
    return undefined;
  }
  return (message) => {
    const value = path.split('.').reduce<unknown>((at, name) => toObject(at)[name], parse(message));
    const isThere = value !== undefined && value !== null && typeof value !== 'object';
    return isThere && (wanted === ANY || String(value) === wanted);
  };
}

/** A line that is no JSON matches no JSON pattern. */
function parse(message: string): unknown {
  if (!message.startsWith('{')) {
    return undefined;
  }
  try {
    return JSON.parse(message);
  } catch {
    return undefined;
  }
}
