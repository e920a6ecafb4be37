/** Rows and columns of the states on the path of a code. */
import type { Transition } from './transitions.ts';

/** The path's columns, the main one in the middle. More are added at its right where more states are side by side. */
const [LEFT, MIDDLE, RIGHT] = [0, 1, 2];
export const MAIN_COLUMN = MIDDLE;
export const LEAST_COLUMNS = 3;

/** The states that a request can enter without an error. */
export function regularStates(start: string, within: readonly Transition[]): ReadonlySet<string> {
  const regular = new Set([start]);
  for (const name of regular) {
    for (const { to } of within.filter(({ from, kind }) => from === name && kind !== 'catch')) {
      regular.add(to);
    }
  }
  return regular;
}

/** A state that errors lead to sits beside the states that it leads back to, or below the one that it came from. */
export function pathRows(
  path: readonly string[],
  within: readonly Transition[],
  regular: ReadonlySet<string>,
): ReadonlyMap<string, number> {
  const rows = new Map<string, number>();
  const rowOf = (name: string, seen: readonly string[]): number => {
    const known = rows.get(name);
    if (known !== undefined) {
      return known;
    }
    const before = within.filter(
      ({ from, to, kind }) =>
        to === name &&
        !seen.includes(from) &&
        (kind !== 'catch' || !regular.has(name)) &&
        !leadsBack(from, regular, within),
    );
    const row = Math.max(-1, ...before.map(({ from }) => rowOf(from, [...seen, name]))) + 1;
    return leadsBack(name, regular, within) ? Math.max(0, row - 1) : row;
  };
  for (const name of path) {
    rows.set(name, rowOf(name, [name]));
  }
  return rows;
}

/** Whether a state that only errors lead to goes back to a state that they come from. */
function leadsBack(name: string, regular: ReadonlySet<string>, within: readonly Transition[]): boolean {
  const sources = within.filter(({ to }) => to === name).map(({ from }) => from);
  return !regular.has(name) && within.some(({ from, to }) => from === name && sources.includes(to));
}

export function pathColumn(
  name: string,
  path: readonly string[],
  rows: ReadonlyMap<string, number>,
  to: (name: string) => readonly Transition[],
  regular: ReadonlySet<string>,
): number {
  const beside = path.filter((other) => rows.get(other) === rows.get(name));
  if (beside.length === 1) {
    // What only errors lead to leaves the middle to the path.
    return regular.has(name) ? MIDDLE : RIGHT;
  }
  // The one with the longest way to go is on the main path.
  const steps = (each: string): number => longest(each, to);
  const far = Math.max(...beside.map(steps));
  const farthest = beside.filter((each) => steps(each) === far);
  if (beside.length === 2) {
    return farthest.length === 1
      ? farthest[0] === name
        ? MIDDLE
        : LEFT
      : beside.indexOf(name) === 0
        ? LEFT
        : RIGHT;
  }
  const between = beside.find(
    (each) => beside.filter((other) => to(each).some((way) => way.to === other)).length > 1,
  );
  if (name === between) {
    return MIDDLE;
  }
  return beside.filter((each) => each !== between).indexOf(name) === 0 ? LEFT : RIGHT;
}

function longest(
  name: string,
  to: (name: string) => readonly Transition[],
  seen: readonly string[] = [],
): number {
  const next = to(name).filter((way) => way.kind !== 'catch' && way.to !== name && !seen.includes(way.to));
  return Math.max(0, ...next.map((way) => 1 + longest(way.to, to, [...seen, name])));
}
