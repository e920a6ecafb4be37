/**
 * The state machine as the page draws it: states and transitions, without the resources that they call.
 * It is written at synth from the definition that is deployed, so the diagram cannot be out of date.
 */
import type { WorkflowDefinition, WorkflowEdge, WorkflowState } from '../../handlers/contract/page.ts';
import type { Definition, State } from '../../workflows/states-language.ts';

export const workflowDefinition = ({ Comment, StartAt, States }: Definition): WorkflowDefinition => ({
  comment: Comment,
  start_at: StartAt,
  states: Object.entries(States).map(([name, state]) => workflowState(name, state)),
});

function workflowState(name: string, state: State): WorkflowState {
  const comment = 'Comment' in state ? state.Comment : undefined;
  const retries =
    state.Type === 'Task' ? Math.max(0, ...state.Retry.map(({ MaxAttempts = 3 }) => MaxAttempts)) : 0;
  return {
    name,
    type: state.Type,
    ...(comment === undefined ? {} : { comment }),
    ...(retries === 0 ? {} : { max_retries: retries }),
    ...(state.Type === 'Fail' ? { error: state.Error } : {}),
    edges: edgesOf(state),
  };
}

/** One edge per target: several choices, or several errors, may lead to the same state. */
function edgesOf(state: State): WorkflowEdge[] {
  const all: WorkflowEdge[] = [
    ...('Next' in state ? [{ to: state.Next, kind: 'next' as const }] : []),
    ...(state.Type === 'Choice'
      ? state.Choices.map(({ Next }) => ({ to: Next, kind: 'choice' as const }))
      : []),
    ...(state.Type === 'Choice' ? [{ to: state.Default, kind: 'default' as const }] : []),
    ...(state.Type === 'Task' ? state.Catch.map(({ Next }) => ({ to: Next, kind: 'catch' as const })) : []),
  ];
  return all.filter((edge, index) => all.findIndex(({ to }) => to === edge.to) === index);
}
