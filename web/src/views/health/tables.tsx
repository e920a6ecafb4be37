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

export default function Tables({ answer }: { readonly answer: MetricsAnswer }): ReactNode {
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
          hint={text.errorsHint}
          nameTitle={shared.error}
          items={errorsOf(answer)}
          empty={text.errorsNothing}
        />
      </Grid>
      <Countries totals={answer.totals} />
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
}

function Names({ title, hint, nameTitle, items, empty }: NamesProps): ReactNode {
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
          { id: 'count', header: text.count, cell: ({ count }) => formatCount(count) },
          { id: 'meaning', header: text.meaning, minWidth: MEANING_PX, cell: ({ meaning }) => meaning },
        ]}
      />
    </Container>
  );
}

/** Only where carriers report, and on texts to countries that are read one by one. */
function Countries({ totals }: Pick<MetricsAnswer, 'totals'>): ReactNode {
  const items = Object.entries(totals.countries).map(([country, counts]) => ({ country, ...counts }));
  return items.length === 0 ? null : (
    <Container header={<Header variant="h2">{text.byCountry}</Header>}>
      <Table
        variant="embedded"
        ariaLabels={{ tableLabel: text.byCountry }}
        items={items}
        trackBy="country"
        columnDefinitions={[
          { id: 'country', header: text.country, isRowHeader: true, cell: ({ country }) => country },
          { id: 'arrived', header: text.arrived, cell: ({ delivered }) => formatCount(delivered) },
          { id: 'failed', header: text.undelivered, cell: ({ undelivered }) => formatCount(undelivered) },
        ]}
      />
    </Container>
  );
}

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
