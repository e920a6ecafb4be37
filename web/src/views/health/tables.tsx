/** What charts cannot show: refusals and errors by name, and every point for those who cannot read charts. */
import Container from '@cloudscape-design/components/container';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import Grid from '@cloudscape-design/components/grid';
import Header from '@cloudscape-design/components/header';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { TableProps } from '@cloudscape-design/components/table';
import Table from '@cloudscape-design/components/table';
import type { ReactNode } from 'react';
import { useState } from 'react';
import type { MetricSeries, MetricsAnswer } from '../../../../handlers/contract/routes/metrics.ts';
import { CHANNELS } from '../../../../handlers/contract/vocabulary.ts';
import { failedExecutions } from '../../shell/trace-links.ts';
import { shared } from '../../strings.ts';
import { Instant } from '../../time/instant.tsx';
import type { NamedCount } from './figures.ts';
import { errorsOf, formatCount, formatMilliseconds, refusalsOf } from './figures.ts';
import type { Point } from './points.ts';
import { pointsOf } from './points.ts';
import { text } from './strings.ts';

const HALF = { colspan: { default: 12, s: 6 } };
/** Anything narrower would break words in the middle; a narrow table scrolls instead. */
const MEANING_PX = 170;

interface TablesProps {
  readonly answer: MetricsAnswer;
}

export default function Tables({ answer }: TablesProps): ReactNode {
  return (
    <SpaceBetween size="l">
      <Grid gridDefinition={[HALF, HALF]}>
        <Names
          title={text.refusedBy}
          nameTitle={text.reason}
          items={refusalsOf(answer)}
          empty={text.refusedNothing}
        />
        <Names
          title={text.errorsBy}
          hint={`${text.errorsHint} ${text.errorsLead}`}
          nameTitle={shared.error}
          items={errorsOf(answer)}
          executions={{ from: answer.from, to: answer.to }}
          empty={text.errorsNothing}
        />
      </Grid>
      <Points series={answer.series} />
    </SpaceBetween>
  );
}

interface NamesProps {
  readonly title: string;
  readonly hint?: string;
  readonly nameTitle: string;
  readonly items: readonly NamedCount[];
  readonly empty: string;
  /** The range, if the rows lead to failed executions. */
  readonly executions?: { readonly from: string; readonly to: string };
}

function Names({ title, hint, nameTitle, items, empty, executions }: NamesProps): ReactNode {
  return (
    <Container
      header={
        <Header variant="h2" {...(hint ? { description: hint } : {})}>
          {title}
        </Header>
      }
    >
      <Table
        variant="embedded"
        wrapLines
        ariaLabels={{ tableLabel: title }}
        items={items}
        trackBy="name"
        empty={empty}
        columnDefinitions={[
          { id: 'name', header: nameTitle, isRowHeader: true, cell: Name },
          { id: 'count', header: text.count, cell: countOf(executions) },
          { id: 'meaning', header: text.meaning, minWidth: MEANING_PX, cell: ({ meaning }) => meaning },
        ]}
      />
    </Container>
  );
}

/** A count of errors that executions have leads to their list. */
const countOf =
  (executions: NamesProps['executions']) =>
  ({ name, count, inExecutions }: NamedCount): ReactNode =>
    executions && inExecutions ? (
      <Link
        href={failedExecutions({ ...inExecutions, ...executions })}
        ariaLabel={`${formatCount(count)}: ${text.failedExecutionsOf(name)}`}
      >
        {formatCount(count)}
      </Link>
    ) : (
      formatCount(count)
    );

const Name = ({ name, href }: NamedCount): ReactNode =>
  href === undefined ? (
    <code>{name}</code>
  ) : (
    <Link href={href} target="_blank" variant="primary">
      <code>{name}</code>
    </Link>
  );

const column = (id: keyof Point, header: string): TableProps.ColumnDefinition<Point> => ({
  id,
  header,
  cell: (point) => formatCount(Number(point[id])),
});

const COLUMNS: readonly TableProps.ColumnDefinition<Point>[] = [
  { id: 'time', header: text.time, isRowHeader: true, cell: ({ time }) => <Instant iso={time} /> },
  column('issued', text.issued),
  ...CHANNELS.map((channel) => column(channel, shared.channels[channel])),
  column('verified', text.verified),
  column('refused', text.refused),
  column('failures', text.failed),
  { id: 'p50', header: text.p50, cell: ({ p50 }) => formatMilliseconds(p50) },
  { id: 'p95', header: text.p95, cell: ({ p95 }) => formatMilliseconds(p95) },
  { id: 'p99', header: text.p99, cell: ({ p99 }) => formatMilliseconds(p99) },
];

/** Its rows are rendered only when it is opened. */
function Points({ series }: { readonly series: MetricSeries }): ReactNode {
  const [open, setOpen] = useState(false);
  return (
    <ExpandableSection
      variant="container"
      headerText={text.table}
      headerDescription={text.tableHint}
      expanded={open}
      onChange={({ detail }) => setOpen(detail.expanded)}
    >
      {open && (
        <Table
          variant="embedded"
          ariaLabels={{ tableLabel: text.table }}
          items={pointsOf(series)}
          trackBy="time"
          empty={text.nothing}
          columnDefinitions={COLUMNS}
        />
      )}
    </ExpandableSection>
  );
}
