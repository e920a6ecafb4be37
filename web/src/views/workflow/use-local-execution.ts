/** An execution in the local runtime, by its ARN: a request that failed early leaves no token to trace. */
import type { ExecutionPath } from '../../../../handlers/contract/routes/executions.ts';
import type { Loaded } from '../../api/use-answer.ts';
import { useAnswer } from '../../api/use-answer.ts';
import { listExecutions } from '../../local/local-runtime.ts';

export interface FoundExecution {
  /** Undefined when the runtime no longer keeps it. */
  readonly execution: ExecutionPath | undefined;
}

/** Without an `arn`, makes no call. */
export function useLocalExecution(arn: string | undefined): Loaded<FoundExecution> {
  return useAnswer({
    key: ['local execution', arn],
    load: async () => ({
      execution: (await listExecutions()).find(({ execution_arn }) => execution_arn === arn),
    }),
    enabled: arn !== undefined,
  });
}
