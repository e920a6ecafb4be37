/** The picture and the table of steps, each as wide as the page, with a shared selection. */
import './workflow.css';
import type { ReactNode } from 'react';
import { useMemo, useState } from 'react';
import type { WorkflowDefinition } from '../../../../handlers/contract/page.ts';
import type { ExecutionPath } from '../../../../handlers/contract/routes/executions.ts';
import { layout } from './layout.ts';
import { Legend } from './legend.tsx';
import { pathThrough } from './path-through.ts';
import { Picture } from './picture.tsx';
import { stepsOf } from './steps.ts';
import { StepsTable } from './steps-table.tsx';

export interface WorkflowPanelProps {
  readonly definition: WorkflowDefinition;
  /** Undefined shows only the state machine. */
  readonly execution: ExecutionPath | undefined;
}

export function WorkflowPanel({ definition, execution }: WorkflowPanelProps): ReactNode {
  const [selected, setSelected] = useState<string>();
  const placed = useMemo(() => layout(definition), [definition]);
  const path = useMemo(() => execution && pathThrough(definition, execution.events), [definition, execution]);
  const steps = useMemo(() => stepsOf(definition, path), [definition, path]);
  return (
    <div className="workflow">
      <div>
        <Picture
          layout={placed}
          path={path}
          pathId={execution?.execution_arn}
          selected={selected}
          onSelect={setSelected}
        />
        {path && <Legend />}
      </div>
      <StepsTable steps={steps} isFollowed={path !== undefined} selected={selected} onSelect={setSelected} />
    </div>
  );
}
