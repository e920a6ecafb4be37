/** Strings of the workflow view. */
import type { WorkflowEdge, WorkflowState } from '../../../../handlers/contract/page.ts';
import type { ExecutionPath } from '../../../../handlers/contract/routes/executions.ts';
import { shared } from '../../strings.ts';

const OUTCOMES = {
  passed: 'Passed',
  caught: 'Caught',
  failed: 'Failed',
  running: 'Running',
  skipped: 'Skipped',
} as const;

const milliseconds = (ms: number): string => (ms < 1_000 ? `${ms} ms` : `${(ms / 1_000).toFixed(1)} s`);

export const text = {
  detail: 'How a request moved through the state machine, step by step.',
  lookup: 'Trace a request',
  lookupField: 'User, request or execution',
  submit: 'Show trace',
  loading: 'Looking for the execution',
  refresh: 'Refresh',
  noToken: 'No live token',
  noTokenDetail:
    'This person has no token for the purpose, or it has expired. Showing the state machine only.',
  noExecution: 'No such execution in the log',
  noExecutionDetail:
    'Only requests for codes start one, and the log keeps them for a limited time. It may also be late by some seconds.',
  inActivity: 'Look for it in Activity',
  timeInActivity:
    'A large log cannot be searched at once. Activity has the time of the request, and links to its trace.',
  whoseIsIt: 'Whose request was it?',
  machine: 'The state machine',
  machineDetail: 'What happens when a token is requested. Enter what you have to trace a request.',
  loadingMachine: 'Loading the state machine',
  wayOf: (user: string, purpose: string) => `Token of ${user} for ${purpose}`,
  execution: 'Execution',
  executionNamed: (name: string) => `Execution ${name}`,
  severalExecutions: 'The token was sent more than once.',
  sendLabel: (send: number, at: string) => `Send ${send}, ${at}`,
  statuses: {
    RUNNING: OUTCOMES.running,
    SUCCEEDED: 'Succeeded',
    FAILED: OUTCOMES.failed,
    TIMED_OUT: 'Timed out',
  } satisfies Record<ExecutionPath['status'], string>,
  withError: (status: string, error: string) => `${status}: ${error}`,
  started: 'Started',
  openInConsole: 'Open in the AWS console',
  noEvents: 'Its log has not arrived yet. On AWS that takes a few seconds, sometimes longer.',
  pictureTitle: 'Diagram of the state machine',
  pictureOfMachine: 'The state machine. The table of steps says the same in words.',
  pictureOfPath:
    'The path of the execution through the state machine. The table of steps says the same in words.',
  start: 'Start',
  end: 'End',
  stepsOfMachine: 'Steps of the machine',
  stepsOfExecution: 'Steps of the execution',
  stepsHint: 'Choose a step to see its details.',
  showSkipped: (count: number) => (count === 1 ? 'Show the skipped step' : `Show ${count} skipped steps`),
  hideSkipped: 'Hide skipped steps',
  columns: {
    step: 'Step',
    kind: 'Kind',
    next: 'Leads to',
    outcome: 'Outcome',
    entered: 'Entered',
    duration: shared.duration,
    retries: 'Retries',
    error: shared.error,
  },
  kinds: {
    Task: 'Task',
    Pass: 'Pass',
    Choice: 'Choice',
    Fail: 'Failure',
  } satisfies Record<WorkflowState['type'], string>,
  leadsTo: (step: string, kind: WorkflowEdge['kind']) =>
    ({ next: step, choice: step, default: `otherwise ${step}`, catch: `on errors ${step}` })[kind],
  outcomes: OUTCOMES,
  retried: (outcome: string, times: number) => `${outcome}, retried ×${times}`,
  legend: 'What the icons mean',
  legendOf: {
    ...OUTCOMES,
    retried: 'Passed after a retry',
    caught: 'Failed, then handled',
    catch: 'Error path',
  },
  milliseconds,
  took: (ms: number) => `took ${milliseconds(ms)}`,
} as const;
