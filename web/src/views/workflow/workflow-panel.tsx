/** The picture with the details of a step beside it, and the table of steps below, with a shared selection. */
import './workflow.css';
import type { ReactNode } from 'react';
import { lazy, Suspense, useMemo, useState } from 'react';
import type { WorkflowDefinition } from '../../../../handlers/contract/page.ts';
import type { ExecutionPath } from '../../../../handlers/contract/routes/executions.ts';
import { layout } from './layout.ts';
import { Legend } from './legend.tsx';
import { pathThrough } from './path-through.ts';
import { Picture } from './picture.tsx';
import { stepsOf } from './steps.ts';
import { StepsTable } from './steps-table.tsx';
import { useChosenStep } from './use-chosen-step.ts';

const StepDetail = lazy(() => import('./step-detail.tsx'));

export interface WorkflowPanelProps {
  readonly definition: WorkflowDefinition;
  /** Undefined shows only the state machine. */
  readonly execution: ExecutionPath | undefined;
  /** Of the AWS console; undefined locally. */
  readonly region: string | undefined;
}

export function WorkflowPanel({ definition, execution, region }: WorkflowPanelProps): ReactNode {
  const path = useMemo(() => execution && pathThrough(definition, execution.events), [definition, execution]);
  const steps = useMemo(() => stepsOf(definition, path), [definition, path]);
  // What undoes a request is shown where it was done; all of it on demand.
  const [isUnfolded, setUnfolded] = useState(false);
  const entered = path?.visits.map(({ state }) => state).join('\n') ?? '';
  const placed = useMemo(() => {
    const visited = new Set(entered.split('\n'));
    return layout(definition, (state) => isUnfolded || visited.has(state));
  }, [definition, entered, isUnfolded]);
  const hasMore = isUnfolded || placed.folded.some(({ type }) => type !== 'Fail');
  const { step, focusCount, open, close } = useChosenStep(execution?.execution_arn, path?.troubled);
  const state = steps.find((each) => each.state.name === step)?.state;
  return (
    <div className="workflow">
      <div className="workflow-split">
        <Picture
          layout={placed}
          path={path}
          pathId={execution?.execution_arn}
          selected={step}
          onSelect={open}
          onClose={close}
          folding={
            hasMore ? { isFolded: !isUnfolded, toggle: () => setUnfolded((before) => !before) } : undefined
          }
        />
        {(state || path) && (
          <div className="workflow-aside">
            {state && (
              <Suspense>
                <StepDetail
                  state={state}
                  visits={path?.visits.filter((visit) => visit.state === state.name) ?? []}
                  execution={execution}
                  region={region}
                  focusCount={focusCount}
                  onClose={close}
                />
              </Suspense>
            )}
            {path && <Legend />}
          </div>
        )}
      </div>
      <StepsTable steps={steps} isFollowed={path !== undefined} onSelect={open} />
    </div>
  );
}
