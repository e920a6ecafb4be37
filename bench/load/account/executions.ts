/** Executions: one for each request that reached the machine, and its end is what the caller was told. */
import type { Evidence } from '../evidence.ts';
import type { Finding } from './finding.ts';
import { tally } from './finding.ts';

const RULES = {
  timedOut: 'the gateway or the caller stopped waiting before the execution ended',
  notStarted: 'answered by a function that did not start the machine',
} as const;

export function accountForExecutions({ executions, calls }: Evidence): Finding {
  const found = tally('executions');
  found.count(executions.length);
  for (const { execution_arn, status } of executions) {
    if (status === 'RUNNING') {
      found.lose(`${execution_arn} is still running`);
    }
  }
  const direct = calls.filter(({ kind }) => kind === 'issue');
  const byFunction = calls.filter(({ kind }) => kind === 'deliver');
  const spare = executions.length - direct.length;
  if (spare < 0) {
    found.lose(`${direct.length} requests were answered, and ${executions.length} were executed`);
  } else if (spare > byFunction.length) {
    found.lose(
      `${direct.length + byFunction.length} requests were answered, and ${executions.length} were executed`,
    );
  }
  found.explain(RULES.notStarted, Math.max(0, byFunction.length - spare));
  const failed = executions.filter(({ status }) => status === 'FAILED' || status === 'TIMED_OUT').length;
  const told = direct.filter(({ status }) => status >= 500).length;
  const unanswered = [...direct, ...byFunction].filter(({ status }) => status === 0).length;
  const toldByFunction = byFunction.filter(({ status }) => status >= 500).length;
  if (failed > told + toldByFunction + unanswered || failed < told - unanswered) {
    found.lose(`${failed} executions failed, and ${told} callers of POST /tokens were told of a fault`);
  }
  found.explain(RULES.timedOut, unanswered);
  return found.finding();
}
