/**
 * The filter pattern of a search: at most 1,024 characters. Texts in it come from closed sets or from schemas that
 * allow neither quotes nor wildcards.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 * https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html
 */
import { executionNameIn } from '../../contract/workflow.ts';
import type { Wanted } from '../../domain/reporting/execution-search.ts';

const ENDS = {
  failed: ['ExecutionFailed', 'ExecutionTimedOut', 'ExecutionAborted'],
  succeeded: ['ExecutionSucceeded'],
  any: ['ExecutionFailed', 'ExecutionTimedOut', 'ExecutionAborted', 'ExecutionSucceeded'],
} as const;

/** The log has a name for a timeout only where it is a state's own. */
const TIMEOUT_ERROR = 'States.Timeout';

export function executionPattern(wanted: Wanted, stateMachineArn: string): string {
  if ('ends' in wanted) {
    return `{ ${anyOf('type', ENDS[wanted.ends])} }`;
  }
  if ('error' in wanted) {
    const named = is('details.error', wanted.error);
    return wanted.error === TIMEOUT_ERROR ? `{ ${named} || ${is('type', '*TimedOut')} }` : `{ ${named} }`;
  }
  if ('framesOf' in wanted) {
    // The last part of an ARN is unique by itself, and 15 whole ones would be too long.
    const ids = wanted.framesOf.map((arn) => `*${arn.slice(arn.lastIndexOf(':'))}`);
    return `{ ${is('type', 'Execution*')} && (${anyOf('execution_arn', ids)}) }`;
  }
  const { execution } = wanted;
  const arn =
    executionNameIn(execution) === undefined
      ? `${stateMachineArn.replace(':stateMachine:', ':express:')}:${execution}:*`
      : execution;
  return `{ ${is('execution_arn', arn)} }`;
}

const is = (member: string, text: string): string => `($.${member} = "${text}")`;

const anyOf = (member: string, texts: readonly string[]): string =>
  texts.map((text) => is(member, text)).join(' || ');
