/**
 * Java's regular expressions and `replaceAll` for templates, on JavaScript's.
 * The syntax that both languages share is translated; Java's own is refused, not misread.
 */

/** Quoting, Unicode classes, anchors of Java only, inline flags, possessive quantifiers. */
const JAVA_ONLY = /\\[QEpPhHRAzZGX]|\(\?[a-z-]+[):]|[*+?}]\+|&&\[/;
const REPLACEMENT_PART = /\\([\s\S])|\$\{([A-Za-z][A-Za-z0-9]*)\}|\$(\d)/g;

/** @throws {SyntaxError} when the pattern is not valid, or uses what only Java has */
export function javaRegex(pattern: string, flags: '' | 'g' = ''): RegExp {
  if (JAVA_ONLY.test(pattern)) {
    throw new SyntaxError(`The regular expression ${pattern} uses syntax that only Java has.`);
  }
  return new RegExp(pattern, flags);
}

/** In the replacement, `$1` and `${name}` are groups and a backslash takes the next character as it is. */
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
