/** What became of one visit to a step: when, how long, how many attempts, and what each error means. */
import Box from '@cloudscape-design/components/box';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { ReactNode } from 'react';
import { shared } from '../../strings.ts';
import { Instant } from '../../time/instant.tsx';
import { detailText as text } from './detail-strings.ts';
import { faultWords } from './fault-words.ts';
import { describeMark, INDICATORS, lookOf } from './outcome.tsx';
import type { Visit } from './path-through.ts';
import { text as workflowText } from './strings.ts';

export interface VisitDetailProps {
  readonly visit: Visit;
  readonly title: string | undefined;
  readonly mostAttempts: number;
}

export function VisitDetail({ visit, title, mostAttempts }: VisitDetailProps): ReactNode {
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
  const { meaning, remedy, code, runbook } = faultWords(error);
  return (
    <div className="workflow-error">
      <Box fontWeight="bold">
        {attempt === undefined ? '' : `${text.attempt(attempt)}: `}
        {error}
      </Box>
      <Box>{meaning}</Box>
      {remedy && (
        <Box color="text-body-secondary">
          {text.remedy}: {remedy}
        </Box>
      )}
      {runbook && (
        <Box color="text-body-secondary">
          {text.runbook}: <code>{runbook}</code>
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
