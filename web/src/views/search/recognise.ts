/**
 * What somebody typed into a search field, by its shape. A shape can mislead: ids of users are the caller's, and may
 * look like a number or an address. So views say how they read it, and let people choose.
 */

export const SEARCH_KINDS = ['person', 'phone', 'email', 'request', 'execution'] as const;
export type SearchKind = (typeof SEARCH_KINDS)[number];

const EXECUTION = /^arn:[\w-]+:states:/;
/** With its padding: `VjR22Hr2oAMFnIw=`. */
const REQUEST = /^[\w+/-]{14,40}=$/;
/** Without, as executions are named; unlike words, it changes case in the middle. */
const EXECUTION_NAME = /^(?=.*[a-z].*[A-Z])(?=.*[A-Z].*[a-z])[\w+/-]{15}$/;
const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;
/** Only with a sign of a number: digits alone may be a user's id. */
const PHONE = /^(\+|00)[\d\s().-]{6,24}$/;

/** `kinds` are those that the view searches by; what has none of their shapes is a person. */
export function recognise(typed: string, kinds: readonly SearchKind[]): SearchKind {
  const text = typed.trim();
  const shapes: readonly (readonly [SearchKind, RegExp])[] = [
    ['execution', EXECUTION],
    ['request', REQUEST],
    ['request', EXECUTION_NAME],
    ['email', EMAIL],
    ['phone', PHONE],
  ];
  return shapes.find(([kind, shape]) => kinds.includes(kind) && shape.test(text))?.[0] ?? 'person';
}
