/** Whether to keep polling: a log can stay incomplete forever, and its execution then seems to be running. */
import type { ExecutionPath } from '../../../../handlers/contract/routes/executions.ts';

/** Executions end within 30 s; the rest allows for the log's delay. */
const PATIENCE_MS = 120_000;

export const seemsToRun = (
  answer: { readonly executions: readonly ExecutionPath[] } | undefined,
  nowMs: number,
): boolean =>
  answer?.executions.some(
    ({ status, started_at }) => status === 'RUNNING' && nowMs - Date.parse(started_at) < PATIENCE_MS,
  ) ?? false;
