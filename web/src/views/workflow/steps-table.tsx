/** The steps of an execution or of the state machine as a table: what the picture shows, in words. */
import Header from '@cloudscape-design/components/header';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { TableProps } from '@cloudscape-design/components/table';
import Table from '@cloudscape-design/components/table';
import type { ReactNode } from 'react';
import { shared } from '../../strings.ts';
import { Instant } from '../../time/instant.tsx';
import { describeMark, INDICATORS, lookOf } from './outcome.tsx';
import type { Step } from './steps.ts';
import { text } from './strings.ts';

export interface StepsTableProps {
  readonly steps: readonly Step[];
  /** Whether an execution is shown. */
  readonly isFollowed: boolean;
  readonly selected: string | undefined;
  readonly onSelect: (state: string) => void;
}

const NAME: TableProps.ColumnDefinition<Step> = {
  id: 'step',
  header: text.columns.step,
  isRowHeader: true,
  minWidth: 150,
  cell: ({ state }) => state.name,
};

const OF_MACHINE: readonly TableProps.ColumnDefinition<Step>[] = [
  NAME,
  { id: 'kind', header: text.columns.kind, cell: ({ state }) => text.kinds[state.type] },
  { id: 'retries', header: text.columns.retries, cell: ({ state }) => state.max_retries ?? 0 },
  {
    id: 'next',
    header: text.columns.next,
    cell: ({ state }) => state.edges.map(({ to, kind }) => text.leadsTo(to, kind)).join(', ') || text.end,
  },
];

const OF_EXECUTION: readonly TableProps.ColumnDefinition<Step>[] = [
  NAME,
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

export function StepsTable({ steps, isFollowed, selected, onSelect }: StepsTableProps): ReactNode {
  const items = steps.filter(({ state }) => state.name === selected).slice(0, 1);
  return (
    <Table
      items={steps}
      trackBy="id"
      variant="embedded"
      columnDefinitions={isFollowed ? OF_EXECUTION : OF_MACHINE}
      selectionType="single"
      selectedItems={items}
      onSelectionChange={({ detail }) => {
        const [step] = detail.selectedItems;
        if (step) {
          onSelect(step.state.name);
        }
      }}
      onRowClick={({ detail }) => onSelect(detail.item.state.name)}
      enableKeyboardNavigation
      ariaLabels={{
        tableLabel: isFollowed ? text.stepsOfExecution : text.stepsOfMachine,
        selectionGroupLabel: text.selection,
        itemSelectionLabel: (_, { state }) => text.select(state.name),
      }}
      header={
        <Header variant="h3" description={text.stepsHint}>
          {isFollowed ? text.stepsOfExecution : text.stepsOfMachine}
        </Header>
      }
    />
  );
}
