/** Starts executions of the express state machine and waits for them. */
import type { SFNClientConfig } from '@aws-sdk/client-sfn';
import { SFNClient, StartSyncExecutionCommand } from '@aws-sdk/client-sfn';
import type { FailureAnswer } from '../../contract/faults.ts';
import { FAILED_ENDS, NO_TIME, TIMED_OUT } from '../../contract/faults.ts';
import { problem } from '../../contract/problem-document.ts';
import { fixedRetryAfterSeconds, PROBLEMS } from '../../contract/problems.ts';
import type { HttpAnswer } from '../../contract/workflow.ts';
import { executionName } from '../../contract/workflow.ts';
import type { IssueAnswer, StartIssue } from '../../domain/issuing/start-issue.ts';
import { withoutErrorMessages } from '../client-settings.ts';
import { isOutcomeUnknown, isPassing } from '../fault-kinds.ts';

/**
 * A second attempt could send a second message, so there is none. The machine takes up to 28 s
 * (contract/timeouts.ts).
 *
 * Every start opens a new connection. A kept one may be closed while Lambda has the function frozen. A request written
 * to it fails just like one that was received but got no answer, so callers would be told that a code may have been
 * sent. `reusedSocket` only makes the harmless case likely; it does not rule out the other. After a reset of a new
 * connection, the outcome really is unknown.
 * The price is two more round trips a start. TLS sessions are resumed, so the certificate is checked only once.
 * https://github.com/aws/aws-sdk-js-v3/issues/1196
 * https://nodejs.org/api/http.html#requestreusedsocket
 * https://www.rfc-editor.org/rfc/rfc9110.html#section-9.2.2
 */
const START_SETTINGS = {
  maxAttempts: 1,
  requestHandler: {
    connectionTimeout: 1000,
    requestTimeout: 28_500,
    throwOnRequestTimeout: true,
    httpsAgent: { keepAlive: false },
    // Of an endpoint that the environment names.
    httpAgent: { keepAlive: false },
  },
} as const;

/**
 * The SDK puts `sync-` before the host of this call. An endpoint that the environment names is used as it is:
 * https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartSyncExecution.html
 */
export const createSfnClient = (elsewhere: SFNClientConfig = {}): SFNClient =>
  withoutErrorMessages(
    new SFNClient({
      ...START_SETTINGS,
      disableHostPrefix: (process.env.AWS_ENDPOINT_URL_SFN ?? process.env.AWS_ENDPOINT_URL) !== undefined,
      ...elsewhere,
    }),
  );

export const startIssueBy =
  (client: SFNClient, stateMachineArn: string): StartIssue =>
  async (input, mayBegin = () => true) => {
    const command = new StartSyncExecutionCommand({
      stateMachineArn,
      name: executionName(input.request_id),
      input: JSON.stringify(input),
    });
    if (!mayBegin()) {
      return { ...failed(NO_TIME, input.request_id), uncounted: NOT_STARTED };
    }
    try {
      const { status, output = '', error = '' } = await client.send(command);
      if (status === 'SUCCEEDED') {
        return JSON.parse(output) as HttpAnswer;
      }
      return status === 'TIMED_OUT' ? unknown(input.request_id) : failed(endOf(error), input.request_id);
    } catch (error) {
      if (!isPassing(error)) {
        throw error;
      }
      const answer = isOutcomeUnknown(error)
        ? unknown(input.request_id)
        : failed(FAILED_ENDS.StepUnavailable, input.request_id);
      return { ...answer, uncounted: NOT_STARTED };
    }
  };

/** The fault that a state which cannot be run is, too. */
const NOT_STARTED = 'DeliveryUnavailable';

/** As infra/api/mapping/issue-token.response.vtl prints them. */
const endOf = (error: string): FailureAnswer =>
  Object.hasOwn(FAILED_ENDS, error)
    ? FAILED_ENDS[error as keyof typeof FAILED_ENDS]
    : FAILED_ENDS.InternalError;

const unknown = (requestId: string): IssueAnswer => ({
  ...failed(TIMED_OUT, requestId),
  isOutcomeUnknown: true,
});

function failed({ code, detail }: FailureAnswer, requestId: string): HttpAnswer {
  const seconds = fixedRetryAfterSeconds(code);
  const wait = seconds === undefined ? {} : { retry_after: seconds };
  return {
    http_status: PROBLEMS[code].status,
    ...wait,
    body: JSON.stringify(problem(code, detail, requestId, undefined, wait)),
  };
}
