/**
 * An execution's events as Step Functions logs them to CloudWatch Logs, at level ALL without execution data.
 * Source of the types: HistoryEvent in the Step Functions API reference. In the log, numbers are strings.
 */
import type { Definition, State } from './asl.ts';
import { statesOf } from './asl.ts';
import type { ExecutionEvent, ExecutionRecord } from './execution-store.ts';
import { MAX_EXECUTION_SECONDS } from './state-machine-definition.ts';

export interface HistoryEvent {
  readonly id: string;
  readonly type: string;
  readonly details: Readonly<Record<string, unknown>>;
  readonly previous_event_id: string;
  /** Epoch milliseconds. */
  readonly event_timestamp: string;
  readonly execution_arn: string;
  readonly redrive_count: string;
}

type Step = readonly [type: string, details?: Record<string, unknown>];

const TIMEOUT_ERROR = 'States.Timeout';
/** An optimised integration: arn:aws:states:::dynamodb:updateItem */
const INTEGRATION = /^arn:[^:]*:states:::([^:]+):(.+)$/;

/** What the log tells about the machine. */
export interface LoggedDefinition {
  readonly definition: Definition;
  readonly roleArn?: string;
  readonly region?: string;
}

/** The history so far. */
export function executionHistory(
  execution: ExecutionRecord,
  { definition, roleArn, region }: LoggedDefinition,
): HistoryEvent[] {
  const states = new Map(statesOf(definition));
  const history: HistoryEvent[] = [];
  for (const [index, event] of execution.events.entries()) {
    const state = event.state === undefined ? undefined : states.get(event.state);
    for (const [type, details = {}] of stepsOf(event, state, execution.events[index - 1])) {
      history.push({
        id: String(history.length + 1),
        type,
        details: { ...details, ...detailsOfMachine(type, { roleArn, region }) },
        previous_event_id: String(history.length),
        event_timestamp: String(Date.parse(event.at)),
        execution_arn: execution.execution_arn,
        redrive_count: '0',
      });
    }
  }
  return history;
}

/** The role with the first event, the region with the schedule of a call that Step Functions makes itself. */
function detailsOfMachine(type: string, { roleArn, region }: Omit<LoggedDefinition, 'definition'>): object {
  if (type === 'ExecutionStarted') {
    return roleArn === undefined ? {} : { roleArn };
  }
  return type === 'TaskScheduled' && region !== undefined ? { region } : {};
}

/** The events that Step Functions logs for one event of the interpreter. */
function stepsOf(
  { type, state: name = '', error = '' }: ExecutionEvent,
  state: State | undefined,
  before: ExecutionEvent | undefined,
): Step[] {
  const named = { name };
  switch (type) {
    case 'ExecutionStarted':
    case 'ExecutionSucceeded':
    case 'ExecutionAborted':
      return [[type]];
    case 'ExecutionFailed':
      return [[type, error === '' ? {} : { error }]];
    case 'ExecutionTimeout':
      return [['ExecutionTimedOut']];
    case 'StateEntered':
      return [[`${state?.Type}StateEntered`, named], ...tryBegins(state)];
    case 'StateRetried':
      return tryBegins(state);
    case 'StateFailed':
      return state?.Type === 'Task' ? [tryFails(state, error)] : [];
    case 'StateCaught':
      return [[`${state?.Type}StateExited`, named]];
    case 'StateExited':
      return before?.type === 'StateCaught' && before.state === name
        ? []
        : [...trySucceeds(state), [`${state?.Type}StateExited`, named]];
    default:
      return [];
  }
}

function tryBegins(state: State | undefined): Step[] {
  if (state?.Type !== 'Task') {
    return [];
  }
  const resource = integrationOf(state);
  return resource
    ? [
        ['TaskScheduled', { ...resource, ...timeoutOf(state) }],
        ['TaskStarted', resource],
      ]
    : [
        ['LambdaFunctionScheduled', { resource: state.Resource, ...timeoutOf(state) }],
        ['LambdaFunctionStarted'],
      ];
}

/** Nothing for a task that sets no limit. */
const timeoutOf = ({ TimeoutSeconds = MAX_EXECUTION_SECONDS }: State): Record<string, unknown> =>
  TimeoutSeconds === MAX_EXECUTION_SECONDS ? {} : { timeoutInSeconds: String(TimeoutSeconds) };

function tryFails(state: State, error: string): Step {
  const prefix = integrationOf(state) ? 'Task' : 'LambdaFunction';
  return [`${prefix}${error === TIMEOUT_ERROR ? 'TimedOut' : 'Failed'}`, { ...integrationOf(state), error }];
}

function trySucceeds(state: State | undefined): Step[] {
  if (state?.Type !== 'Task') {
    return [];
  }
  const resource = integrationOf(state);
  return [resource ? ['TaskSucceeded', resource] : ['LambdaFunctionSucceeded']];
}

function integrationOf({ Resource = '' }: State): Record<string, unknown> | undefined {
  const [, resourceType, resource] = INTEGRATION.exec(Resource) ?? [];
  return resourceType === undefined ? undefined : { resourceType, resource };
}
