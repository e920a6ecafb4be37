/** The executions of a token, polled while one of them is running. */
import type { ExecutionsAnswer } from '../../../../handlers/contract/routes/executions.ts';
import type { Api } from '../../api/api-client.ts';
import type { Loaded } from '../../api/use-answer.ts';
import { useAnswer } from '../../api/use-answer.ts';
import { seemsToRun } from './seems-to-run.ts';

const POLL_MS = 2_000;

export interface AskedToken {
  readonly userId: string;
  readonly purpose: string;
  /** Whose token it is; absent for the newest of all clients. */
  readonly clientGroup?: string | undefined;
}

/** `asked` is undefined until a token is looked up. If a later read fails, the earlier answer is hidden. */
export function useExecutions(
  api: Pick<Api, 'readExecutions'>,
  asked: AskedToken | undefined,
): Loaded<ExecutionsAnswer> {
  const { userId = '', purpose = '', clientGroup } = asked ?? {};
  const loaded = useAnswer({
    key: ['executions', userId, purpose, clientGroup],
    load: () => api.readExecutions(userId, purpose, clientGroup),
    enabled: asked !== undefined,
    pollMs: (known) => !known?.failure && seemsToRun(known?.answer, Date.now()) && POLL_MS,
  });
  return loaded.failure === undefined ? loaded : { ...loaded, answer: undefined };
}
