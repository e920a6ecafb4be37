/** The steps of an execution or of the state machine as a table: what the picture shows, in words. */
import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { TableProps } from '@cloudscape-design/components/table';
import Table from '@cloudscape-design/components/table';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { shared } from '../../strings.ts';
import { Instant } from '../../time/instant.tsx';
import { describeMark, INDICATORS, lookOf } from './outcome.tsx';
import type { Step } from './steps.ts';
import { text } from './strings.ts';

export interface StepsTableProps {
  readonly steps: readonly Step[];
  /** Whether an execution is shown. */
  readonly isFollowed: boolean;
  readonly onSelect: (state: string) => void;
}

/** The name opens the details, by mouse and by keyboard. */
const nameColumn = (onSelect: (state: string) => void): TableProps.ColumnDefinition<Step> => ({
  id: 'step',
  header: text.columns.step,
  isRowHeader: true,
  minWidth: 150,
  cell: ({ state }) => (
    <Button variant="inline-link" onClick={() => onSelect(state.name)}>
      {state.name}
    </Button>
  ),
});

const OF_MACHINE: readonly TableProps.ColumnDefinition<Step>[] = [
  { id: 'kind', header: text.columns.kind, cell: ({ state }) => text.kinds[state.type] },
  { id: 'retries', header: text.columns.retries, cell: ({ state }) => state.max_retries ?? 0 },
  {
    id: 'next',
    header: text.columns.next,
    cell: ({ state }) => state.edges.map(({ to, kind }) => text.leadsTo(to, kind)).join(', ') || text.end,
  },
];

const OF_EXECUTION: readonly TableProps.ColumnDefinition<Step>[] = [
  {
    id: 'outcome',
    header: text.columns.outcome,
    minWidth: 150,
    cell: ({ mark }) =>
      mark && <StatusIndicator type={INDICATORS[lookOf(mark)]}>{describeMark(mark)}</StatusIndicator>,
  },
  {
    id: 'entered',
    header: text.columns.entered,
    cell: ({ visit }) => (visit ? <Instant iso={visit.enteredAt} /> : shared.none),
  },
  {
    id: 'duration',
    header: text.columns.duration,
    cell: ({ visit }) =>
      visit?.durationMs === undefined ? shared.none : text.milliseconds(visit.durationMs),
  },
  { id: 'retries', header: text.columns.retries, cell: ({ visit }) => visit?.retries ?? shared.none },
  {
    id: 'error',
    header: text.columns.error,
    minWidth: 160,
    cell: ({ visit }) => visit?.error ?? shared.none,
  },
];

/** What an execution skipped is most of the machine, so it is listed on demand. */
export function StepsTable({ steps, isFollowed, onSelect }: StepsTableProps): ReactNode {
  const [withSkipped, setWithSkipped] = useState(false);
  const entered = steps.filter(({ visit }) => visit !== undefined);
  const skipped = isFollowed ? steps.length - entered.length : 0;
  return (
    <Table
      items={isFollowed && !withSkipped ? entered : steps}
      trackBy="id"
      variant="embedded"
      columnDefinitions={[nameColumn(onSelect), ...(isFollowed ? OF_EXECUTION : OF_MACHINE)]}
      enableKeyboardNavigation
      ariaLabels={{
        tableLabel: isFollowed ? text.stepsOfExecution : text.stepsOfMachine,
      }}
      header={
        <Header
          variant="h3"
          description={text.stepsHint}
          actions={
            skipped > 0 && (
              <Button onClick={() => setWithSkipped(!withSkipped)}>
                {withSkipped ? text.hideSkipped : text.showSkipped(skipped)}
              </Button>
            )
          }
        >
          {isFollowed ? text.stepsOfExecution : text.stepsOfMachine}
        </Header>
      }
    />
  );
}
