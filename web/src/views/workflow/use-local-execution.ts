/** One execution of the local runtime, by its ARN: a request that failed early left no token to trace it by. */
import { useCallback } from 'react';
import type { ExecutionPath } from '../../../../handlers/contract/routes/executions.ts';
import { type Loaded, useAnswer } from '../../api/use-answer.ts';
import { listExecutions } from '../../local/local-runtime.ts';

export interface FoundExecution {
  /** Undefined when the runtime does not keep it any more. */
  readonly execution: ExecutionPath | undefined;
}

/** `arn` undefined looks for none. */
export function useLocalExecution(arn: string | undefined): Loaded<FoundExecution> {
  const find = useCallback(
    async (): Promise<FoundExecution> => ({
      execution: (await listExecutions()).find(({ execution_arn }) => execution_arn === arn),
    }),
    [arn],
  );
  return useAnswer(arn === undefined ? undefined : find);
}
