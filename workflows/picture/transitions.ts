/** The transitions of a state machine. */
import type { WorkflowDefinition, WorkflowEdge, WorkflowState } from '../../handlers/contract/page.ts';

export interface Transition extends WorkflowEdge {
  readonly from: string;
}

export const transitionsOf = ({ states }: WorkflowDefinition): readonly Transition[] =>
  states.flatMap(({ name, edges }) => edges.map((edge): Transition => ({ from: name, ...edge })));

/** Whether the execution succeeds after the state. */
export const endsWell = ({ type, edges }: WorkflowState): boolean =>
  (type === 'Task' || type === 'Pass') && !edges.some(({ kind }) => kind === 'next');

/** Answers without having done anything, such as a refusal. */
export const isAnswer = (state: WorkflowState): boolean => state.type === 'Pass' && endsWell(state);
