/**
 * The failure half of the machine: what is undone, and the error that the execution fails with.
 *
 * Every fault arrives here as `$.failure`, or as the failures of the channels when none accepted the token.
 */
import type { FailedEnd } from '../handlers/contract/faults.ts';
import { FAILED_ENDS } from '../handlers/contract/faults.ts';
import { requestClaim } from '../handlers/contract/limits-table.ts';
import { CHANNELS } from '../handlers/contract/vocabulary.ts';
import { NEVER_RUN_ERRORS } from '../handlers/contract/workflow.ts';
import { FAILURES, failureOf, HAS_ONE_LEG, isLegBy, LATER_PLACES } from './channels.ts';
import { noteTheOutcome } from './note-outcome.ts';
import {
  catchAll,
  retryNeverRun,
  retryStep,
  retryStoreCall,
  STEP_TIMEOUT_SECONDS,
  STORE_CALL_TIMEOUT_SECONDS,
  TRANSIENT_LAMBDA_ERRORS,
} from './retry-policies.ts';
import type { ChoiceState, FailState, Retrier, State, TaskState } from './states-language.ts';
import { storeCall, TOKEN_KEY } from './store-calls.ts';

/** What the machine uses to undo a request. */
interface Tables {
  readonly partition: string;
  readonly tokensTable: string;
  readonly limitsTable: string;
  readonly takeBackTheSend: string;
  readonly noteTheOutcome?: string;
}

/**
 * The states to the end, from 'Revoke token' if there may be a token, else from 'Was anything sent?' or 'Is a
 * key taken?'.
 */
export const failureStates = (resources: Tables): Record<string, State> => ({
  'Revoke token': revokeToken(resources),
  'Was anything sent?': wasAnythingSent(),
  'Take back the send': takeBackTheSend(
    resources.takeBackTheSend,
    retryStep('take-back-the-send'),
    'Is a key taken?',
  ),
  // Only a new token that was tried by two channels, whose key is free: revoked, it has none.
  'Take back both sends': takeBackTheSend(resources.takeBackTheSend, retryNeverRun(), 'What failed?'),
  'Is a key taken?': isKeyTaken(resources),
  'Free the key': freeKey(resources),
  ...(resources.noteTheOutcome === undefined
    ? {}
    : { 'Note the failure': noteTheOutcome(resources.noteTheOutcome, 'What failed?') }),
  ...ends(),
});

/** Nothing undelivered stays valid. Conditional, so that a newer token is never revoked instead. */
const revokeToken = ({ partition, tokensTable }: Tables): TaskState => ({
  Type: 'Task',
  Comment: 'Nothing that was not delivered stays valid.',
  Resource: storeCall(partition, 'updateItem'),
  Parameters: {
    TableName: tokensTable,
    Key: TOKEN_KEY,
    UpdateExpression: 'SET #status = :revoked REMOVE sealed_token, token_digest',
    ConditionExpression: 'token_id = :token_id',
    ExpressionAttributeNames: { '#status': 'status' },
    ExpressionAttributeValues: {
      ':token_id': { 'S.$': '$.token.token_id' },
      ':revoked': { S: 'revoked' },
    },
  },
  ResultPath: null,
  TimeoutSeconds: STORE_CALL_TIMEOUT_SECONDS,
  Retry: retryStoreCall(),
  Catch: catchAll('Was anything sent?', '$.revocation_failure'),
  Next: 'Was anything sent?',
});

const TRIED = { Variable: FAILURES, IsPresent: true } as const;

/** Deliveries that Lambda did not run, by channel and error. */
const NEVER_RUN = CHANNELS.flatMap((channel) =>
  NEVER_RUN_ERRORS.map((error) => ({
    channel,
    failed: [
      { Variable: failureOf(channel), IsPresent: true } as const,
      { Variable: `${failureOf(channel)}.Error`, StringEquals: error },
    ],
  })),
);

/**
 * A delivery step itself takes back what it did not send: after all attempts, no time is left for that here.
 * Three cases remain for the machine: a request that never reached a delivery, one whose last delivery Lambda
 * did not run, and what a resend noted on the token. Take back the send sees from the failures what is left
 * to do. A message that may have been sent is presumed sent (channels.ts) and does not come here.
 */
const wasAnythingSent = (): ChoiceState => {
  const isResend = { Variable: '$.admission.decision', StringEquals: 'resend' };
  const notRun = NEVER_RUN.flatMap(({ channel, failed }) => [
    { And: [...failed, HAS_ONE_LEG], Next: 'Take back the send' },
    ...LATER_PLACES.map((place) => ({
      And: [...failed, ...isLegBy(channel, place)],
      Next: 'Take back both sends',
    })),
  ]);
  return {
    Type: 'Choice',
    Comment: 'What was counted and not sent is taken back.',
    Choices: [
      { And: [TRIED, isResend], Next: 'Take back the send' },
      ...notRun,
      { ...TRIED, Next: 'Is a key taken?' },
    ],
    Default: 'Take back the send',
  };
};

/**
 * What cannot be taken back stays counted, and the answer is about what failed first. After two deliveries
 * there is no time for a second attempt of a slow one.
 */
const takeBackTheSend = (functionArn: string, retry: readonly Retrier[], next: string): TaskState => ({
  Type: 'Task',
  Comment: 'Counters and budget get back what was not sent.',
  Resource: functionArn,
  ResultPath: null,
  TimeoutSeconds: STEP_TIMEOUT_SECONDS,
  Retry: retry,
  Catch: catchAll(next, '$.take_back_failure'),
  Next: next,
});

/**
 * A revoked token already frees its Idempotency-Key, so the slowest path needs no extra write. Nor is there time to note
 * the failure there: a delivery that ran has noted it (handlers/runtime/delivery-step.ts).
 */
const isKeyTaken = (resources: Tables): ChoiceState => {
  const isNew = { Variable: '$.admission.decision', StringEquals: 'admitted' };
  const unnoted =
    resources.noteTheOutcome === undefined
      ? []
      : NEVER_RUN.map(({ failed }) => ({ And: [...failed, HAS_ONE_LEG, isNew], Next: afterKey(resources) }));
  return {
    Type: 'Choice',
    Comment: 'Whether the request holds an Idempotency-Key.',
    Choices: [
      ...unnoted,
      { And: [TRIED, isNew], Next: 'What failed?' },
      { Variable: '$.idempotency_key', StringEquals: '', Next: afterKey(resources) },
    ],
    Default: 'Free the key',
  };
};

const afterKey = ({ noteTheOutcome }: Tables): string =>
  noteTheOutcome === undefined ? 'What failed?' : 'Note the failure';

/** Lets a failed request be repeated with its key at once, not only after its claim expires. */
const freeKey = (resources: Tables): TaskState => ({
  Type: 'Task',
  Comment: 'The request can be repeated with the same key at once.',
  Resource: storeCall(resources.partition, 'deleteItem'),
  Parameters: {
    TableName: resources.limitsTable,
    Key: {
      subject: { 'S.$': `States.Format('${requestClaim('{}', '').subject}', $.client_id)` },
      window: { 'S.$': "States.Hash($.idempotency_key, 'SHA-256')" },
    },
    ConditionExpression: 'execution_arn = :execution_arn',
    ExpressionAttributeValues: { ':execution_arn': { 'S.$': '$$.Execution.Id' } },
  },
  ResultPath: null,
  TimeoutSeconds: STORE_CALL_TIMEOUT_SECONDS,
  Retry: retryStoreCall(),
  Catch: catchAll(afterKey(resources), '$.freeing_failure'),
  Next: afterKey(resources),
});

const ENDS: readonly (readonly [string, FailedEnd])[] = Object.entries(FAILED_ENDS);

const STEP_UNAVAILABLE = 'StepUnavailable' satisfies keyof typeof FAILED_ENDS;

/** A delivery can fail in many ways but has one end; all other faults are told apart by their error. */
const ends = (): Record<string, State> => ({
  'What failed?': {
    Type: 'Choice',
    Comment: 'Each fault has its end, which the caller is told.',
    Choices: [
      { ...TRIED, Next: FAILED_ENDS.DeliveryFailed.state },
      // An admitted request for which no channel was found has no named failure.
      { Not: { Variable: '$.failure', IsPresent: true }, Next: FAILED_ENDS.InternalError.state },
      ...ENDS.flatMap(([name, { faults, state }]) => {
        const errors = name === STEP_UNAVAILABLE ? [...faults, ...TRANSIENT_LAMBDA_ERRORS] : faults;
        return errors.length === 0 ? [] : [{ ...failedBy(errors), Next: state }];
      }),
    ],
    Default: FAILED_ENDS.InternalError.state,
  },
  ...Object.fromEntries(ENDS.map(([name, { state, cause }]) => [state, fail(name, cause)])),
});

function failedBy(errors: readonly string[]) {
  const rules = errors.map((error) => ({ Variable: '$.failure.Error', StringEquals: error }));
  const [rule] = rules;
  return rule !== undefined && rules.length === 1 ? rule : { Or: rules };
}

const fail = (error: string, cause: string): FailState => ({ Type: 'Fail', Error: error, Cause: cause });
