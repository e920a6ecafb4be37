/** The step that keeps an outcome in the activity log which no other function was left to keep. */
import { NEVER_RUN_ERRORS } from '../handlers/contract/workflow.ts';
import { catchAll, STEP_TIMEOUT_SECONDS } from './retry-policies.ts';
import type { TaskState } from './states-language.ts';

/**
 * Whatever becomes of it, the request goes on to `next`: the machine's log has the execution anyway. Not repeated,
 * because there is time for one attempt.
 */
export const noteTheOutcome = (functionArn: string, next: string): TaskState => ({
  Type: 'Task',
  Comment: 'Keeps who asked, and what became of it, in the activity log.',
  Resource: functionArn,
  Parameters: {
    'request_id.$': '$.request_id',
    'execution_arn.$': '$$.Execution.Id',
    'state.$': '$',
  },
  ResultPath: null,
  TimeoutSeconds: STEP_TIMEOUT_SECONDS,
  Retry: [{ ErrorEquals: NEVER_RUN_ERRORS, MaxAttempts: 0 }],
  Catch: catchAll(next, '$.noting_failure'),
  Next: next,
});
