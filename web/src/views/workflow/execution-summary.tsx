/** Which execution is shown, if there are several, and how it ended. */
import Box from '@cloudscape-design/components/box';
import FormField from '@cloudscape-design/components/form-field';
import Link from '@cloudscape-design/components/link';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { ReactNode } from 'react';
import { use } from 'react';
import type { ExecutionPath } from '../../../../handlers/contract/routes/executions.ts';
import { MayReadContext } from '../../shell/may-read.ts';
import { routeHref } from '../../shell/routes.ts';
import { shared } from '../../strings.ts';
import { formatInstant } from '../../time/format-time.ts';
import { Instant } from '../../time/instant.tsx';
import { text } from './strings.ts';

export const INDICATORS: Readonly<Record<ExecutionPath['status'], StatusIndicatorProps.Type>> = {
  RUNNING: 'in-progress',
  SUCCEEDED: 'success',
  FAILED: 'error',
  TIMED_OUT: 'error',
};

export interface ExecutionSummaryProps {
  /** Newest first. */
  readonly executions: readonly ExecutionPath[];
  readonly shown: ExecutionPath;
  readonly onShow: (executionArn: string) => void;
  /** Its URL in the AWS console; undefined locally. */
  readonly consoleUrl: string | undefined;
}

export function ExecutionSummary(props: ExecutionSummaryProps): ReactNode {
  const { executions, shown, onShow, consoleUrl } = props;
  const mayRead = use(MayReadContext);
  const options = executions.map((execution, index) => ({
    value: execution.execution_arn,
    label: text.sendLabel(executions.length - index, formatInstant(execution.started_at, Date.now())),
    description: text.statuses[execution.status],
  }));
  return (
    <SpaceBetween size="s">
      {executions.length > 1 && (
        <FormField label={text.execution} description={text.severalExecutions}>
          <Select
            options={options}
            selectedOption={options.find(({ value }) => value === shown.execution_arn) ?? null}
            onChange={({ detail }) => detail.selectedOption.value && onShow(detail.selectedOption.value)}
          />
        </FormField>
      )}
      <div aria-live="polite">
        <SpaceBetween size="m" direction="horizontal" alignItems="center">
          <StatusIndicator type={INDICATORS[shown.status]}>
            {shown.error === undefined
              ? text.statuses[shown.status]
              : text.withError(text.statuses[shown.status], shown.error)}
          </StatusIndicator>
          <Box color="text-body-secondary">
            {text.started} <Instant iso={shown.started_at} />
            {shown.stopped_at !== undefined &&
              ` · ${text.took(Date.parse(shown.stopped_at) - Date.parse(shown.started_at))}`}
          </Box>
          {mayRead.activity && (
            <Link href={routeHref('activity', { execution: shown.execution_arn, period: 'any' })}>
              {text.whoseIsIt}
            </Link>
          )}
          {consoleUrl && (
            <Link href={consoleUrl} external externalIconAriaLabel={shared.newTab}>
              {text.openInConsole}
            </Link>
          )}
        </SpaceBetween>
      </div>
      {shown.events.length === 0 && <StatusIndicator type="pending">{text.noEvents}</StatusIndicator>}
    </SpaceBetween>
  );
}
