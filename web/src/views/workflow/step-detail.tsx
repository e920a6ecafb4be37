/** The panel with what is known of one step: what it does, what became of it, and what an error means. */
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import CopyToClipboard from '@cloudscape-design/components/copy-to-clipboard';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactNode } from 'react';
import { useEffect, useRef } from 'react';
import type { WorkflowState } from '../../../../handlers/contract/page.ts';
import type { ExecutionPath } from '../../../../handlers/contract/routes/executions.ts';
import { detailText as text } from './detail-strings.ts';
import { faultWords } from './fault-words.ts';
import type { Visit } from './path-through.ts';
import { stepFacts } from './step-facts.ts';
import { StepLinks } from './step-links.tsx';
import { text as workflowText } from './strings.ts';
import { VisitDetail } from './visit-detail.tsx';

export interface StepDetailProps {
  readonly state: WorkflowState;
  readonly visits: readonly Visit[];
  /** Undefined shows what the step does alone. */
  readonly execution: ExecutionPath | undefined;
  /** Undefined on a developer's machine, which has no AWS console. */
  readonly region: string | undefined;
  /** A new number moves the focus here; 0 leaves it where it is. */
  readonly focusCount: number;
  readonly onClose: () => void;
}

export default function StepDetail(props: StepDetailProps): ReactNode {
  const { state, visits, execution, focusCount, onClose } = props;
  const panel = useRef<HTMLElement>(null);
  useEffect(() => {
    if (focusCount > 0) {
      panel.current?.focus();
    }
  }, [focusCount]);
  return (
    <section
      ref={panel}
      className="workflow-detail"
      tabIndex={-1}
      aria-label={state.name}
      onKeyDown={(event) => {
        if (event.key === 'Escape') {
          event.stopPropagation();
          onClose();
        }
      }}
    >
      <SpaceBetween size="m">
        <Header
          variant="h3"
          actions={<Button variant="icon" iconName="close" ariaLabel={text.close} onClick={onClose} />}
        >
          {state.name}
        </Header>
        {state.comment && <Box>{state.comment}</Box>}
        <KeyValuePairs columns={2} minColumnWidth={140} items={factsOf(state, visits.length > 0)} />
        {execution && visits.length === 0 && <Box color="text-body-secondary">{text.notEntered}</Box>}
        {visits.map((visit, index) => (
          <VisitDetail
            key={visit.enteredAt}
            visit={visit}
            title={visits.length > 1 ? text.visit(index + 1) : undefined}
            mostAttempts={(state.max_retries ?? 0) + 1}
          />
        ))}
        <StepLinks {...props} />
        <CopyToClipboard
          variant="button"
          copyButtonText={text.copy}
          textToCopy={JSON.stringify(stepFacts(state, visits, execution, faultWords), null, 2)}
          copySuccessText={text.copied}
          copyErrorText={text.copyFailed}
        />
      </SpaceBetween>
    </section>
  );
}

/** @param isVisited each visit says how many attempts it took */
function factsOf(state: WorkflowState, isVisited: boolean) {
  const { type, calls, timeout_seconds, max_retries = 0, edges } = state;
  const next = edges.map(({ to, kind }) => workflowText.leadsTo(to, kind)).join(', ');
  return [
    { label: text.kind, value: workflowText.kinds[type] },
    ...(calls
      ? [
          {
            label: text.calls,
            value: calls.service === 'lambda' ? text.function(calls.name) : text.table(calls.name),
          },
        ]
      : []),
    ...(timeout_seconds === undefined
      ? []
      : [{ label: text.timeout, value: text.ofEachAttempt(timeout_seconds) }]),
    ...(max_retries === 0 || isVisited
      ? []
      : [{ label: text.attempts, value: text.mostAttempts(max_retries + 1) }]),
    ...(next === '' ? [] : [{ label: text.leadsTo, value: next }]),
  ];
}
