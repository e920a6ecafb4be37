/**
 * The state machine as the console draws it: states and transitions, with what a task calls by its name alone.
 * The file is public, so no ARN is in it. It is written at synth from the definition that is deployed, so the
 * picture cannot be out of date.
 */
import type { WorkflowDefinition, WorkflowState } from '../../handlers/contract/page.ts';
import type { DeployedDefinition, DeployedState } from './deployed-definition.ts';
import { edgesOf } from './edges.ts';

/** @param functions the steps' names, by the ARNs that the definition has */
export const workflowDefinition = (
  { Comment, StartAt, States }: DeployedDefinition,
  functions: ReadonlyMap<string, string> = new Map(),
): WorkflowDefinition => ({
  comment: Comment ?? '',
  start_at: StartAt,
  states: Object.entries(States).map(([name, state]) => workflowState(name, state, functions)),
});

function workflowState(
  name: string,
  state: DeployedState,
  functions: ReadonlyMap<string, string>,
): WorkflowState {
  const { Type, Comment, Resource, TimeoutSeconds, Error: error } = state;
  const retries = Math.max(0, ...(state.Retry ?? []).map(({ MaxAttempts = 3 }) => MaxAttempts));
  return {
    name,
    type: Type as WorkflowState['type'],
    ...(Comment === undefined ? {} : { comment: Comment }),
    ...(Resource === undefined ? {} : { calls: callOf(Resource, functions) }),
    ...(TimeoutSeconds === undefined ? {} : { timeout_seconds: TimeoutSeconds }),
    ...(retries === 0 ? {} : { max_retries: retries }),
    ...(error === undefined ? {} : { error }),
    edges: edgesOf(state),
  };
}

/** A service integration is named in its ARN, as `arn:aws:states:::dynamodb:updateItem`. */
function callOf(
  resource: string,
  functions: ReadonlyMap<string, string>,
): NonNullable<WorkflowState['calls']> {
  const [, action] = /:states:::dynamodb:(\w+)/.exec(resource) ?? [];
  if (action !== undefined) {
    return { service: 'dynamodb', name: action.slice(0, 1).toUpperCase() + action.slice(1) };
  }
  const name = functions.get(resource);
  return { service: 'lambda', ...(name === undefined ? {} : { name }) };
}
