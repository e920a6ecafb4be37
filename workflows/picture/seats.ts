/**
 * Where each state of the state machine sits: the path of a code goes straight down, answers are at its left,
 * and failures at its right. Rows and columns are told from the transitions, so a state that is added finds its own
 * seat.
 */
import type { WorkflowDefinition } from '../../handlers/contract/page.ts';
import { pathColumn, pathRows, regularStates } from './path-seats.ts';
import type { Transition } from './transitions.ts';
import { endsWell, isAnswer } from './transitions.ts';

export type Lane = 'answers' | 'path' | 'failures';

export interface Seat {
  readonly lane: Lane;
  /** From the top; the start is above the first. */
  readonly row: number;
  /** In the lane, from the left. */
  readonly column: number;
}

export interface Seating {
  readonly seats: ReadonlyMap<string, Seat>;
  /** The row of the first failure, also where none is shown. */
  readonly firstFailure: number;
}

export interface SeatingOptions {
  /** Whether a state from which an execution can only fail has a seat. */
  readonly shows: (failing: string) => boolean;
  /** Rows that the card of the Fail states takes when failures begin higher to end with the path, which is lower. */
  readonly rowsBelowFailures?: number;
}

/** Fail states have no seat: they are one card. */
export function seatsOf(
  { start_at, states }: WorkflowDefinition,
  transitions: readonly Transition[],
  { shows, rowsBelowFailures }: SeatingOptions,
): Seating {
  const to = (name: string): readonly Transition[] => transitions.filter(({ from }) => from === name);
  const fails = new Set(states.filter(({ type }) => type === 'Fail').map(({ name }) => name));
  const ends = new Set(states.filter(endsWell).map(({ name }) => name));
  const names = states.map(({ name }) => name).filter((name) => !fails.has(name));
  // A machine of one state that answers has a path, too.
  const answers = states
    .filter((state) => isAnswer(state) && state.name !== start_at)
    .map(({ name }) => name);
  const allFailing = names.filter(
    (name) => name !== start_at && !reaches(name, (each) => ends.has(each), to),
  );
  const failing = allFailing.filter(shows);
  const path = names.filter((name) => !answers.includes(name) && !allFailing.includes(name));

  const within = transitions.filter((each) => path.includes(each.from) && path.includes(each.to));
  const regular = regularStates(start_at, within);
  const rows = pathRows(path, within, regular);
  const seats = new Map<string, Seat>();
  const takenInPath = new Set<string>();
  for (const name of path) {
    const row = rows.get(name) ?? 0;
    let column = pathColumn(name, path, rows, to, regular);
    while (takenInPath.has(`${row} ${column}`)) {
      column += 1;
    }
    takenInPath.add(`${row} ${column}`);
    seats.set(name, { lane: 'path', row, column });
  }
  const entry = entryRow(path, [...allFailing, ...fails], rows, transitions);
  const levels = new Map(failing.map((name) => [name, levelIn(failing, name, transitions, [])]));
  const rowCount = Math.max(0, ...rows.values()) + 2;
  const failureCount = Math.max(-1, ...levels.values()) + 1 + (rowsBelowFailures ?? 0);
  const first =
    rowsBelowFailures === undefined ? entry : Math.max(0, Math.min(entry, rowCount - failureCount));
  for (const name of failing) {
    const level = levels.get(name) ?? 0;
    const beside = failing.filter((other) => levels.get(other) === level);
    seats.set(name, { lane: 'failures', row: first + level, column: beside.indexOf(name) });
  }
  const taken = new Set<number>();
  for (const name of answers) {
    const before = transitions.filter((each) => each.to === name).map(({ from }) => rows.get(from) ?? 0);
    let row = Math.max(0, ...before);
    while (taken.has(row)) {
      row += 1;
    }
    taken.add(row);
    seats.set(name, { lane: 'answers', row, column: 0 });
  }
  return { seats, firstFailure: first };
}

/** The row beside the first state of the path that leads to failures without an error, else with one. */
function entryRow(
  path: readonly string[],
  failing: readonly string[],
  rows: ReadonlyMap<string, number>,
  transitions: readonly Transition[],
): number {
  const into = transitions.filter((each) => path.includes(each.from) && failing.includes(each.to));
  const regular = into.filter(({ kind }) => kind !== 'catch');
  const first = (regular.length > 0 ? regular : into).map(({ from }) => rows.get(from) ?? 0);
  return first.length === 0 ? 0 : Math.min(...first);
}

function levelIn(
  names: readonly string[],
  name: string,
  transitions: readonly Transition[],
  seen: readonly string[],
): number {
  const before = transitions
    .filter(({ from, to }) => to === name && from !== name && names.includes(from) && !seen.includes(from))
    .map(({ from }) => from);
  return Math.max(-1, ...before.map((each) => levelIn(names, each, transitions, [...seen, name]))) + 1;
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
