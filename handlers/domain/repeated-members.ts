/**
 * Finds members that occur more than once in one object of a JSON text. JSON.parse silently keeps the last
 * one; another parser in front of this service may keep the first, and the two would read different requests
 * from the same text (RFC 8259 section 4).
 */

/** Strings and structural characters; nothing else in a valid text matters here. */
const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],]/g;

/** An object or array that is being read. `at` is the name or index of the current member. */
interface Level {
  readonly names: Set<string> | undefined;
  at: string | number;
  awaitsName: boolean;
}

/** Paths (`context.amount`) of at most `limit` repeated members. `text` must be valid JSON. */
export function repeatedMembers(text: string, limit: number): string[] {
  const levels: Level[] = [];
  const repeated: string[] = [];
  for (const [token] of text.matchAll(TOKEN)) {
    const level = levels.at(-1);
    if (token === '{') {
      levels.push({ names: new Set(), at: '', awaitsName: true });
    } else if (token === '[') {
      levels.push({ names: undefined, at: 0, awaitsName: false });
    } else if (token === '}' || token === ']') {
      levels.pop();
    } else if (token === ',') {
      next(level);
    } else if (level?.names && level.awaitsName) {
      level.at = JSON.parse(token) as string;
      level.awaitsName = false;
      if (level.names.has(level.at)) {
        repeated.push(levels.map(({ at }) => at).join('.'));
      }
      level.names.add(level.at);
      if (repeated.length === limit) {
        break;
      }
    }
  }
  return repeated;
}

function next(level: Level | undefined): void {
  if (level === undefined) {
    return;
  }
  if (level.names) {
    level.awaitsName = true;
  } else {
    level.at = Number(level.at) + 1;
  }
}
