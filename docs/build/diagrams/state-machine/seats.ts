/**
 * Where each state of the state machine sits: the path of a code goes straight down, answers are at its left,
 * and failures at its right. Rows and columns are told from the transitions, so a state that is added finds its own
 * seat.
 */
import type { Definition, State } from '../architecture/deployment.ts';
import type { Transition } from './transitions.ts';

export type Lane = 'answers' | 'path' | 'failures';

export interface Seat {
  readonly lane: Lane;
  /** From the top; the start is above the first. */
  readonly row: number;
  /** In the lane, from the left. */
  readonly column: number;
}

/** The lane's columns: the path has its main one in the middle. */
const [LEFT, MIDDLE, RIGHT] = [0, 1, 2];

/** Fail states have no seat: they are one card. */
export function seatsOf(
  { StartAt, States }: Definition,
  transitions: readonly Transition[],
): ReadonlyMap<string, Seat> {
  const names = Object.keys(States);
  const to = (name: string): readonly Transition[] => transitions.filter(({ from }) => from === name);
  const fails = (name: string): boolean => States[name]?.Type === 'Fail';
  const answers = names.filter((name) => isAnswer(States[name]));
  const failing = names.filter(
    (name) => !fails(name) && !reaches(name, (each) => States[each]?.End === true, to),
  );
  const path = names.filter((name) => !fails(name) && !answers.includes(name) && !failing.includes(name));

  const rows = pathRows(StartAt, path, transitions);
  const seats = new Map<string, Seat>();
  for (const name of path) {
    seats.set(name, { lane: 'path', row: rows.get(name) ?? 0, column: pathColumn(name, path, rows, to) });
  }
  const entry = Math.min(
    ...transitions
      .filter((each) => path.includes(each.from) && failing.includes(each.to) && each.kind !== 'catch')
      .map(({ from }) => rows.get(from) ?? 0),
  );
  const levels = new Map(failing.map((name) => [name, levelIn(failing, name, transitions)]));
  for (const name of failing) {
    const level = levels.get(name) ?? 0;
    const beside = failing.filter((other) => levels.get(other) === level);
    seats.set(name, { lane: 'failures', row: entry + level, column: beside.indexOf(name) });
  }
  const taken = new Set<number>();
  for (const name of answers) {
    let row = Math.max(
      ...transitions.filter((each) => each.to === name).map(({ from }) => rows.get(from) ?? 0),
    );
    while (taken.has(row)) {
      row += 1;
    }
    taken.add(row);
    seats.set(name, { lane: 'answers', row, column: 0 });
  }
  return seats;
}

export const isAnswer = (state: State | undefined): boolean => state?.Type === 'Pass' && state.End === true;

/** A state that errors lead to sits beside the states that it leads back to, or below the one that it came from. */
function pathRows(
  start: string,
  path: readonly string[],
  transitions: readonly Transition[],
): ReadonlyMap<string, number> {
  const within = transitions.filter(({ from, to }) => path.includes(from) && path.includes(to));
  const regular = new Set([start]);
  for (const name of regular) {
    for (const { to } of within.filter(({ from, kind }) => from === name && kind !== 'catch')) {
      regular.add(to);
    }
  }
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
    return leadsBack(name, regular, within) ? row - 1 : row;
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

function pathColumn(
  name: string,
  path: readonly string[],
  rows: ReadonlyMap<string, number>,
  to: (name: string) => readonly Transition[],
): number {
  const beside = path.filter((other) => rows.get(other) === rows.get(name));
  if (beside.length === 1) {
    return MIDDLE;
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
  const next = to(name).filter((way) => way.kind !== 'catch' && !seen.includes(way.to));
  return Math.max(0, ...next.map((way) => 1 + longest(way.to, to, [...seen, name])));
}

function levelIn(names: readonly string[], name: string, transitions: readonly Transition[]): number {
  const before = transitions
    .filter(({ from, to }) => to === name && names.includes(from))
    .map(({ from }) => from);
  return Math.max(-1, ...before.map((each) => levelIn(names, each, transitions))) + 1;
}

function reaches(
  name: string,
  isGoal: (name: string) => boolean,
  to: (name: string) => readonly Transition[],
  seen: Set<string> = new Set(),
): boolean {
  if (seen.has(name)) {
    return false;
  }
  seen.add(name);
  return isGoal(name) || to(name).some((way) => reaches(way.to, isGoal, to, seen));
}
