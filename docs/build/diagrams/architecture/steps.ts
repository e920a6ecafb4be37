/**
 * The tasks of the state machine in the order in which a request passes them, without the choices between them.
 */
import type { Definition, State } from './deployment.ts';

export interface Step {
  readonly name: string;
  /** The logical id of its function, or the integration's ARN. */
  readonly resource: string;
  /** How many steps come before it on the longest path. */
  readonly level: number;
}

interface Arrow {
  readonly from: string;
  readonly to: string;
  readonly isFallback: boolean;
}

export interface Steps {
  /** Those that a request without an error passes, and from which it can still succeed. */
  readonly usual: readonly Step[];
  /** All others: they undo or note what was done. */
  readonly compensating: readonly Omit<Step, 'level'>[];
  readonly arrows: readonly Arrow[];
  /** The usual steps whose errors lead to the compensating ones. */
  readonly compensated: readonly string[];
}

export function stepsOf(definition: Definition): Steps {
  const { StartAt, States } = definition;
  const tasks = Object.keys(States).filter((name) => States[name]?.Type === 'Task');
  const ofNoError = reachedWithoutError(StartAt, States);
  const usual = tasks.filter((name) => ofNoError.has(name) && canSucceed(name, States));
  const forward = new Map(tasks.map((name) => [name, tasksAfter(goesOn(States[name]), States)]));
  const caught = new Map(
    tasks.map((name) => [
      name,
      tasksAfter(
        (States[name]?.Catch ?? []).map(({ Next }) => Next),
        States,
      ),
    ]),
  );
  const isUsual = (name: string): boolean => usual.includes(name);
  const calls = usual.flatMap((from) =>
    (forward.get(from) ?? [])
      .filter((to) => isUsual(to) && !reachesOtherwise(from, to, forward))
      .map((to) => ({ from, to, isFallback: false })),
  );
  const fallbacks = usual.flatMap((from) =>
    (caught.get(from) ?? [])
      .filter((to) => isUsual(to) && to !== from && !(forward.get(from) ?? []).includes(to))
      .map((to) => ({ from, to, isFallback: true })),
  );
  const step = (name: string) => ({ name, resource: States[name]?.Resource ?? '' });
  return {
    usual: usual.map((name) => ({ ...step(name), level: levelOf(name, calls) })),
    compensating: tasks.filter((name) => !isUsual(name)).map(step),
    arrows: [...calls, ...fallbacks],
    compensated: usual.filter((name) => (caught.get(name) ?? []).some((to) => !isUsual(to))),
  };
}

/** Where a state leads without an error. */
const goesOn = (state: State | undefined): string[] => [
  ...(state?.Next === undefined ? [] : [state.Next]),
  ...(state?.Choices ?? []).map(({ Next }) => Next),
  ...(state?.Default === undefined ? [] : [state.Default]),
];

/** The first tasks on each path from these states. */
function tasksAfter(
  names: readonly string[],
  states: Definition['States'],
  seen = new Set<string>(),
): string[] {
  const found = names.flatMap((name): string[] => {
    if (seen.has(name)) {
      return [];
    }
    seen.add(name);
    const state = states[name];
    return state?.Type === 'Task' ? [name] : tasksAfter(goesOn(state), states, seen);
  });
  return [...new Set(found)];
}

/** Every state that some request passes in which nothing fails. */
function reachedWithoutError(start: string, states: Definition['States']): ReadonlySet<string> {
  const reached = new Set([start]);
  for (const name of reached) {
    for (const next of goesOn(states[name])) {
      reached.add(next);
    }
  }
  return reached;
}

function canSucceed(name: string, states: Definition['States'], seen = new Set<string>()): boolean {
  if (seen.has(name)) {
    return false;
  }
  seen.add(name);
  const state = states[name];
  return (
    state?.End === true ||
    state?.Type === 'Succeed' ||
    [...goesOn(state), ...(state?.Catch ?? []).map(({ Next }) => Next)].some((next) =>
      canSucceed(next, states, seen),
    )
  );
}

/** Whether a path with more than one arrow leads there, so that a direct arrow would only repeat it. */
function reachesOtherwise(
  from: string,
  to: string,
  forward: ReadonlyMap<string, readonly string[]>,
): boolean {
  const seen = new Set([from]);
  const queue = (forward.get(from) ?? []).filter((next) => next !== to);
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    if (next === to) {
      return true;
    }
    if (!seen.has(next)) {
      seen.add(next);
      queue.push(...(forward.get(next) ?? []));
    }
  }
  return false;
}

function levelOf(name: string, calls: readonly Arrow[]): number {
  const before = calls.filter(({ to }) => to === name).map(({ from }) => levelOf(from, calls));
  return before.length === 0 ? 0 : Math.max(...before) + 1;
}
