/** The executions that a trace was asked for, polled while one of them is running. */
import type { Loaded } from '../../api/use-answer.ts';
import { useAnswer } from '../../api/use-answer.ts';
import type { Asked } from './asked.ts';
import { seemsToRun } from './seems-to-run.ts';
import type { TraceApi, Traced } from './trace.ts';
import { trace } from './trace.ts';

const POLL_MS = 2_000;
const NOTHING: Traced = { executions: [] };

/** `asked` is undefined until something is looked up. If a later read fails, the earlier answer is hidden. */
export function useExecutions(api: TraceApi, asked: Asked | undefined): Loaded<Traced> {
  const loaded = useAnswer({
    key: ['executions', asked],
    load: () => (asked === undefined ? Promise.resolve(NOTHING) : trace(api, asked)),
    enabled: asked !== undefined,
    pollMs: (known) => !known?.failure && seemsToRun(known?.answer, Date.now()) && POLL_MS,
  });
  return loaded.failure === undefined ? loaded : { ...loaded, answer: undefined };
}
