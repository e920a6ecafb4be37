/**
 * Java's regular expressions and `replaceAll` for templates, based on JavaScript's. Syntax that both
 * languages share is accepted; syntax that only Java has is refused, so that it is not misread.
 */

/** Quoting, Unicode classes, Java-only anchors, inline flags, possessive quantifiers. */
const JAVA_ONLY = /\\[QEpPhHRAzZGX]|\(\?[a-z-]+[):]|[*+?}]\+|&&\[/;
const REPLACEMENT_PART = /\\([\s\S])|\$\{([A-Za-z][A-Za-z0-9]*)\}|\$(\d)/g;

/** @throws {SyntaxError} when the pattern is invalid, or uses syntax that only Java has */
export function javaRegex(pattern: string, flags: '' | 'g' = ''): RegExp {
  if (JAVA_ONLY.test(pattern)) {
    throw new SyntaxError(`The regular expression ${pattern} uses syntax that only Java has.`);
  }
  return new RegExp(pattern, flags);
}

/** In the replacement, `$1` and `${name}` are groups, and a backslash makes the next character literal. */
export function replaceAllJava(text: string, pattern: string, replacement: string): string {
  return text.replace(javaRegex(pattern, 'g'), (...found) => expand(replacement, found));
}

function expand(replacement: string, found: readonly unknown[]): string {
  const groups = found.at(-1);
  return replacement.replace(
    REPLACEMENT_PART,
    (_part, literal?: string, name?: string, number?: string) =>
      literal ??
      asText(name === undefined ? found[Number(number)] : (groups as Record<string, unknown>)[name]),
  );
}

const asText = (group: unknown): string => (typeof group === 'string' ? group : '');
