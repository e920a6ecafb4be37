/** Reads the executions of a trace: of a person's token, or the one of a request or an ARN. */
import type { ExecutionPath } from '../../../../handlers/contract/routes/executions.ts';
import { executionName } from '../../../../handlers/contract/workflow.ts';
import type { Api } from '../../api/api-client.ts';
import { CallFailed } from '../../api/failures.ts';
import type { Asked } from './asked.ts';

/** Around the time that a link gives: clocks differ, and a request takes up to half a minute. */
const AROUND_MS = 5 * 60_000;

export type TraceApi = Pick<Api, 'readExecutions' | 'traceExecution'>;

export interface Traced {
  /** Newest first. */
  readonly executions: readonly ExecutionPath[];
  /** Whose token it is, where that was asked for: the log does not know. */
  readonly token?: { readonly user_id: string; readonly purpose: string };
}

/** @throws CallFailed */
export async function trace(api: TraceApi, asked: Asked): Promise<Traced> {
  if (asked.kind === 'person') {
    const { executions, ...token } = await api.readExecutions(asked.userId, asked.purpose, asked.clientGroup);
    return { executions, token };
  }
  const { execution } = await find(
    api,
    asked.kind === 'request' ? executionName(asked.id) : asked.id,
    asked.at,
  );
  return { executions: [execution] };
}

/** A short period is found faster, but the time in a link may be wrong. */
async function find(api: TraceApi, id: string, at: string | undefined) {
  if (at !== undefined) {
    const [from, to] = [-AROUND_MS, AROUND_MS].map((ms) => new Date(Date.parse(at) + ms).toISOString());
    try {
      return await api.traceExecution(id, { from, to });
    } catch (error) {
      if (!(error instanceof CallFailed && isNotFound(error))) {
        throw error;
      }
    }
  }
  return api.traceExecution(id);
}

const isNotFound = ({ failure }: CallFailed): boolean =>
  failure.kind === 'problem' && failure.problem.code === 'not_found';
