/** Whether it is worth reading again: a log can stay incomplete for ever, and then an execution seems to run. */
import type { ExecutionsAnswer } from '../../../../handlers/contract/routes/executions.ts';

/** Executions end within 30 s; the rest is for the log to arrive. */
const PATIENCE_MS = 120_000;

export const seemsToRun = (answer: ExecutionsAnswer | undefined, nowMs: number): boolean =>
  answer?.executions.some(
    ({ status, started_at }) => status === 'RUNNING' && nowMs - Date.parse(started_at) < PATIENCE_MS,
  ) ?? false;
