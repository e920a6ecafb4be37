/** Turns an execution's events into a path through the picture: the outcome of each state, in order. */

import type { WorkflowDefinition } from '../../../../handlers/contract/page.ts';
import type { ExecutionEvent } from '../../../../handlers/contract/routes/executions.ts';
import { END, START } from '../../../../workflows/picture/lay-out-machine.ts';
import { endsWell } from '../../../../workflows/picture/transitions.ts';

/** The final outcome of a state; one that was never entered is `skipped`. */
export type Outcome = 'passed' | 'caught' | 'failed' | 'running' | 'skipped';

/** One visit to a state. */
export interface Visit {
  readonly state: string;
  readonly outcome: Exclude<Outcome, 'skipped'>;
  readonly retries: number;
  /** Of the latest failed attempt. */
  readonly error?: string;
  /** Of each failed attempt, in order. */
  readonly errors: readonly string[];
  readonly enteredAt: string;
  /** Absent while the execution is in the state, as is the duration. */
  readonly exitedAt?: string;
  readonly durationMs?: number;
}

export interface Mark {
  readonly outcome: Outcome;
  readonly retries: number;
}

export interface PathThrough {
  /** In the order in which the states were entered. */
  readonly visits: readonly Visit[];
  /** The outcome of a state, by its name. */
  readonly markOf: (state: string) => Mark;
  /** Whether the execution went from one state to another, `START` and `END` included. */
  readonly wentAlong: (from: string, to: string) => boolean;
  /** The state to look at first: the last that failed, else was caught, else retried, else entered. */
  readonly crux: string | undefined;
  /** The crux, if an attempt at it failed. */
  readonly troubled: string | undefined;
}

const SKIPPED: Mark = { outcome: 'skipped', retries: 0 };

export function pathThrough(definition: WorkflowDefinition, events: readonly ExecutionEvent[]): PathThrough {
  const visits = visitsOf(definition, events);
  const marks = new Map<string, Mark>();
  for (const { state, outcome, retries } of visits) {
    marks.set(state, { outcome, retries: retries + (marks.get(state)?.retries ?? 0) });
  }
  const crux = cruxOf(visits);
  const ways = new Set(waysOf(definition, visits));
  return {
    visits,
    markOf: (state) => marks.get(state) ?? SKIPPED,
    wentAlong: (from, to) => ways.has(wayKey(from, to)),
    crux: crux?.state,
    troubled: crux?.errors.length === 0 ? undefined : crux?.state,
  };
}

const cruxOf = (visits: readonly Visit[]): Visit | undefined =>
  visits.findLast(({ outcome }) => outcome === 'failed') ??
  visits.findLast(({ outcome }) => outcome === 'caught') ??
  visits.findLast(({ retries }) => retries > 0) ??
  visits.at(-1);

function visitsOf(definition: WorkflowDefinition, events: readonly ExecutionEvent[]): Visit[] {
  const visits: Visit[] = [];
  for (const event of events) {
    const current = visits.at(-1);
    if (event.type === 'StateEntered') {
      visits.push({ state: event.state, outcome: 'running', retries: 0, errors: [], enteredAt: event.at });
    } else if (current?.state === event.state) {
      visits[visits.length - 1] = after(current, event);
    }
  }
  return visits.map((visit) => withFixedError(definition, visit));
}

function after(visit: Visit, { type, at, error }: ExecutionEvent): Visit {
  const durationMs = Math.max(0, Date.parse(at) - Date.parse(visit.enteredAt));
  const left = { exitedAt: at, durationMs };
  // An attempt's error may be told twice: when it fails, and when that is retried or caught.
  const named =
    error === undefined ? {} : { error, errors: [...visit.errors.slice(0, visit.retries), error] };
  switch (type) {
    case 'StateRetried': {
      const { durationMs: _, exitedAt: __, ...going } = { ...visit, ...named };
      return { ...going, outcome: 'running', retries: visit.retries + 1 };
    }
    case 'StateFailed':
      return { ...visit, ...named, outcome: 'failed', ...left };
    case 'StateCaught':
      return { ...visit, ...named, outcome: 'caught', ...left };
    case 'StateExited':
      return { ...visit, outcome: visit.outcome === 'caught' ? 'caught' : 'passed', ...left };
    case 'StateEntered':
      return visit;
  }
}

/** A Fail state's error is in the definition, in case the log omits it. */
function withFixedError({ states }: WorkflowDefinition, visit: Visit): Visit {
  const error = visit.error ?? states.find(({ name }) => name === visit.state)?.error;
  return error === undefined
    ? visit
    : { ...visit, error, errors: visit.errors.length === 0 ? [error] : visit.errors };
}

function waysOf({ states }: WorkflowDefinition, visits: readonly Visit[]): string[] {
  const stops = visits.map(({ state }) => state);
  const last = visits.at(-1);
  const isOver =
    last?.outcome === 'passed' && states.some((state) => state.name === last.state && endsWell(state));
  const all = visits.length === 0 ? [] : [START, ...stops, ...(isOver ? [END] : [])];
  return all.slice(1).map((to, index) => wayKey(all[index] ?? '', to));
}

const wayKey = (from: string, to: string): string => `${from}\n${to}`;
