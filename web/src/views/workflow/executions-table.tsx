/** Executions by time: those that failed, those in which an error occurred, or all. Each leads to its trace. */
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Link from '@cloudscape-design/components/link';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { TableProps } from '@cloudscape-design/components/table';
import Table from '@cloudscape-design/components/table';
import type { ReactNode } from 'react';
import { FAULT_EXPLANATIONS } from '../../../../handlers/contract/faults.ts';
import type { ListedExecution } from '../../../../handlers/contract/routes/executions.ts';
import type { LoadedPages } from '../../api/use-answer.ts';
import { shared } from '../../strings.ts';
import { Instant } from '../../time/instant.tsx';
import { INDICATORS } from './execution-summary.tsx';
import type { LoadedExecutions } from './executions-query.ts';
import { listText } from './list-strings.ts';
import { text } from './strings.ts';

export interface ExecutionsTableProps {
  readonly loaded: LoadedPages<LoadedExecutions>;
  /** The ARN of the execution that is shown. */
  readonly shown: string | undefined;
  /** The hash of its trace, with this list still open. */
  readonly hrefOf: (execution: ListedExecution) => string;
}

export function ExecutionsTable({ loaded, shown, hrefOf }: ExecutionsTableProps): ReactNode {
  const { answer, loading, loadingMore, loadMore } = loaded;
  const more = answer?.nextCursor !== undefined;
  return (
    <Table
      items={answer?.executions ?? []}
      trackBy="execution_arn"
      variant="embedded"
      columnDefinitions={columnsOf(hrefOf, shown)}
      ariaLabels={{ tableLabel: listText.listed }}
      enableKeyboardNavigation
      wrapLines
      loading={loading && answer === undefined}
      loadingText={listText.loadingList}
      renderAriaLive={() => (answer ? listText.announceCount(answer.executions.length) : '')}
      empty={<Box padding={{ vertical: 'm' }}>{emptyText(answer, more)}</Box>}
      footer={
        more && (
          <Box textAlign="center">
            <Button loading={loading || loadingMore} onClick={() => void loadMore()}>
              {listText.more}
            </Button>
          </Box>
        )
      }
    />
  );
}

/** Nothing found is said only where everything was searched. */
function emptyText(answer: LoadedExecutions | undefined, more: boolean): string {
  if (answer === undefined) {
    return listText.listNotLoaded;
  }
  return more ? listText.noneYet : listText.none;
}

const columnsOf = (
  hrefOf: ExecutionsTableProps['hrefOf'],
  shown: string | undefined,
): readonly TableProps.ColumnDefinition<ListedExecution>[] => [
  {
    id: 'outcome',
    header: listText.columns.ended,
    minWidth: 115,
    isRowHeader: true,
    cell: ({ status, started_at, at }) => (
      <>
        <StatusIndicator type={INDICATORS[status ?? 'RUNNING']}>
          {status === undefined ? listText.notEnded : text.statuses[status]}
        </StatusIndicator>
        <div className="quiet">
          <Instant iso={started_at ?? at} />
        </div>
      </>
    ),
  },
  {
    id: 'error',
    header: shared.error,
    minWidth: 170,
    cell: ({ error }) =>
      error === undefined ? (
        shared.none
      ) : (
        <>
          <code>{error}</code>
          <div className="quiet">{meaningOf(error)}</div>
        </>
      ),
  },
  {
    id: 'duration',
    header: shared.duration,
    minWidth: 110,
    cell: ({ started_at, stopped_at }) =>
      started_at === undefined || stopped_at === undefined
        ? shared.none
        : text.milliseconds(Date.parse(stopped_at) - Date.parse(started_at)),
  },
  {
    id: 'request',
    header: listText.columns.trace,
    minWidth: 170,
    cell: (execution) => (
      <Link
        href={hrefOf(execution)}
        ariaLabel={listText.traceOf(execution.execution_name)}
        {...(execution.execution_arn === shown ? { variant: 'primary' as const } : {})}
      >
        {execution.execution_name}
      </Link>
    ),
  },
];

/** Errors of Step Functions and of functions' own defects have no text. */
const meaningOf = (error: string): string =>
  Object.hasOwn(FAULT_EXPLANATIONS, error)
    ? FAULT_EXPLANATIONS[error as keyof typeof FAULT_EXPLANATIONS].meaning
    : (listText.errorMeanings[error as keyof typeof listText.errorMeanings] ?? '');
