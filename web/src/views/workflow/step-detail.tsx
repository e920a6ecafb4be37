/** The panel with what is known of one step: what it does, what became of it, and what an error means. */
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import CopyToClipboard from '@cloudscape-design/components/copy-to-clipboard';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { ReactNode } from 'react';
import { useEffect, useRef } from 'react';
import type { WorkflowState } from '../../../../handlers/contract/page.ts';
import type { ExecutionPath } from '../../../../handlers/contract/routes/executions.ts';
import { shared } from '../../strings.ts';
import { Instant } from '../../time/instant.tsx';
import { logUrl, tracesUrl } from './console-url.ts';
import { detailText as text } from './detail-strings.ts';
import { faultWords } from './fault-words.ts';
import { describeMark, INDICATORS, lookOf } from './outcome.tsx';
import type { Visit } from './path-through.ts';
import { stepFacts } from './step-facts.ts';
import { text as workflowText } from './strings.ts';

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
        <Links {...props} />
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

interface VisitDetailProps {
  readonly visit: Visit;
  readonly title: string | undefined;
  readonly mostAttempts: number;
}

function VisitDetail({ visit, title, mostAttempts }: VisitDetailProps): ReactNode {
  const { enteredAt, exitedAt, durationMs, retries, errors } = visit;
  return (
    <SpaceBetween size="s">
      {title && <Box variant="h4">{title}</Box>}
      <KeyValuePairs
        columns={2}
        minColumnWidth={140}
        items={[
          {
            label: text.outcome,
            value: <StatusIndicator type={INDICATORS[lookOf(visit)]}>{describeMark(visit)}</StatusIndicator>,
          },
          {
            label: text.duration,
            value: durationMs === undefined ? shared.none : workflowText.milliseconds(durationMs),
          },
          { label: text.entered, value: <Instant iso={enteredAt} /> },
          {
            label: text.exited,
            value: exitedAt === undefined ? text.still : <Instant iso={exitedAt} />,
          },
          ...(mostAttempts > 1
            ? [{ label: text.attempts, value: text.attemptsOf(retries + 1, mostAttempts) }]
            : []),
        ]}
      />
      {errors.map((error, index) => (
        <ErrorDetail
          // biome-ignore lint/suspicious/noArrayIndexKey: attempts keep their order, and may fail alike
          key={index}
          error={error}
          attempt={errors.length > 1 || retries > 0 ? index + 1 : undefined}
        />
      ))}
    </SpaceBetween>
  );
}

function ErrorDetail({ error, attempt }: { readonly error: string; readonly attempt: number | undefined }) {
  const { meaning, remedy, code } = faultWords(error);
  return (
    <div className="workflow-error">
      <Box fontWeight="bold">
        {attempt === undefined ? '' : `${text.attempt(attempt)}: `}
        {error}
      </Box>
      <Box>{meaning}</Box>
      {remedy && (
        <Box color="text-body-secondary">
          {text.remedy}: {remedy.replaceAll('`', '')}
        </Box>
      )}
      {code && (
        <Link
          href={`/problems.html#${code}`}
          external
          externalIconAriaLabel={shared.newTab}
          fontSize="body-s"
        >
          {text.aboutProblem(code)}
        </Link>
      )}
    </div>
  );
}

/** To where AWS, or the local runtime, has more. */
function Links({ state: { calls }, execution, region }: StepDetailProps): ReactNode {
  const isFunction = calls?.service === 'lambda';
  const links =
    region === undefined
      ? isFunction
        ? [{ href: '/_local/logs', words: text.openLocalLog }]
        : []
      : execution
        ? [
            ...(isFunction && calls.name !== undefined
              ? [{ href: logUrl(calls.name, execution, region), words: text.openLog }]
              : []),
            { href: tracesUrl(execution, region), words: text.openTraces },
          ]
        : [];
  return (
    links.length > 0 && (
      <SpaceBetween size="xs">
        {links.map(({ href, words }) => (
          <Link key={href} href={href} external externalIconAriaLabel={shared.newTab}>
            {words}
          </Link>
        ))}
      </SpaceBetween>
    )
  );
}
