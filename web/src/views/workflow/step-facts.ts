/** What is known of a step, in a form to copy: for a ticket, or for somebody who cannot see the page. */
import type { WorkflowState } from '../../../../handlers/contract/page.ts';
import type { ExecutionPath } from '../../../../handlers/contract/routes/executions.ts';
import type { FaultWords } from './fault-words.ts';
import type { Visit } from './path-through.ts';

export interface StepFacts {
  readonly step: string;
  readonly type: string;
  readonly comment?: string;
  readonly calls?: WorkflowState['calls'];
  readonly execution_arn?: string;
  readonly visits: readonly VisitFacts[];
}

interface VisitFacts {
  readonly outcome: string;
  readonly entered_at: string;
  readonly exited_at?: string;
  readonly duration_ms?: number;
  readonly attempts: number;
  readonly errors: readonly ({ readonly error: string } & FaultWords)[];
}

/** Holds nothing of the person: a step's events have no data. */
export const stepFacts = (
  { name, type, comment, calls }: WorkflowState,
  visits: readonly Visit[],
  execution: ExecutionPath | undefined,
  wordsOf: (error: string) => FaultWords,
): StepFacts => ({
  step: name,
  type,
  ...(comment === undefined ? {} : { comment }),
  ...(calls === undefined ? {} : { calls }),
  ...(execution === undefined ? {} : { execution_arn: execution.execution_arn }),
  visits: visits.map((visit) => ({
    outcome: visit.outcome,
    entered_at: visit.enteredAt,
    ...(visit.exitedAt === undefined ? {} : { exited_at: visit.exitedAt }),
    ...(visit.durationMs === undefined ? {} : { duration_ms: visit.durationMs }),
    attempts: visit.retries + 1,
    errors: visit.errors.map((error) => ({ error, ...wordsOf(error) })),
  })),
});
