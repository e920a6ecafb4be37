/** The rows of the table of steps: the states that an execution entered, then those it skipped. */
import type { WorkflowDefinition, WorkflowState } from '../../../../handlers/contract/page.ts';
import type { Mark, PathThrough, Visit } from './path-through.ts';

export interface Step {
  readonly id: string;
  readonly state: WorkflowState;
  /** Absent when no execution is shown. */
  readonly mark?: Mark;
  /** Absent for skipped states. */
  readonly visit?: Visit;
}

export function stepsOf({ states }: WorkflowDefinition, path: PathThrough | undefined): readonly Step[] {
  if (path === undefined) {
    return states.map((state) => ({ id: state.name, state }));
  }
  const visited = path.visits.map((visit, index): Step => {
    // An earlier deployment's machine may have had a state that this one lacks.
    const state = states.find(({ name }) => name === visit.state) ?? unknownState(visit.state);
    return { id: `${index} ${visit.state}`, state, mark: visit, visit };
  });
  const skipped = states
    .filter(({ name }) => path.markOf(name).outcome === 'skipped')
    .map((state): Step => ({ id: state.name, state, mark: path.markOf(state.name) }));
  return [...visited, ...skipped];
}

const unknownState = (name: string): WorkflowState => ({ name, type: 'Pass', edges: [] });
