/**
 * The state machine that issues a token: admit, generate, persist, deliver, record.
 *
 * Its state names are sentences because the graph in the Step Functions console is the documentation that
 * operators see. A refusal by policy is a result, so that ExecutionsFailed counts only faults; a fault fails
 * the execution with one of FAILED_ENDS.
 */
import { MACHINE_TIMEOUT_SECONDS } from '../handlers/contract/timeouts.ts';
import type { Channel } from '../handlers/contract/vocabulary.ts';
import { CHOOSE_CHANNEL, deliveryStates, FAILURES } from './channels.ts';
import { failureStates } from './failures.ts';
import { noteTheOutcome } from './note-outcome.ts';
import {
  catchAll,
  retryStep,
  retryStoreCall,
  STEP_TIMEOUT_SECONDS,
  STORE_CALL_TIMEOUT_SECONDS,
} from './retry-policies.ts';
import type { ChoiceState, Definition, State, TaskState } from './states-language.ts';
import { storeCall, TOKEN_KEY } from './store-calls.ts';

/** What the machine calls. ARNs and names may be CDK tokens. */
export interface IssueTokenResources {
  /** Such as `aws`. */
  readonly partition: string;
  readonly admitRequest: string;
  readonly generateToken: string;
  readonly persistToken: string;
  readonly deliver: Readonly<Record<Channel, string>>;
  readonly takeBackTheSend: string;
  /** Absent where there is no activity log. */
  readonly noteTheOutcome?: string;
  readonly tokensTable: string;
  readonly limitsTable: string;
}

/** The definition in the Amazon States Language, input and output as in contract/workflow.ts. */
export const issueTokenDefinition = (resources: IssueTokenResources): Definition => ({
  Comment: 'Issues a single-use second-factor token and delivers it through the channels of its route.',
  StartAt: 'Admit request',
  TimeoutSeconds: MACHINE_TIMEOUT_SECONDS,
  States: {
    'Admit request': admitRequest(resources.admitRequest),
    'Is it admitted?': isAdmitted(),
    'Take the living token': takeLivingToken(),
    'Generate token': generateToken(resources.generateToken),
    'Persist token': persistToken(resources.persistToken),
    ...deliveryStates(resources.deliver, {
      superseded: 'Answer: token superseded',
      delivered: 'Record delivery',
      presumed: resources.noteTheOutcome === undefined ? 'Record delivery' : 'Is there time to note it?',
      undelivered: 'Was it sent before?',
    }),
    ...(resources.noteTheOutcome === undefined ? {} : noteDoubt(resources.noteTheOutcome)),
    'Was it sent before?': wasItSentBefore(),
    'Record delivery': recordDelivery(resources),
    ...answers(),
    ...failureStates(resources),
  },
});

const admitRequest = (functionArn: string): TaskState => ({
  Type: 'Task',
  Comment: 'Who is it for, where does it go, and is it allowed?',
  Resource: functionArn,
  Parameters: {
    'request_id.$': '$.request_id',
    'client_id.$': '$.client_id',
    'idempotency_key.$': '$.idempotency_key',
    'body.$': '$.body',
    'given.$': '$',
    'execution_arn.$': '$$.Execution.Id',
  },
  ResultPath: '$.admission',
  TimeoutSeconds: STEP_TIMEOUT_SECONDS,
  Retry: retryStep('admit-request'),
  Catch: catchAll('Is a key taken?'),
  Next: 'Is it admitted?',
});

const generateToken = (functionArn: string): TaskState => ({
  Type: 'Task',
  Comment: 'The token leaves this step sealed.',
  Resource: functionArn,
  Parameters: {
    'request_id.$': '$.request_id',
    'user_id.$': '$.admission.request.user_id',
    'user_ref.$': '$.admission.request.user_ref',
    'purpose.$': '$.admission.request.purpose',
    'format.$': '$.admission.request.format',
    'length.$': '$.admission.request.length',
    'brought_code.$': '$.admission.request.brought_code',
    'test_number.$': '$.admission.request.test_number',
    'context_hash.$': '$.admission.request.context_hash',
    'renewed.$': '$.admission.request.renewed',
  },
  ResultPath: '$.token',
  TimeoutSeconds: STEP_TIMEOUT_SECONDS,
  Retry: retryStep('generate-token'),
  Catch: catchAll('Was anything sent?'),
  Next: 'Persist token',
});

/** A write that timed out may have been made, so its failure is compensated too. */
const persistToken = (functionArn: string): TaskState => ({
  Type: 'Task',
  Comment: 'One write: a newer request takes the place of an older token.',
  Resource: functionArn,
  Parameters: {
    'request_id.$': '$.request_id',
    'client_id.$': '$.client_id',
    'idempotency_key.$': '$.idempotency_key',
    'execution_arn.$': '$$.Execution.Id',
    'request.$': '$.admission.request',
    'token.$': '$.token',
  },
  // For a live token, Admit request puts the same here.
  ResultPath: '$.admission.persistence',
  TimeoutSeconds: STEP_TIMEOUT_SECONDS,
  Retry: retryStep('persist-token'),
  Catch: catchAll('Revoke token'),
  Next: CHOOSE_CHANNEL,
});

/** A delivery that was ended could not note it. After two deliveries there is no time for that. */
const noteDoubt = (functionArn: string): Record<string, State> => ({
  'Is there time to note it?': {
    Type: 'Choice',
    Comment: 'Not after two deliveries.',
    Choices: [{ Variable: FAILURES, IsPresent: true, Next: 'Record delivery' }],
    Default: 'Note the doubt',
  },
  'Note the doubt': noteTheOutcome(functionArn, 'Record delivery'),
});

/**
 * The last part of the ARN, which no other execution shares: the item is billed by its size
 * (handlers/domain/token/token-executions.ts).
 */
const EXECUTION_ID = "States.ArrayGetItem(States.StringSplit($$.Execution.Id, ':'), 8)";

/**
 * The token was sent, or may have been: if recording it fails, it must not be sent again, nor may the answer
 * turn into a failure.
 */
const recordDelivery = ({ partition, tokensTable }: IssueTokenResources): TaskState => ({
  Type: 'Task',
  Comment: 'Writes the channel and the time onto the token, and answers the request.',
  Resource: storeCall(partition, 'updateItem'),
  Parameters: {
    TableName: tokensTable,
    Key: TOKEN_KEY,
    UpdateExpression:
      'SET #status = :sent, #channel = :channel, destination_masked = :destination, sent_at = :sent_at, outcome = :outcome, message_id = :message_id, answered_by = :execution',
    ConditionExpression: 'token_id = :token_id AND #status IN (:issued, :sent)',
    ExpressionAttributeNames: { '#status': 'status', '#channel': 'channel' },
    ExpressionAttributeValues: {
      ':token_id': { 'S.$': '$.token.token_id' },
      ':execution': { 'S.$': EXECUTION_ID },
      ':issued': { S: 'issued' },
      ':sent': { S: 'sent' },
      ':channel': { 'S.$': '$.delivery.channel' },
      ':destination': { 'S.$': '$.delivery.destination_masked' },
      ':sent_at': { 'S.$': '$.delivery.sent_at' },
      ':outcome': { 'S.$': '$.delivery.outcome' },
      ':message_id': { 'S.$': '$.delivery.message_id' },
    },
  },
  ResultPath: null,
  OutputPath: '$.delivery.response',
  TimeoutSeconds: STORE_CALL_TIMEOUT_SECONDS,
  Retry: retryStoreCall(),
  Catch: catchAll('Answer: token sent, not recorded'),
  End: true,
});

/** One Choice for all: each state that is entered is two more events in the machine's log. */
const isAdmitted = (): ChoiceState => ({
  Type: 'Choice',
  Comment: 'A live token is sent again, with the same code, expiry and attempts.',
  Choices: [
    { Variable: '$.admission.decision', StringEquals: 'rejected', Next: 'Answer: request refused' },
    { Variable: '$.admission.decision', StringEquals: 'replayed', Next: 'Answer: the first answer again' },
    { Variable: '$.admission.decision', StringEquals: 'resend', Next: 'Take the living token' },
  ],
  Default: 'Generate token',
});

const takeLivingToken = (): State => ({
  Type: 'Pass',
  Comment: 'The live token is delivered again; no new one is generated.',
  InputPath: '$.admission.token',
  ResultPath: '$.token',
  Next: CHOOSE_CHANNEL,
});

/** A person who has the token from an earlier message keeps it. */
const wasItSentBefore = (): ChoiceState => ({
  Type: 'Choice',
  Comment: 'A token from an earlier message stays valid; a new one is revoked.',
  Choices: [{ Variable: '$.admission.decision', StringEquals: 'resend', Next: 'Was anything sent?' }],
  Default: 'Revoke token',
});

const answers = (): Record<string, State> => ({
  'Answer: request refused': {
    Type: 'Pass',
    Comment: 'A rule or a limit refused the request. Nothing was generated or sent.',
    OutputPath: '$.admission.response',
    End: true,
  },
  'Answer: the first answer again': {
    Type: 'Pass',
    Comment: 'The request was repeated with its Idempotency-Key. Nothing is sent again.',
    OutputPath: '$.admission.response',
    End: true,
  },
  'Answer: token superseded': {
    Type: 'Pass',
    Comment: 'Another request stored a newer token first, so this one is not sent.',
    OutputPath: '$.admission.persistence.response',
    End: true,
  },
  'Answer: token sent, not recorded': {
    Type: 'Pass',
    Comment: 'The message is out, so the answer is the same as if it had been recorded.',
    OutputPath: '$.delivery.response',
    End: true,
  },
});
