/** What was delivered and verified, and what it cost, by channel, country or client. */
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import type { TableProps } from '@cloudscape-design/components/table';
import Table from '@cloudscape-design/components/table';
import type { ReactNode } from 'react';
import type { MetricSlice } from '../../../../handlers/contract/metrics.ts';
import { OTHERS } from '../../../../handlers/contract/metrics.ts';
import type { PageConfig } from '../../../../handlers/contract/page.ts';
import type { MetricBreakdown, MetricSliceRow } from '../../../../handlers/contract/routes/metric-parts.ts';
import { ExportMenu } from '../../export/export-menu.tsx';
import { formatCount, formatShare, formatUsd } from './figures.ts';
import { text } from './strings.ts';

interface BreakdownProps {
  readonly breakdown: MetricBreakdown;
  readonly config: PageConfig;
  /** The value that the charts are of; empty for everything. */
  readonly value: string;
  readonly onShow: (value: string) => void;
}

/** A narrower name would be broken inside its words; a narrow table scrolls instead. */
const NAME_PX = 150;

type Column = TableProps.ColumnDefinition<MetricSliceRow>;

const count = (
  id: 'delivered' | 'deliveries' | 'arrived' | 'undelivered' | 'verified',
  header: string,
): Column => ({ id, header, cell: (row) => formatCount(row[id]) });

export default function Breakdown({ breakdown, config, value, onShow }: BreakdownProps): ReactNode {
  const { by, counted } = breakdown;
  const rows = listed(breakdown.rows);
  const title = text.breakdownTitles[by];
  return (
    <Container
      header={
        <Header
          variant="h2"
          description={by === 'country' ? text.countryHint : text.breakdownHint}
          actions={<ExportMenu name={`health-${by}`} config={config} rows={() => rows} count={rows.length} />}
        >
          {title}
        </Header>
      }
    >
      {counted ? (
        <Table
          variant="embedded"
          ariaLabels={{ tableLabel: title }}
          items={rows}
          trackBy="value"
          columnDefinitions={[valueColumn(by, value, onShow), ...columnsOf(rows)]}
        />
      ) : (
        <Box color="text-body-secondary">{text.uncounted}</Box>
      )}
    </Container>
  );
}

/** Most delivered first; others only if there are any. */
const listed = (rows: readonly MetricSliceRow[]): MetricSliceRow[] =>
  rows
    .filter(({ value, delivered, verified }) => value !== OTHERS || delivered + verified > 0)
    .sort((one, other) => other.delivered - one.delivered);

/** The name shows the charts of that value alone, or of everything again. */
const valueColumn = (by: MetricSlice, value: string, onShow: BreakdownProps['onShow']): Column => ({
  id: 'value',
  header: text.by[by],
  minWidth: NAME_PX,
  isRowHeader: true,
  cell: (row) => {
    const name = text.sliceName(by, row.value);
    return (
      <Button
        variant="inline-link"
        ariaLabel={row.value === value ? text.showEverything(name) : text.showOnly(name)}
        onClick={() => onShow(row.value === value ? '' : row.value)}
      >
        {name}
      </Button>
    );
  },
});

/** What is counted nowhere, or never happened, would only make the table wide. */
const columnsOf = (rows: readonly MetricSliceRow[]): readonly Column[] => [
  count('delivered', text.delivered),
  count('verified', text.verified),
  { id: 'conversion', header: text.conversion, cell: ({ conversion }) => formatShare(conversion) },
  ...(rows.some(({ cost_usd }) => cost_usd !== null)
    ? [{ id: 'cost', header: text.cost, cell: ({ cost_usd }: MetricSliceRow) => formatUsd(cost_usd) }]
    : []),
  ...(rows.some(({ arrived }) => arrived !== null)
    ? [count('arrived', text.arrived), count('undelivered', text.undelivered)]
    : []),
  ...(rows.some(({ deliveries }) => deliveries > 0) ? [count('deliveries', text.deliveries)] : []),
];
