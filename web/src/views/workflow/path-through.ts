/** Turns an execution's events into a path through the picture: the outcome of each state, in order. */

import type { WorkflowDefinition } from '../../../../handlers/contract/page.ts';
import type { ExecutionEvent } from '../../../../handlers/contract/routes/executions.ts';
import { END, endsWell, START, stateId } from './layout.ts';

/** The final outcome of a state; one that was never entered is `skipped`. */
export type Outcome = 'passed' | 'caught' | 'failed' | 'running' | 'skipped';

/** One visit to a state. */
export interface Visit {
  readonly state: string;
  readonly outcome: Exclude<Outcome, 'skipped'>;
  readonly retries: number;
  /** Of the latest failed attempt. */
  readonly error?: string;
  readonly enteredAt: string;
  /** Absent while the execution is in the state. */
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
  /** Whether the execution went from one node of the layout to another. */
  readonly wentAlong: (from: string, to: string) => boolean;
  /** The state to look at first: the last that failed, else was caught, else retried, else entered. */
  readonly crux: string | undefined;
}

const SKIPPED: Mark = { outcome: 'skipped', retries: 0 };

export function pathThrough(definition: WorkflowDefinition, events: readonly ExecutionEvent[]): PathThrough {
  const visits = visitsOf(definition, events);
  const marks = new Map<string, Mark>();
  for (const { state, outcome, retries } of visits) {
    marks.set(state, { outcome, retries: retries + (marks.get(state)?.retries ?? 0) });
  }
  const ways = new Set(waysOf(definition, visits));
  return {
    visits,
    markOf: (state) => marks.get(state) ?? SKIPPED,
    wentAlong: (from, to) => ways.has(wayKey(from, to)),
    crux: cruxOf(visits)?.state,
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
      visits.push({ state: event.state, outcome: 'running', retries: 0, enteredAt: event.at });
    } else if (current?.state === event.state) {
      visits[visits.length - 1] = after(current, event);
    }
  }
  return visits.map((visit) => withFixedError(definition, visit));
}

function after(visit: Visit, { type, at, error }: ExecutionEvent): Visit {
  const durationMs = Math.max(0, Date.parse(at) - Date.parse(visit.enteredAt));
  const named = error === undefined ? {} : { error };
  switch (type) {
    case 'StateRetried': {
      const { durationMs: _, ...going } = visit;
      return { ...going, outcome: 'running', retries: visit.retries + 1 };
    }
    case 'StateFailed':
      return { ...visit, ...named, outcome: 'failed', durationMs };
    case 'StateCaught':
      return { ...visit, ...named, outcome: 'caught', durationMs };
    case 'StateExited':
      return { ...visit, outcome: visit.outcome === 'caught' ? 'caught' : 'passed', durationMs };
    case 'StateEntered':
      return visit;
  }
}

/** A Fail state's error is in the definition, in case the log omits it. */
function withFixedError({ states }: WorkflowDefinition, visit: Visit): Visit {
  const error = visit.error ?? states.find(({ name }) => name === visit.state)?.error;
  return error === undefined ? visit : { ...visit, error };
}

function waysOf({ states }: WorkflowDefinition, visits: readonly Visit[]): string[] {
  const stops = visits.map(({ state }) => stateId(state));
  const last = visits.at(-1);
  const isOver =
    last?.outcome === 'passed' && states.some((state) => state.name === last.state && endsWell(state));
  const all = visits.length === 0 ? [] : [START, ...stops, ...(isOver ? [END] : [])];
  return all.slice(1).map((to, index) => wayKey(all[index] ?? '', to));
}

const wayKey = (from: string, to: string): string => `${from}\n${to}`;
